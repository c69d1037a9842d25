package io.nephele.core.store;

/** The file or folder of a store is open in another process or elsewhere in this one. */
public class StoreInUseException extends StoreException {
  private static final long serialVersionUID = 1L;

  /** Names what is in use. */
  public StoreInUseException(Object place, Throwable cause) {
    super(place + " is in use by another process", cause);
  }
}
