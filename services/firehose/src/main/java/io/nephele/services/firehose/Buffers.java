package io.nephele.services.firehose;

import io.nephele.core.store.Direction;
import io.nephele.core.store.Key;
import io.nephele.core.store.KeyRange;
import io.nephele.core.store.LockKey;
import io.nephele.core.store.Reader;
import io.nephele.core.store.Table;
import io.nephele.core.store.Transaction;
import io.nephele.model.Bytes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The records that wait to be delivered, as rows. A stream's first waiting record opens its buffer
 * and sets the timer by which it is delivered; one that fills the buffer brings the timer forward.
 */
final class Buffers {
  static final String TIMER = "firehose.delivery";
  private static final Bytes NOTHING = Bytes.EMPTY;
  private static final Duration FIRST_BACKOFF = Duration.ofSeconds(1);
  private static final int MAX_DOUBLINGS = 8;
  private static final int MOST_IN_SLICE = 10_000;

  private final FirehoseWorld firehose;
  private final Table<WaitingRecord> records = Table.of("firehose.records", WaitingRecord.class);
  private final Table<Buffer> buffers = Table.of("firehose.buffers", Buffer.class);

  /** The order of records that arrive in one millisecond. */
  private final AtomicLong arrivals = new AtomicLong();

  /** About how many bytes wait, by stream. What is missing is counted in the store. */
  private final Map<Key, AtomicLong> waiting = new ConcurrentHashMap<>();

  Buffers(FirehoseWorld firehose) {
    this.firehose = firehose;
  }

  /**
   * A buffer that is open.
   *
   * @param failingSince when delivery failed first, in milliseconds; 0 if it has not
   * @param attempts how often it failed
   */
  record Buffer(long openedAt, long failingSince, int attempts) {}

  /**
   * Records that follow one another.
   *
   * @param first the key of the first
   * @param last the key of the last
   * @param bytes of their data
   */
  record Slice(Key first, Key last, List<WaitingRecord> records, long bytes) {
    /** What is to be remembered of it. */
    Extent extent() {
      return new Extent(first, last, records.size(), bytes);
    }
  }

  /** The place of a slice, and how much is in it. */
  record Extent(Key first, Key last, int count, long bytes) {}

  /** How much a stream gathers before it delivers. */
  record Hints(long bytes, Duration interval) {
    static Hints of(int megabytes, int seconds) {
      return new Hints((long) megabytes << 20, Duration.ofSeconds(seconds));
    }
  }

  /** Adds records to a stream's buffer. */
  void add(Transaction transaction, DeliveryStream stream, List<WaitingRecord> added, Hints hints) {
    if (added.isEmpty()) {
      return;
    }
    Key key = stream.key();
    AtomicLong known = waiting.get(key);
    long before = known == null ? bytes(transaction, key) : known.get();
    long bytes = 0;
    for (WaitingRecord record : added) {
      Key place =
          key.with(record.arrivedAt())
              .with(arrivals.incrementAndGet())
              .with(firehose.world().ids().nextLong());
      records.put(transaction, place, record);
      bytes += record.data().length();
    }
    boolean full = before + bytes >= hints.bytes();
    Instant now = firehose.world().clock().now();
    if (buffers.get(transaction, key) == null) {
      buffers.put(transaction, key, new Buffer(now.toEpochMilli(), 0, 0));
      schedule(transaction, key, full ? now : now.plus(hints.interval()));
    } else if (full && before < hints.bytes()) {
      schedule(transaction, key, now);
    }
    long more = bytes;
    transaction.afterCommit(
        () -> waiting.computeIfAbsent(key, any -> new AtomicLong(before)).addAndGet(more));
  }

  private long bytes(Reader reader, Key key) {
    long bytes = 0;
    for (Table.Row<WaitingRecord> row : records.scan(reader, key)) {
      bytes += row.value().data().length();
    }
    return bytes;
  }

  /** Never for this very moment: the timer that is at work now may have been for it. */
  private void schedule(Transaction transaction, Key key, Instant due) {
    Instant soonest = firehose.world().clock().now().plusMillis(1);
    firehose
        .world()
        .timers()
        .schedule(transaction, TIMER, key, due.isBefore(soonest) ? soonest : due, NOTHING);
  }

