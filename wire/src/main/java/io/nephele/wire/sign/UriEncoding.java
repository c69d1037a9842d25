package io.nephele.wire.sign;

import java.nio.charset.StandardCharsets;

/**
 * The percent-encoding of canonical requests, in which everything but letters, digits and {@code
 * -._~} is encoded.
 */
final class UriEncoding {
  private static final char[] HEX = "0123456789ABCDEF".toCharArray();

  private UriEncoding() {}

  /** Encodes a text as it is, so that what was encoded is encoded twice; slashes stay. */
  static void encodeAgain(StringBuilder out, String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (isUnreserved(c) || c == '/') {
        out.append(c);
      } else {
        i = encode(out, text, i);
      }
    }
  }

  /**
   * Decodes an encoded text and encodes it as canonical requests have it. Slashes stay as they are,
   * encoded or not, if {@code path} says so.
   */
  static void normalise(StringBuilder out, String text, boolean path) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (isUnreserved(c) || path && c == '/') {
        out.append(c);
      } else if (c == '%' && escaped(text, i) >= 0) {
        int b = escaped(text, i);
        if (b < 128 && isUnreserved((char) b)) {
          out.append((char) b);
        } else {
          escape(out, b);
        }
        i += 2;
      } else if (c == '+' && !path) {
        out.append("%20");
      } else {
        i = encode(out, text, i);
      }
    }
  }

  /** Decodes a name or value of a query; broken escapes stay. */
  static String decode(String text) {
    if (text.indexOf('%') < 0 && text.indexOf('+') < 0) {
      return text;
    }
    byte[] in = text.getBytes(StandardCharsets.UTF_8);
    byte[] out = new byte[in.length];
    int length = 0;
    for (int i = 0; i < in.length; i++) {
      int high = in[i] == '%' && i + 2 < in.length ? digit((char) in[i + 1]) : -1;
      int low = in[i] == '%' && i + 2 < in.length ? digit((char) in[i + 2]) : -1;
      if (high >= 0 && low >= 0) {
        out[length++] = (byte) (high << 4 | low);
        i += 2;
      } else {
        out[length++] = in[i] == '+' ? (byte) ' ' : in[i];
      }
    }
    return new String(out, 0, length, StandardCharsets.UTF_8);
  }

  /** The byte that the escape at that place stands for, or -1. */
  private static int escaped(String text, int at) {
    if (at + 2 >= text.length()) {
      return -1;
    }
    int high = digit(text.charAt(at + 1));
    int low = digit(text.charAt(at + 2));
    return high < 0 || low < 0 ? -1 : high << 4 | low;
  }

  private static int digit(char c) {
    return c < 128 ? Character.digit(c, 16) : -1;
  }

  /** Encodes the character at that place; returns the place of its last unit. */
  private static int encode(StringBuilder out, String text, int at) {
    char c = text.charAt(at);
    if (c < 128) {
      escape(out, c);
      return at;
    }
    int last = at + Character.charCount(text.codePointAt(at)) - 1;
    for (byte b : text.substring(at, last + 1).getBytes(StandardCharsets.UTF_8)) {
      escape(out, b & 0xff);
    }
    return last;
  }

  private static void escape(StringBuilder out, int b) {
    out.append('%').append(HEX[b >> 4]).append(HEX[b & 15]);
  }

  private static boolean isUnreserved(char c) {
    return c >= 'a' && c <= 'z'
        || c >= 'A' && c <= 'Z'
        || c >= '0' && c <= '9'
        || c == '-'
        || c == '.'
        || c == '_'
        || c == '~';
  }
}
