package io.nephele.policy;

/** What the values of condition keys may be, as conditions read them. */
public final class ConditionValues {
  private ConditionValues() {}

  /** Whether date operators can read the text. */
  public static boolean isDate(String text) {
    return PolicyDate.parse(text) != null;
  }

  /** Whether the text is an IP address. */
  public static boolean isIpAddress(String text) {
    return IpRange.address(text) != null;
  }
}