  /** What a stream's buffer knows of itself, or null if it has none. */
  Buffer find(Key key) {
    return firehose.world().store().read(reader -> buffers.get(reader, key));
  }

  /**
   * The oldest records of a stream, or those after a key; null if there are none.
   *
   * @param after the last key of the slice before, or null
   * @param bytes about how many at most
   */
  Slice next(Key key, Key after, long bytes) {
    KeyRange all = KeyRange.prefix(key);
    KeyRange range = after == null ? all : all.startingAfter(after);
    return firehose
        .world()
        .store()
        .read(
            reader -> {
              List<WaitingRecord> taken = new ArrayList<>();
              Key first = null;
              Key last = null;
              long sum = 0;
              for (Table.Row<WaitingRecord> row : records.scan(reader, range, Direction.FORWARD)) {
                int length = row.value().data().length();
                if (first != null && (sum + length > bytes || taken.size() == MOST_IN_SLICE)) {
                  break;
                }
                first = first == null ? row.key() : first;
                last = row.key();
                sum += length;
                taken.add(row.value());
              }
              return first == null ? null : new Slice(first, last, taken, sum);
            });
  }

  /**
   * Removes records that were delivered. Should another one have come between them meanwhile, they
   * stay, to be delivered once more together with it.
   */
  void remove(Key key, Extent extent) {
    firehose
        .world()
        .store()
        .write(
            new LockKey(key),
            transaction -> {
              KeyRange allButLast = KeyRange.between(extent.first(), extent.last());
              int count = 1;
              for (Table.Rows<WaitingRecord> rows =
                      records.scan(transaction, allButLast, Direction.FORWARD);
                  rows.hasNext();
                  rows.next()) {
                count++;
              }
              if (count == extent.count()) {
                records.deleteRange(transaction, allButLast);
                records.delete(transaction, extent.last());
                transaction.afterCommit(
                    () ->
                        waiting.computeIfPresent(
                            key,
                            (any, known) -> {
                              known.addAndGet(-extent.bytes());
                              return known;
                            }));
              }
              return null;
            });
  }

  /** Ends a delivery; what is left waits for its own time. */
  void delivered(Key key, Hints hints) {
    firehose
        .world()
        .store()
        .write(
            new LockKey(key),
            transaction -> {
              Table.Row<WaitingRecord> next = records.first(transaction, key);
              if (next == null) {
                buffers.delete(transaction, key);
                transaction.afterCommit(() -> waiting.remove(key));
              } else {
                long openedAt = next.value().arrivedAt();
                buffers.put(transaction, key, new Buffer(openedAt, 0, 0));
                Instant due = Instant.ofEpochMilli(openedAt).plus(hints.interval());
                AtomicLong known = waiting.get(key);
                boolean full = known != null && known.get() >= hints.bytes();
                schedule(transaction, key, full ? firehose.world().clock().now() : due);
              }
              return null;
            });
  }

  /** Tries again later: after 1 s, then 2, 4 and so on up to about 4 minutes. */
  void failed(Key key, Buffer before) {
    Instant now = firehose.world().clock().now();
    long since = before.failingSince() == 0 ? now.toEpochMilli() : before.failingSince();
    Duration backoff = FIRST_BACKOFF.multipliedBy(1L << Math.min(before.attempts(), MAX_DOUBLINGS));
    firehose
        .world()
        .store()
        .write(
            new LockKey(key),
            transaction -> {
              if (buffers.contains(transaction, key)) {
                buffers.put(
                    transaction, key, new Buffer(before.openedAt(), since, before.attempts() + 1));
                schedule(transaction, key, now.plus(backoff));
              }
              return null;
            });
  }

  /** Drops what waits of a stream that is removed. */
  void drop(Transaction transaction, Key key) {
    records.deleteRange(transaction, KeyRange.prefix(key));
    buffers.delete(transaction, key);
    firehose.world().timers().cancel(transaction, TIMER, key);
    transaction.afterCommit(() -> waiting.remove(key));
  }
}
