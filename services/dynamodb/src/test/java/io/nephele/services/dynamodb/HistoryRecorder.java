package io.nephele.services.dynamodb;

import io.nephele.core.store.history.RecordedTransaction;
import java.util.Collection;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/** What clients saw, in one order of time. */
final class HistoryRecorder {
  private final AtomicLong time = new AtomicLong();
  private final AtomicLong elements = new AtomicLong();
  private final AtomicLong ids = new AtomicLong();
  private final Queue<RecordedTransaction> recorded = new ConcurrentLinkedQueue<>();

  /** A call that begins. */
  record Begun(int id, long at) {}

  Begun begin() {
    return new Begun((int) ids.incrementAndGet(), tick());
  }

  long tick() {
    return time.incrementAndGet();
  }

  /** A number that nobody else writes. */
  long element() {
    return elements.incrementAndGet();
  }

  void add(RecordedTransaction transaction) {
    recorded.add(transaction);
  }

  Collection<RecordedTransaction> all() {
    return recorded;
  }
}
