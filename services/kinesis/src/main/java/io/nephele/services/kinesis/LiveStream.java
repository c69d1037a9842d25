package io.nephele.services.kinesis;

import io.nephele.core.store.Key;
import io.nephele.core.store.Reader;
import io.nephele.core.time.Signals;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What of a stream is in memory only: where its open shards are, what is going on in them. Can be
 * made anew at any time.
 */
final class LiveStream {
  private static final Key READERS = Key.of("kinesis.records");

  private final StreamTable table;
  private final Signals signals;
  private final long createdAt;
  private final StreamMetrics metrics;
  private final Map<Long, LiveShard> shards = new ConcurrentHashMap<>();
  private final Demand demand = new Demand();
  private volatile Layout layout;
  private volatile long expiryAt;

  /**
   * The open shards at a state of the stream.
   *
   * @param version {@link Stream#layout}
   * @param open in order of their hash keys
   */
  record Layout(long version, List<Shard> open) {
    /** The open shard of a hash key; the open shards of a stream have all of them. */
    Shard of(HashKey key) {
      int low = 0;
      int high = open.size() - 1;
      while (low < high) {
        int middle = (low + high + 1) >>> 1;
        if (open.get(middle).start().compareTo(key) <= 0) {
          low = middle;
        } else {
          high = middle - 1;
        }
      }
      return open.get(low);
    }
  }

  LiveStream(StreamTable table, Stream stream, StreamMetrics metrics, Signals signals) {
    this.table = table;
    this.signals = signals;
    this.createdAt = stream.createdAt();
    this.metrics = metrics;
  }

  /** Whether this is of that stream, and not of one that had its number before a reset. */
  boolean isOf(Stream stream) {
    return createdAt == stream.createdAt();
  }

  Demand demand() {
    return demand;
  }

  /** How many shards were open when somebody looked. */
  int openShards() {
    Layout known = layout;
    return known == null ? 0 : known.open.size();
  }

  StreamMetrics metrics() {
    return metrics;
  }

  /** The open shards. */
  Layout layout(Reader reader, Stream stream) {
    Layout known = layout;
    if (known == null || known.version != stream.layout()) {
      known = new Layout(stream.layout(), table.openShards(reader, stream));
      layout = known;
    }
    return known;
  }

  /** What of a shard is in memory. */
  LiveShard shard(Reader reader, Stream stream, Shard shard) {
    LiveShard known = shards.get(shard.number());
    if (known != null) {
      return known;
    }
    long last = table.lastPosition(reader, stream, shard.number());
    Key key = READERS.with(stream.contentKey()).with(shard.number());
    LiveShard made = new LiveShard(Math.max(last, shard.first()), signals.waiters(key));
    LiveShard other = shards.putIfAbsent(shard.number(), made);
    return other == null ? made : other;
  }

  /** Forgets what of shards that are gone is in memory. */
  void forget(List<Shard> gone) {
    for (Shard shard : gone) {
      shards.remove(shard.number());
    }
  }

  /** Has all who wait for records look, as their shards may be closed. */
  void wake(List<Shard> all) {
    for (Shard shard : all) {
      LiveShard known = shards.get(shard.number());
      if (known != null) {
        known.readers().wakeAll();
      }
    }
  }

  /** When old records are removed next, in milliseconds; 0 if that is not known. */
  long expiryAt() {
    return expiryAt;
  }

  void expiryAt(long millis) {
    expiryAt = millis;
  }
}
