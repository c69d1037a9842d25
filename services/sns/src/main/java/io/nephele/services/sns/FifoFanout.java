package io.nephele.services.sns;

import io.nephele.core.partition.Regions;
import io.nephele.core.store.Direction;
import io.nephele.core.store.Key;
import io.nephele.core.store.KeyRange;
import io.nephele.core.store.KeyReader;
import io.nephele.core.store.Table;
import io.nephele.core.store.Transaction;
import io.nephele.core.time.Timer;
import io.nephele.model.Bytes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Delivers messages of FIFO topics: each once and those of a group in order.
 *
 * <p>A message is deduplicated, numbered and written for each subscription in one transaction. Then
 * whoever published it empties the line of each subscription, one at a time and each group from its
 * front; a row goes when the queue has the message. Two that empty a line at once, on two nodes,
 * may both send a message, but neither sends one before those in front of it, and the queue knows
 * the second by its deduplication id. What stays because a queue was away, or because the process
 * ended, is taken by a timer.
 */
final class FifoFanout {
  private static final String KIND = "sns.fifo";
  private static final Bytes NOTHING = Bytes.of(new byte[0]);

  /** How long after a message was published somebody looks whether it was delivered. */
  private static final Duration LOOK = Duration.ofSeconds(30);

  private final SnsWorld sns;
  private final Deliverer deliverer;
  private final FifoMessages messages;

  /** Keys are a topic's, the subscription's id, the group, and the sequence. */
  private final Table<Line> lines = Table.of("sns.fifoLines", Line.class);

  private final Map<Key, ReentrantLock> locks = new ConcurrentHashMap<>();

  FifoFanout(SnsWorld sns, Deliverer deliverer) {
    this.sns = sns;
    this.deliverer = deliverer;
    this.messages = new FifoMessages(sns);
  }

  /**
   * A message that waits for its turn.
   *
   * @param failures how often the queue did not take it
   * @param notBefore when it is tried again, in milliseconds since 1970
   */
  record Line(Notification message, int failures, long notBefore) {}

  /** Has what is left delivered from now on; called when the service is bound. */
  void start() {
    sns.world().timers().onWork(KIND, this::run);
  }

  /** Publishes messages; returns them as they were numbered, or as they were when they came. */
  List<FifoMessages.Sent> publish(LiveTopic topic, List<Notification> drafts) {
    List<Notification> fresh = new ArrayList<>();
    Set<String> wanting = new HashSet<>();
    List<FifoMessages.Sent> sent =
        sns.change(
            topic.address(),
            (transaction, current) -> {
              fresh.clear();
              wanting.clear();
              LiveTopic live = sns.live(transaction, topic.address());
              List<FifoMessages.Sent> all = new ArrayList<>();
              for (Notification draft : drafts) {
                FifoMessages.Sent known = messages.find(transaction, current, draft);
                if (known != null) {
                  all.add(known);
                  continue;
                }
                Notification message = messages.add(transaction, current, draft);
                fresh.add(message);
                all.add(new FifoMessages.Sent(message.messageId(), message.sequence(), 0));
                sns.archive().add(transaction, current, message);
                queue(transaction, live, message, wanting);
              }
              return all;
            });
    LiveTopic live = sns.liveOrNull(topic.address());
    if (live != null) {
      for (Notification message : fresh) {
        countRefusals(live, message);
      }
      for (String id : wanting) {
        drain(topic.address(), id);
      }
    }
    return sent;
  }

  private void queue(
      Transaction transaction, LiveTopic live, Notification message, Set<String> wanting) {
    Filtering filtering = new Filtering(message);
    for (Target target : live.targets()) {
      if (filtering.wants(target, null)) {
        String id = target.subscription().id();
        add(transaction, live.address(), id, message);
        wanting.add(id);
      }
    }
  }

  /** Metrics may begin a transaction of their own. */
  private static void countRefusals(LiveTopic live, Notification message) {
    Filtering filtering = new Filtering(message);
    for (Target target : live.targets()) {
      filtering.wants(target, live.metrics());
    }
  }

