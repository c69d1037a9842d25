package io.nephele.services.iam;

/** Base 32 without padding, as RFC 4648 has it. */
final class Base32 {
  private static final String DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

  private Base32() {}

  static String encode(byte[] bytes) {
    StringBuilder text = new StringBuilder(bytes.length * 8 / 5 + 1);
    int bits = 0;
    int held = 0;
    for (byte b : bytes) {
      bits = bits << 8 | b & 0xFF;
      held += 8;
      while (held >= 5) {
        held -= 5;
        text.append(DIGITS.charAt(bits >>> held & 31));
      }
    }
    if (held > 0) {
      text.append(DIGITS.charAt(bits << 5 - held & 31));
    }
    return text.toString();
  }
}
