package io.nephele.identity.credentials;

import io.nephele.core.ids.Ids;

/**
 * Access key ids as AWS makes them: four letters that tell the kind, then sixteen digits of base 32
 * whose bits hold the account. Whoever sees an id knows the account without asking anybody.
 */
public final class AccessKeyIds {
  /** What the ids of lasting keys begin with. */
  public static final String LASTING = "AKIA";

  /** What the ids of temporary credentials begin with. */
  public static final String TEMPORARY = "ASIA";

  private static final String DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  private static final int LENGTH = 20;

  private AccessKeyIds() {}

  /**
   * Makes an id.
   *
   * @param kind {@link #LASTING} or {@link #TEMPORARY}
   */
  public static String create(String kind, String accountId, Ids ids) {
    // 80 bits: one that is set, 40 of the account, 39 random ones.
    long random = ids.nextLong();
    long high = 1L << 39 | Long.parseLong(accountId) >>> 1;
    long low = (Long.parseLong(accountId) & 1) << 39 | random >>> 25;
    StringBuilder id = new StringBuilder(LENGTH).append(kind);
    appendDigits(high, id);
    appendDigits(low, id);
    return id.toString();
  }

  /** The account that an id of today's form names, or null if the text is no such id. */
  public static String accountOf(String accessKeyId) {
    if (accessKeyId == null || accessKeyId.length() != LENGTH) {
      return null;
    }
    long high = digits(accessKeyId, 4);
    long low = digits(accessKeyId, 12);
    if (high < 0 || low < 0 || high >>> 39 == 0) {
      return null;
    }
    long account = (high & (1L << 39) - 1) << 1 | low >>> 39;
    return account > 999_999_999_999L ? null : padded(account);
  }

  private static void appendDigits(long bits, StringBuilder to) {
    for (int shift = 35; shift >= 0; shift -= 5) {
      to.append(DIGITS.charAt((int) (bits >>> shift) & 31));
    }
  }

  /** The value of eight digits, or -1 if they are none. */
  private static long digits(String text, int from) {
    long bits = 0;
    for (int i = from; i < from + 8; i++) {
      int digit = DIGITS.indexOf(text.charAt(i));
      if (digit < 0) {
        return -1;
      }
      bits = bits << 5 | digit;
    }
    return bits;
  }

  private static String padded(long account) {
    String digits = Long.toString(account);
    return "0".repeat(12 - digits.length()) + digits;
  }
}
