package io.nephele.services.sqs;

import io.nephele.core.World;
import io.nephele.core.call.Call;
import io.nephele.core.ids.Ids;
import io.nephele.core.store.Key;
import io.nephele.core.store.Reader;
import io.nephele.core.store.Transaction;
import io.nephele.core.time.Waiters;
import io.nephele.model.Struct;
import io.nephele.model.Unit;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * What the handlers of SQS share: the tables, and of each queue that is in use what is in memory
 * only.
 */
final class SqsWorld {
  private static final int EXPIRED_AT_ONCE = 1000;
  private static final int SWEPT_EVERY = 256;
  private static final long UNUSED_MILLIS = 3_600_000;

  /** What receivers wait for, on all nodes: this and the key of a queue's messages. */
  private static final Key POLLERS = Key.of("sqs.messages");

  private final World world;
  private final KnownAddresses addresses = new KnownAddresses();
  private final QueueTable queues = new QueueTable();
  private final Deduplications deduplications = new Deduplications();
  private final ReceiveAttempts attempts = new ReceiveAttempts();
  private final MoveTaskTable moveTasks = new MoveTaskTable();
  private final Backlog standard;
  private final Backlog fifo;
  private final Sequences sequences;
  private final QueueGauges gauges;
  private final MessageEncryption encryption;
  private final Map<Key, LiveQueue> live = new ConcurrentHashMap<>();

  SqsWorld(World world) {
    BacklogTables tables = new BacklogTables(world.nodes());
    this.world = world;
    this.standard = new StandardBacklog(tables, world.ids());
    this.fifo = new FifoBacklog(tables, world.ids());
    this.sequences = new Sequences(world.nodes());
    this.gauges = new QueueGauges(this, world.timers());
    this.encryption = new MessageEncryption(this);
  }

  World world() {
    return world;
  }

  Ids ids() {
    return world.ids();
  }

  /** The time in milliseconds since 1970. */
  long now() {
    return world.clock().millis();
  }

  KnownAddresses addresses() {
    return addresses;
  }

  QueueTable queues() {
    return queues;
  }

  Deduplications deduplications() {
    return deduplications;
  }

  ReceiveAttempts attempts() {
    return attempts;
  }

  MoveTaskTable moveTasks() {
    return moveTasks;
  }

  /** Where the messages of a queue of that type are. */
  Backlog backlog(Queue queue) {
    return queue.isFifo() ? fifo : standard;
  }

  /** The queue that a call's queue URL names; an error to the caller if it is not there. */
  Queue find(String url, Call call) {
    return find(addresses.ofUrl(url, call.region()));
  }

  /** As {@link #find(String, Call)}, for the actions that no policy can let other accounts do. */
  Queue findOwn(String url, Call call) {
    Queue queue = find(url, call);
    if (!queue.accountId().equals(call.accountId())) {
      throw SqsErrors.accessDenied(call.principal().arn(), call.operation().name(), queue.arn());
    }
    return queue;
  }

  /** The queue at an address; an error to the caller if it is not there. */
  Queue find(QueueAddress address) {
    return world.store().read(reader -> queues.require(reader, address));
  }

  /**
   * As {@link #find(String, Call)}, for the actions whose number a second is limited: counts the
   * call.
   */
  Queue findForMessages(String url, Call call, String action) {
    Queue queue = find(url, call);
    LiveQueue used = live(queue);
    long now = now();
    used.use(now);
    if (queue.isThroughputLimited()) {
      used.rates().count(action, now);
    }
    return queue;
  }

  /**
   * Reads the queue again and runs the body in one transaction, after others that do so with the
   * same queue.
   */
  <T> T write(Queue queue, QueueChange<T> body) {
    return world
        .store()
        .write(
            queue.lock(),
            transaction -> {
              backlog(queue).prefetchTally(transaction, queue);
              return body.apply(transaction, queues.current(transaction, queue));
            });
  }

