package io.nephele.services.sns;

/** Telephone numbers in the form of E.164. */
final class PhoneNumbers {
  private static final int MOST_DIGITS = 15;
  private static final int LEAST_DIGITS = 5;

  private PhoneNumbers() {}

  /** Whether the text is a plus and digits of which the first is none. */
  static boolean isValid(String text) {
    int digits = text.length() - 1;
    if (digits < LEAST_DIGITS || digits > MOST_DIGITS || text.charAt(0) != '+') {
      return false;
    }
    for (int i = 1; i < text.length(); i++) {
      if (text.charAt(i) < (i == 1 ? '1' : '0') || text.charAt(i) > '9') {
        return false;
      }
    }
    return true;
  }
}
