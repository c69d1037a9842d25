package io.nephele.core.time;

import io.nephele.core.store.Transaction;

/** Does what a timer stands for within a transaction, and so exactly once. */
@FunctionalInterface
public interface TimerHandler {
  /**
   * Called in the transaction that removes the timer; may run again as any body of a transaction
   * may. What it throws undoes both, and the timer is tried again later.
   */
  void fire(Transaction transaction, Timer timer);
}
