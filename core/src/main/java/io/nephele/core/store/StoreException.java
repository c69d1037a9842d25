package io.nephele.core.store;

/**
 * The store could not do what was asked: a damaged or unwritable file, a full disk, a lost
 * database.
 */
public class StoreException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** A failure with a reason that a user can act on. */
  public StoreException(String message, Throwable cause) {
    super(message, cause);
  }
}