  /** Puts a message into the line of a subscription. */
  void add(Transaction transaction, TopicAddress topic, String subscription, Notification message) {
    Key line = topic.key().with(subscription);
    lines.put(
        transaction,
        line.with(message.groupId()).with(message.sequence()),
        new Line(message, 0, 0));
    Instant now = sns.world().clock().now();
    Instant due = sns.world().timers().due(transaction, KIND, line);
    // One that is due may be at work and have looked before.
    if (due == null || !due.isAfter(now)) {
      sns.world().timers().schedule(transaction, KIND, line, now.plus(LOOK), NOTHING);
    }
  }

  private void run(Timer timer) {
    KeyReader parts = timer.id().reader();
    String account = parts.nextText();
    String region = parts.nextText();
    TopicAddress topic = TopicAddress.of(account, Regions.find(region), parts.nextText());
    drain(topic, parts.nextText());
  }

  /** Delivers what stands in a line. */
  void drain(TopicAddress topic, String subscription) {
    Key line = topic.key().with(subscription);
    ReentrantLock lock = locks.computeIfAbsent(line, key -> new ReentrantLock());
    lock.lock();
    try {
      LiveTopic live = sns.liveOrNull(topic);
      Target target = live == null ? null : live.target(subscription);
      if (target == null) {
        sns.world()
            .store()
            .write(
                transaction -> {
                  lines.deletePrefix(transaction, line);
                  return null;
                });
        locks.remove(line, lock);
        return;
      }
      drain(live, target, line);
    } finally {
      lock.unlock();
    }
  }

  private void drain(LiveTopic live, Target target, Key line) {
    KeyRange rest = KeyRange.prefix(line);
    long again = Long.MAX_VALUE;
    for (Table.Row<Line> row = next(rest); row != null; row = next(rest)) {
      Line waiting = row.value();
      boolean early = waiting.notBefore > sns.now();
      long retry = early ? waiting.notBefore : send(live, target, row);
      if (retry > 0) {
        // The rest of the group waits for its first message.
        again = Math.min(again, retry);
        rest = rest.startingAfter(afterGroup(line.with(waiting.message.groupId())));
      } else {
        rest = rest.startingAfter(row.key());
      }
    }
    if (again < Long.MAX_VALUE) {
      Instant due = Instant.ofEpochMilli(again);
      sns.world()
          .store()
          .write(
              transaction -> {
                sns.world().timers().schedule(transaction, KIND, line, due, NOTHING);
                return null;
              });
    }
  }

  /** Sequences are positive, so that this comes after all keys of a group. */
  private static Key afterGroup(Key group) {
    return group.with(Long.MAX_VALUE);
  }

  private Table.Row<Line> next(KeyRange rest) {
    return sns.read(
        reader -> {
          Table.Rows<Line> rows = lines.scan(reader, rest, Direction.FORWARD);
          return rows.hasNext() ? rows.next() : null;
        });
  }

  /** Sends a message; returns when to try again in milliseconds since 1970, or 0 if it is done. */
  private long send(LiveTopic live, Target target, Table.Row<Line> row) {
    Line waiting = row.value();
    try {
      deliverer.deliver(live, target, waiting.message);
      deliverer.delivered(live, target, waiting.message);
    } catch (DeliveryFailure e) {
      int failures = waiting.failures + 1;
      long delay = e.passing() ? RetryPolicy.AWS.delay(failures) : -1;
      try {
        if (delay < 0) {
          deliverer.giveUp(live, target, waiting.message, e);
        }
      } catch (DeliveryFailure refused) {
        delay = RetryPolicy.AWS.delay(RetryPolicy.AWS.retries());
        failures = waiting.failures;
      }
      if (delay >= 0) {
        long at = sns.now() + Math.max(1, delay);
        Line again = new Line(waiting.message, failures, at);
        sns.world()
            .store()
            .write(
                transaction -> {
                  lines.put(transaction, row.key(), again);
                  return null;
                });
        return at;
      }
    }
    sns.world()
        .store()
        .write(
            transaction -> {
              lines.delete(transaction, row.key());
              return null;
            });
    return 0;
  }

  /** Forgets everything of a topic that is deleted. */
  void deleteAll(Transaction transaction, Key topic) {
    lines.deletePrefix(transaction, topic);
    messages.deleteAll(transaction, topic);
    sns.world().timers().cancelAll(transaction, KIND, topic);
  }
}
