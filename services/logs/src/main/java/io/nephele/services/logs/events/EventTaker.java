package io.nephele.services.logs.events;

import io.nephele.core.store.Transaction;

/** Is given events as they are put. */
public interface EventTaker {
  /** Whether it wants events of a group at all; asked in the transaction, so it is cheap. */
  boolean wants(Transaction transaction, io.nephele.services.logs.state.Group group);

  /** Called in the transaction that stores them, which may run again. */
  default void storing(Transaction transaction, Written written) {}

  /** Called when they are stored, outside transactions. */
  default void stored(Written written) {}
}
