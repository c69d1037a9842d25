package io.nephele.core.identity;

/** The form of AWS account ids: twelve digits. */
public final class AccountIds {
  private AccountIds() {}

  /** Whether the text is an account id. */
  public static boolean isAccountId(String text) {
    if (text == null || text.length() != 12) {
      return false;
    }
    for (int i = 0; i < 12; i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    return true;
  }
}
