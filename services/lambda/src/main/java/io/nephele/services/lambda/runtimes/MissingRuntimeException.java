package io.nephele.services.lambda.runtimes;

/** This machine lacks what a runtime needs; the message says what, and how to get it. */
public final class MissingRuntimeException extends Exception {
  private static final long serialVersionUID = 1;

  /** That problem. */
  public MissingRuntimeException(String message) {
    super(message);
  }
}
