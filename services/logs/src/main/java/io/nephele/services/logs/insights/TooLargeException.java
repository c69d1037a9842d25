package io.nephele.services.logs.insights;

/** Says that a query needs more than the program gives it. */
final class TooLargeException extends RuntimeException {
  private static final long serialVersionUID = 1;

  TooLargeException(String message) {
    super(message);
  }
}
