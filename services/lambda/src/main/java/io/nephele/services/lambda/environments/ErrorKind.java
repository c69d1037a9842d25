package io.nephele.services.lambda.environments;

/**
 * How an invocation failed. AWS's X-Amz-Function-Error says {@code Unhandled} for both with current
 * runtimes; {@link Outcome#functionError} knows.
 */
public enum ErrorKind {
  /** The runtime reported the error of the function. */
  FUNCTION,
  /** The environment failed: a crash, a timeout, no memory, a failed init. */
  ENVIRONMENT
}
