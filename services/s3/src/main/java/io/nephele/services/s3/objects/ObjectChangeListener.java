package io.nephele.services.s3.objects;

import io.nephele.core.store.Transaction;

/** Wants to know of changes of objects. */
public interface ObjectChangeListener {
  /**
   * An object is changed. Called within the transaction that does it, which may run again: only
   * reads and writes the store.
   */
  void changed(Transaction transaction, ObjectChange change);
}
