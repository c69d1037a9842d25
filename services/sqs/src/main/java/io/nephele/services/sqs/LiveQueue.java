package io.nephele.services.sqs;

import java.util.concurrent.atomic.AtomicLong;

/**
 * What of a queue is in memory only: who waits for its messages, how often it is called, its latest
 * sequence. Can be made anew at any time.
 */
final class LiveQueue {
  private final long id;
  private final QueueMetrics metrics;
  private final Pollers pollers = new Pollers();
  private final CallRates rates = new CallRates();
  private final AtomicLong lastSequence;
  private volatile long usedAt;

  /**
   * @param youngest the sequence of its youngest message, or -1
   */
  LiveQueue(Queue queue, long youngest, QueueMetrics metrics, long now) {
    this.id = queue.id();
    this.lastSequence = new AtomicLong(youngest);
    this.metrics = metrics;
    this.usedAt = now;
  }

  /** The id of the queue that this is. */
  long id() {
    return id;
  }

  Pollers pollers() {
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

  /** Notes that the queue is used. */
  void use(long now) {
    usedAt = now;
  }

  /** When it was last used. */
  long usedAt() {
    return usedAt;
  }
}
