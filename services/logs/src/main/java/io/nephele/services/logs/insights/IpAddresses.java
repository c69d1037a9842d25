package io.nephele.services.logs.insights;

import java.net.InetAddress;

/** Addresses as they stand in texts; nothing is ever looked up. */
final class IpAddresses {
  private static final int LONGEST = 45;

  private IpAddresses() {}

  /** The bytes of an address, 4 or 16; null if it is none. */
  static byte[] parse(String text) {
    boolean plain = !text.isEmpty() && text.length() <= LONGEST;
    int dots = 0;
    boolean colon = false;
    for (int i = 0; i < text.length() && plain; i++) {
      char c = text.charAt(i);
      dots += c == '.' ? 1 : 0;
      colon |= c == ':';
      plain = c == '.' || c == ':' || Character.digit(c, 16) >= 0 && c < 128;
    }
    if (!plain || !colon && dots != 3) {
      return null;
    }
    try {
      return InetAddress.ofLiteral(text).getAddress();
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  /** Whether a text is an address of so many bytes. */
  static boolean isVersion(String text, int bytes) {
    byte[] address = parse(text);
    return address != null && address.length == bytes;
  }

  /** Whether an address is in a subnet such as {@code 10.0.0.0/8}. */
  static boolean isIn(String text, String subnet) {
    int slash = subnet.indexOf('/');
    byte[] address = parse(text);
    byte[] base = slash < 0 ? null : parse(subnet.substring(0, slash));
    Double bits = slash < 0 ? null : Values.number(subnet.substring(slash + 1));
    if (address == null
        || base == null
        || bits == null
        || address.length != base.length
        || bits < 0
        || bits > 8 * base.length) {
      return false;
    }
    int left = bits.intValue();
    for (int i = 0; i < base.length && left > 0; i++, left -= 8) {
      int mask = left >= 8 ? 0xFF : 0xFF << 8 - left & 0xFF;
      if ((address[i] & mask) != (base[i] & mask)) {
        return false;
      }
    }
    return true;
  }
}
