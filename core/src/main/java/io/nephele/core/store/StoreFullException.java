package io.nephele.core.store;

/**
 * There is no room for what was to be written, and nothing of it was. Reads go on, and so do writes
 * once there is room again.
 */
public class StoreFullException extends StoreException {
  private static final long serialVersionUID = 1L;

  /** Says what is full. */
  public StoreFullException(String message, Throwable cause) {
    super(message, cause);
  }
}
