package io.nephele.services.cloudwatch.math;

/** An expression that cannot be read or has no value; the message says why. */
public final class MathException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Because of that. */
  public MathException(String message) {
    super(message, null, false, false);
  }
}
