package io.nephele.machine.sandboxes;

/** A program cannot be started here; the message says why. */
public final class SandboxException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** That problem, for that reason. */
  public SandboxException(String message, Throwable cause) {
    super(message, cause);
  }
}
