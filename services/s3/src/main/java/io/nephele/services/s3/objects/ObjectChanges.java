package io.nephele.services.s3.objects;

import io.nephele.core.store.Transaction;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Tells of changes of objects within the transactions that make them. */
public final class ObjectChanges {
  private final List<ObjectChangeListener> listeners = new CopyOnWriteArrayList<>();

  /** Made once a world. */
  public ObjectChanges() {}

  /** Tells a listener of all changes from now on; called when the service is bound. */
  public void tell(ObjectChangeListener listener) {
    listeners.add(listener);
  }

  /** Whoever changes an object says so here, in the transaction, after the change. */
  public void changed(Transaction transaction, ObjectChange change) {
    for (ObjectChangeListener listener : listeners) {
      listener.changed(transaction, change);
    }
  }
}
