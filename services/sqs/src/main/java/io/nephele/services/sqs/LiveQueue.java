package io.nephele.services.sqs;

import io.nephele.core.time.Waiters;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

/**
 * What of a queue is in memory only: who waits for its messages, how often it is called, its latest
 * sequence. Can be made anew at any time.
 */
final class LiveQueue {
  private static final long FULLNESS_MILLIS = 1000;

  private final long id;
  private final QueueMetrics metrics;
  private final Waiters pollers;
  private final CallRates rates = new CallRates();
  private final AtomicLong lastSequence;
  private volatile long usedAt;
  private volatile Fullness fullness;

  /** Whether too many messages were in flight at a time. */
  private record Fullness(boolean full, long at) {}

  /**
   * @param youngest the sequence of its youngest message, or -1
   * @param pollers those who wait for its messages
   */
  LiveQueue(Queue queue, long youngest, Waiters pollers, QueueMetrics metrics, long now) {
    this.id = queue.id();
    this.lastSequence = new AtomicLong(youngest);
    this.pollers = pollers;
    this.metrics = metrics;
    this.usedAt = now;
  }

  /** The id of the queue that this is. */
  long id() {
    return id;
  }

  /** The receivers that wait for its messages. */
  Waiters pollers() {
    return pollers;
  }

  CallRates rates() {
    return rates;
  }

  QueueMetrics metrics() {
    return metrics;
  }

  /** The sequence of another message that is sent now. */
  long nextSequence(long now) {
    long first = Sequence.first(now);
    return lastSequence.updateAndGet(last -> Math.max(last + 1, first));
  }

  /**
   * As the other, where other nodes send to the queue as well.
   *
   * @param floor the sequence comes after this one
   * @param node the number of this node
   */
  long nextSequence(long floor, long now, int node) {
    return lastSequence.updateAndGet(last -> Sequence.ofNode(Math.max(last, floor) + 1, now, node));
  }

  /** Whether too many messages were in flight when somebody looked in the last second. */
  boolean wasFull(long now, BooleanSupplier look) {
    Fullness known = fullness;
    if (known == null || now - known.at >= FULLNESS_MILLIS || now < known.at) {
      known = new Fullness(look.getAsBoolean(), now);
      fullness = known;
    }
    return known.full;
  }

  /** Notes that the queue is used. */
  void use(long now) {
    usedAt = now;
  }

  /** When it was last used. */
  long usedAt() {
    return usedAt;
  }
}
