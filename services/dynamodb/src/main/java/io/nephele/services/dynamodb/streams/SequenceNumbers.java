package io.nephele.services.dynamodb.streams;

import io.nephele.model.AwsException;

/** The numbers of records as the API shows them. */
final class SequenceNumbers {
  private static final int DIGITS = 20;

  private SequenceNumbers() {}

  /** The text of a record's number: 21 digits in the order of the numbers. */
  static String text(long number) {
    String digits = Long.toString(number);
    return "1" + "0".repeat(DIGITS - digits.length()) + digits;
  }

  /**
   * The number of a text.
   *
   * @throws AwsException if it is none
   */
  static long parse(String text) {
    try {
      if (text.length() == DIGITS + 1 && text.charAt(0) == '1') {
        return Long.parseLong(text, 1, text.length(), 10);
      }
    } catch (NumberFormatException e) {
      // told below
    }
    throw AwsException.client("ValidationException", 400, "Invalid SequenceNumber: " + text);
  }
}
