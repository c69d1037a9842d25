package io.nephele.core.store;

/**
 * The store cannot be reached, or was lost while it was used. What was asked may be asked again
 * later; if it was lost while it committed, the changes may have been made nevertheless.
 */
public class StoreUnavailableException extends StoreException {
  private static final long serialVersionUID = 1L;

  /** Says what cannot be reached, or when it was lost. */
  public StoreUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
