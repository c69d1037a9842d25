package io.nephele.services.lambda.environments;

/** This machine cannot give the environment that was asked for; its message says what to do. */
public final class EnvironmentException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** That problem. */
  public EnvironmentException(String message) {
    super(message);
  }

  /** That problem, for that reason. */
  public EnvironmentException(String message, Throwable cause) {
    super(message, cause);
  }
}
