package io.nephele.core.store;

import java.nio.charset.StandardCharsets;

/**
 * Texts inside keys: UTF-8, in which zero is escaped and zero ends the text. Lone surrogates, which
 * callers can send in JSON and which UTF-8 proper has no form for, keep a three-byte form of their
 * own, so that no two texts share a key.
 */
final class KeyText {
  private KeyText() {}

  static int encodedLength(String text) {
    int length = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == 0) {
        length += 2;
      } else if (c < 0x80) {
        length++;
      } else if (c < 0x800) {
        length += 2;
      } else if (isPair(text, i)) {
        length += 4;
        i++;
      } else {
        length += 3;
      }
    }
    return length;
  }

  /** Writes the text without its end. Returns the place after it. */
  static int encode(String text, byte[] to, int at) {
    for (int i = 0; i < text.length(); i++) {
      int c = text.charAt(i);
      if (c == 0) {
        to[at++] = 0;
        to[at++] = (byte) Key.ESCAPE;
      } else if (c < 0x80) {
        to[at++] = (byte) c;
      } else if (c < 0x800) {
        to[at++] = (byte) (0xC0 | (c >> 6));
        to[at++] = (byte) (0x80 | (c & 0x3F));
      } else if (isPair(text, i)) {
        c = text.codePointAt(i++);
        to[at++] = (byte) (0xF0 | (c >> 18));
        to[at++] = (byte) (0x80 | ((c >> 12) & 0x3F));
        to[at++] = (byte) (0x80 | ((c >> 6) & 0x3F));
        to[at++] = (byte) (0x80 | (c & 0x3F));
      } else {
        to[at++] = (byte) (0xE0 | (c >> 12));
        to[at++] = (byte) (0x80 | ((c >> 6) & 0x3F));
        to[at++] = (byte) (0x80 | (c & 0x3F));
      }
    }
    return at;
  }

  /** The text between two places, its escapes still in it. */
  static String decode(byte[] from, int start, int end) {
    boolean ascii = true;
    for (int i = start; i < end && ascii; i++) {
      ascii = from[i] > 0;
    }
    if (ascii) {
      return new String(from, start, end - start, StandardCharsets.ISO_8859_1);
    }
    StringBuilder text = new StringBuilder(end - start);
    for (int i = start; i < end; ) {
      int b = from[i] & 0xFF;
      if (b < 0x80) {
        text.append((char) b);
        i += b == 0 ? 2 : 1;
      } else if (b < 0xE0) {
        text.append((char) (((b & 0x1F) << 6) | low6(from[i + 1])));
        i += 2;
      } else if (b < 0xF0) {
        text.append((char) (((b & 0x0F) << 12) | (low6(from[i + 1]) << 6) | low6(from[i + 2])));
        i += 3;
      } else {
        text.appendCodePoint(
            ((b & 0x07) << 18)
                | (low6(from[i + 1]) << 12)
                | (low6(from[i + 2]) << 6)
                | low6(from[i + 3]));
        i += 4;
      }
    }
    return text.toString();
  }

  private static int low6(byte b) {
    return b & 0x3F;
  }

  private static boolean isPair(String text, int i) {
    return Character.isHighSurrogate(text.charAt(i))
        && i + 1 < text.length()
        && Character.isLowSurrogate(text.charAt(i + 1));
  }
}
