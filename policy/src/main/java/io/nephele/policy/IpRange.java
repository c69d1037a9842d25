package io.nephele.policy;

import java.util.Arrays;

/** A range of IPv4 or IPv6 addresses in CIDR notation; an address alone is a range of one. */
record IpRange(byte[] network, int prefixLength) {
  private static final int MAX_TEXT = 64;

  /** Reads {@code 203.0.113.0/24} or {@code 2001:db8::/32}; null when it is neither. */
  static IpRange parse(String text) {
    int slash = text.indexOf('/');
    byte[] address = address(slash < 0 ? text : text.substring(0, slash));
    if (address == null) {
      return null;
    }
    int bits = address.length * 8;
    int length = slash < 0 ? bits : decimal(text, slash + 1, text.length(), bits);
    return length < 0 ? null : new IpRange(address, length);
  }

  boolean contains(byte[] address) {
    if (address == null || address.length != network.length) {
      return false;
    }
    int whole = prefixLength / 8;
    if (!Arrays.equals(address, 0, whole, network, 0, whole)) {
      return false;
    }
    int rest = prefixLength % 8;
    return rest == 0 || ((address[whole] ^ network[whole]) & 0xff) >>> (8 - rest) == 0;
  }

  /** The bytes of an address, 4 or 16, or null when the text is no address. */
  static byte[] address(String text) {
    if (text.isEmpty() || text.length() > MAX_TEXT) {
      return null;
    }
    return text.indexOf(':') < 0 ? version4(text, 0) : version6(text);
  }

  private static byte[] version4(String text, int start) {
    byte[] bytes = new byte[4];
    int from = start;
    for (int i = 0; i < 4; i++) {
      int dot = i < 3 ? text.indexOf('.', from) : text.length();
      int value = dot < 0 ? -1 : decimal(text, from, dot, 255);
      if (value < 0) {
        return null;
      }
      bytes[i] = (byte) value;
      from = dot + 1;
    }
    return bytes;
  }

  private static byte[] version6(String text) {
    int gap = text.indexOf("::");
    if (gap >= 0 && text.indexOf("::", gap + 1) >= 0) {
      return null;
    }
    byte[] head = groups(gap < 0 ? text : text.substring(0, gap));
    byte[] tail = gap < 0 ? new byte[0] : groups(text.substring(gap + 2));
    if (head == null || tail == null) {
      return null;
    }
    int length = head.length + tail.length;
    if (gap < 0 ? length != 16 : length > 14) {
      return null;
    }
    byte[] bytes = Arrays.copyOf(head, 16);
    System.arraycopy(tail, 0, bytes, 16 - tail.length, tail.length);
    return bytes;
  }

  private static byte[] groups(String text) {
    byte[] bytes = new byte[16];
    int length = 0;
    int from = 0;
    while (from < text.length()) {
      int colon = text.indexOf(':', from);
      int to = colon < 0 ? text.length() : colon;
      if (colon < 0 && text.indexOf('.', from) > 0) {
        byte[] last = version4(text, from);
        if (last == null || length > 12) {
          return null;
        }
        System.arraycopy(last, 0, bytes, length, 4);
        return Arrays.copyOf(bytes, length + 4);
      }
      int value = hexadecimal(text, from, to);
      if (value < 0 || length == 16 || to == text.length() - 1) {
        return null;
      }
      bytes[length++] = (byte) (value >>> 8);
      bytes[length++] = (byte) value;
      from = to + 1;
    }
    return Arrays.copyOf(bytes, length);
  }

  private static int hexadecimal(String text, int from, int to) {
    if (to == from || to - from > 4) {
      return -1;
    }
    int value = 0;
    for (int i = from; i < to; i++) {
      int digit = Character.digit(text.charAt(i), 16);
      if (digit < 0) {
        return -1;
      }
      value = value * 16 + digit;
    }
    return value;
  }

  private static int decimal(String text, int from, int to, int max) {
    if (to == from || to - from > 3) {
      return -1;
    }
    int value = 0;
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      if (c < '0' || c > '9') {
        return -1;
      }
      value = value * 10 + (c - '0');
    }
    return value <= max ? value : -1;
  }
}
