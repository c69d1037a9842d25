package io.nephele.core.store;

/**
 * A transaction was run again and again because others kept changing what it read, and was given
 * up.
 */
public class ConflictException extends StoreException {
  private static final long serialVersionUID = 1L;

  /** Says how often it was tried. */
  public ConflictException(int attempts, Throwable cause) {
    super("A transaction conflicted with others " + attempts + " times and was given up", cause);
  }
}
