package io.nephele.services.sqs;

import io.nephele.api.sqs.QueueDoesNotExist;
import io.nephele.core.partition.Regions;
import io.nephele.core.store.Key;
import io.nephele.core.store.KeyReader;
import io.nephele.core.store.Transaction;
import io.nephele.core.time.Timer;
import io.nephele.core.time.Timers;
import io.nephele.model.Bytes;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Tells CloudWatch once a minute how many messages a queue has and how old they are, until nobody
 * has used the queue for six hours.
 */
final class QueueGauges {
  private static final String KIND = "sqs.gauges";
  private static final long MINUTE = 60_000;
  private static final long ACTIVE_MILLIS = 6 * 60 * MINUTE;
  private static final long CHECKED_MILLIS = 5 * MINUTE;

  private final SqsWorld sqs;
  private final Timers timers;

  /** The queues whose timer is known to be set, and when that was found. */
  private final Map<Key, Long> kept = new ConcurrentHashMap<>();

  QueueGauges(SqsWorld sqs, Timers timers) {
    this.sqs = sqs;
    this.timers = timers;
    timers.on(KIND, this::fire);
  }

  /**
   * Has the queue told of from now on, if it is not already. A queue that has been deleted
   * meanwhile is none of the caller's concern, who has done what it wanted.
   */
  void keep(Queue queue) {
    long now = sqs.now();
    if (isKept(kept.get(queue.messagesKey()), now)) {
      return;
    }
    kept.put(queue.messagesKey(), now);
    boolean known = false;
    try {
      known =
          sqs.world()
              .store()
              .write(queue.lock(), transaction -> schedule(transaction, queue.address()));
    } finally {
      if (!known) {
        kept.remove(queue.messagesKey());
      }
    }
  }

  /** Sets the timer of a queue unless it is set; returns whether the queue is there. */
  private boolean schedule(Transaction transaction, QueueAddress address) {
    Queue current = sqs.queues().find(transaction, address);
    if (current != null && timers.due(transaction, KIND, current.key()) == null) {
      schedule(transaction, current.key());
    }
    return current != null;
  }

  /** Another node, which may not use the queue, may have ended its timer meanwhile. */
  private boolean isKept(Long since, long now) {
    return since != null && (!sqs.world().nodes().isShared() || now - since < CHECKED_MILLIS);
  }

  /** Forgets a queue that has been deleted; its timer ends by itself. */
  void forget(Queue queue) {
    kept.remove(queue.messagesKey());
  }

  private void fire(Transaction transaction, Timer timer) {
    KeyReader parts = timer.id().reader();
    QueueAddress address =
        new QueueAddress(parts.nextText(), Regions.find(parts.nextText()), parts.nextText());
    Queue queue = sqs.queues().find(transaction, address);
    if (queue == null) {
      return;
    }
    LiveQueue live = sqs.live(transaction, queue);
    long now = sqs.now();
    if (now - live.usedAt() >= ACTIVE_MILLIS) {
      kept.remove(queue.messagesKey());
      return;
    }
    schedule(transaction, timer.id());
    if (sqs.world().nodes().isShared()) {
      // Counting in the transaction would conflict with all that happens in the queue meanwhile.
      transaction.afterCommit(() -> gauge(queue, live));
      return;
    }
    Backlog backlog = sqs.backlog(queue);
    sqs.expire(transaction, queue, 1000);
    Counts counts = backlog.count(transaction, queue, now);
    long oldest = backlog.oldest(transaction, queue);
    transaction.afterCommit(() -> live.metrics().gauge(counts, age(oldest, now)));
  }

  private void gauge(Queue queue, LiveQueue live) {
    try {
      sqs.expire(queue);
    } catch (QueueDoesNotExist e) {
      return; // it was deleted just now
    }
    long now = sqs.now();
    Counts counts = sqs.read(reader -> sqs.backlog(queue).count(reader, queue, now));
    long oldest = sqs.read(reader -> sqs.backlog(queue).oldest(reader, queue));
    live.metrics().gauge(counts, age(oldest, now));
  }

  /** The age of the oldest message in seconds; 0 if there is none. */
  private static long age(long oldest, long now) {
    return oldest < 0 ? 0 : Math.max(0, now - Sequence.sentAt(oldest)) / 1000;
  }

  private void schedule(Transaction transaction, Key id) {
    long next = (sqs.now() / MINUTE + 1) * MINUTE;
    timers.schedule(transaction, KIND, id, Instant.ofEpochMilli(next), Bytes.EMPTY);
  }
}