  /** What a transaction does with a queue. */
  interface QueueChange<T> {
    T apply(Transaction transaction, Queue queue);
  }

  /** Reads one consistent state. */
  <T> T read(Function<Reader, T> body) {
    return world.store().read(body);
  }

  /** What of a queue is in memory. */
  LiveQueue live(Queue queue) {
    LiveQueue known = live.get(queue.messagesKey());
    return known != null ? known : read(reader -> live(reader, queue));
  }

  /** What of a queue is in memory, made from what the reader sees if need be. */
  LiveQueue live(Reader reader, Queue queue) {
    LiveQueue known = live.get(queue.messagesKey());
    if (known != null) {
      return known;
    }
    QueueMetrics metrics = new QueueMetrics(world.metrics(), queue.address());
    Waiters pollers = world.signals().waiters(POLLERS.with(queue.messagesKey()));
    backlog(queue).find(reader, queue);
    long youngest = backlog(queue).youngest(reader, queue);
    LiveQueue made = new LiveQueue(queue, youngest, pollers, metrics, now());
    if (world.nodes().isShared() && live.size() % SWEPT_EVERY == SWEPT_EVERY - 1) {
      forgetUnused();
    }
    LiveQueue other = live.putIfAbsent(queue.messagesKey(), made);
    return other == null ? made : other;
  }

  /** Forgets queues that nobody uses here, since other nodes may have deleted them. */
  private void forgetUnused() {
    long before = now() - UNUSED_MILLIS;
    live.values().removeIf(queue -> queue.usedAt() < before && queue.pollers().isEmpty());
  }

  /** The sequence of a message that is added to a queue now. */
  long nextSequence(Reader reader, Queue queue, Message message) {
    LiveQueue live = live(reader, queue);
    long sequence;
    do {
      sequence =
          sequences.next(
              live, queue, now(), () -> backlog(queue).youngest(reader, queue, message.group()));
    } while (!world.nodes().isShared()
        && Sequence.mayBeTaken(sequence)
        && backlog(queue).contains(reader, queue, sequence));
    return sequence;
  }

  /**
   * Whether a queue was full lately, for receives of a store that nodes share: all of them would
   * change what a receive that looks itself has read.
   */
  boolean wasFull(Queue queue) {
    return live(queue)
        .wasFull(now(), () -> read(reader -> backlog(queue).isFull(reader, queue, now())));
  }

  /** Forgets what of a deleted queue is in memory. */
  void forget(Queue queue) {
    gauges.forget(queue);
    LiveQueue forgotten = live.remove(queue.messagesKey());
    if (forgotten != null) {
      forgotten.pollers().wakeAll();
    }
  }

  /** Removes messages that are past their retention, so that what is counted is still there. */
  void expire(Queue queue) {
    long oldest = read(reader -> backlog(queue).oldest(reader, queue));
    while (oldest >= 0 && queue.hasExpired(oldest, now())) {
      int removed =
          write(queue, (transaction, current) -> expire(transaction, current, EXPIRED_AT_ONCE));
      oldest =
          removed < EXPIRED_AT_ONCE ? -1 : read(reader -> backlog(queue).oldest(reader, queue));
    }
  }

  /**
   * Removes at most so many of these messages; returns how many. Where one was the first of its
   * group, and in flight, the next may be free.
   */
  int expire(Transaction transaction, Queue queue, int max) {
    int removed = backlog(queue).expire(transaction, queue, now(), max);
    if (removed > 0 && queue.isFifo()) {
      Waiters pollers = live(transaction, queue).pollers();
      transaction.afterCommit(() -> pollers.wake(removed));
    }
    return removed;
  }

  MessageEncryption encryption() {
    return encryption;
  }

  QueueGauges gauges() {
    return gauges;
  }

  /** The answer of operations that have nothing to say. */
  static Unit done(Call call) {
    return new Unit(new Struct(call.operation().output()));
  }
}
