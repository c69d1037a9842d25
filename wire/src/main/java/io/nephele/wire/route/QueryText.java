package io.nephele.wire.route;

import java.nio.charset.StandardCharsets;

/**
 * Finds single parameters in form-encoded text without reading all of it. What cannot be decoded
 * counts as absent.
 */
final class QueryText {
  private QueryText() {}

  /** The decoded value of a parameter, or null. */
  static String value(String query, String name) {
    int at = find(query, name);
    if (at < 0) {
      return null;
    }
    int start = at + name.length();
    if (start >= query.length() || query.charAt(start) != '=') {
      return "";
    }
    int end = query.indexOf('&', start);
    return decode(query.substring(start + 1, end < 0 ? query.length() : end));
  }

  /** Whether there is a parameter of that name, with a value or without. */
  static boolean has(String query, String name) {
    return query != null && find(query, name) >= 0;
  }

  private static int find(String query, String name) {
    int start = 0;
    while (start <= query.length() - name.length()) {
      if (query.startsWith(name, start)) {
        int end = start + name.length();
        if (end == query.length() || query.charAt(end) == '=' || query.charAt(end) == '&') {
          return start;
        }
      }
      int next = query.indexOf('&', start);
      if (next < 0) {
        return -1;
      }
      start = next + 1;
    }
    return -1;
  }

  /** Undoes percent-encoding; null where it is broken. */
  static String decode(String text) {
    if (text.indexOf('%') < 0 && text.indexOf('+') < 0) {
      return text;
    }
    byte[] in = text.getBytes(StandardCharsets.UTF_8);
    byte[] out = new byte[in.length];
    int length = 0;
    for (int i = 0; i < in.length; i++) {
      if (in[i] != '%') {
        out[length++] = in[i] == '+' ? (byte) ' ' : in[i];
        continue;
      }
      int high = i + 2 < in.length ? Character.digit(in[i + 1], 16) : -1;
      int low = i + 2 < in.length ? Character.digit(in[i + 2], 16) : -1;
      if (high < 0 || low < 0) {
        return null;
      }
      out[length++] = (byte) (high << 4 | low);
      i += 2;
    }
    return new String(out, 0, length, StandardCharsets.UTF_8);
  }
}
