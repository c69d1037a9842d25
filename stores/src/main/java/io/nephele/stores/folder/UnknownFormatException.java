package io.nephele.stores.folder;

import io.nephele.core.store.StoreException;

/** A data folder has a format that this program does not know, a newer one. */
public final class UnknownFormatException extends StoreException {
  private static final long serialVersionUID = 1L;

  /** Says which format and which are known. */
  public UnknownFormatException(String message) {
    super(message, null);
  }
}
