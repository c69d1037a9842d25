package io.nephele.services.lambda.polling;

import io.nephele.api.lambda.EventSourceMappingConfiguration;
import io.nephele.core.logging.LazyLogger;
import io.nephele.model.AwsException;
import io.nephele.services.lambda.mappings.Checkpoint;
import io.nephele.services.lambda.mappings.MappingRow;
import io.nephele.services.lambda.mappings.RecordFilter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Reads a shard, gathers batches, has them processed, and says how far it has come. */
final class ShardPoller {
  private static final System.Logger LOG = new LazyLogger(ShardPoller.class);
  private static final Duration AFTER_ERROR = Duration.ofSeconds(2);
  private static final int MOST_BYTES = 4_000_000;
  private static final int MOST_DOUBLINGS = 2;

  private final Sources sources;
  private final StreamSource source;
  private final String shardId;
  private final Turn turn;
  private final List<StreamItem> waiting = new ArrayList<>();
  private boolean first;
  private int idle;
  private Instant since;
  private String iterator;
  private String read;
  private RecordFilter filter;
  private MappingRow filtered;

  /**
   * A poller of a shard.
   *
   * @param first whether the shard has not been begun before
   */
  ShardPoller(Sources sources, StreamSource source, String shardId, Turn turn, boolean first) {
    this.sources = sources;
    this.source = source;
    this.shardId = shardId;
    this.turn = turn;
    this.first = first;
  }

  void run(MappingRow row) {
    try {
      boolean more = true;
      while (more && turn.current() != null) {
        more = round(row);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Reads once; false at the end of the shard. */
  private boolean round(MappingRow row) throws InterruptedException {
    MappingRow now = turn.current();
    if (now == null) {
      return false;
    }
    try {
      return read(now);
    } catch (AwsException e) {
      LOG.log(System.Logger.Level.DEBUG, "{0} cannot be read: {1}", shardId, e.getMessage());
      sources.mappings().tell(row, "PROBLEM: " + e.getMessage());
      iterator = null;
      waiting.clear();
      since = null;
      turn.pause(AFTER_ERROR);
      return true;
    }
  }

  private boolean read(MappingRow now) throws InterruptedException {
    EventSourceMappingConfiguration mapping = now.configuration();
    Checkpoint checkpoint = sources.mappings().checkpoint(now, shardId);
    if (checkpoint == null) {
      return false;
    }
    if (iterator == null) {
      iterator = source.iterator(now, shardId, checkpoint, first);
      first = false;
    }
    if (filtered == null || !filtered.stored().equals(now.stored())) {
      filter = RecordFilter.of(mapping.filterCriteria());
      filtered = now;
    }
    int most = mapping.batchSize() * mapping.parallelizationFactor();
    StreamSource.Page page =
        source.read(
            now, shardId, iterator, checkpoint, Math.clamp(most - waiting.size(), 1, 10_000));
    iterator = page.next();
    int kept = waiting.size();
    for (StreamItem item : page.items()) {
      read = item.sequenceNumber();
      if (filter.matches(item.seen())) {
        waiting.add(item);
      }
    }
    int polled = page.items().size();
    sources.count(now, "PolledEventCount", polled);
    sources.count(now, "FilteredOutEventCount", polled - (waiting.size() - kept));
    boolean ended = page.next() == null;
    if (!waiting.isEmpty() && since == null) {
      since = sources.lambda().now();
    }
    if (isDue(mapping, ended, most)) {
      if (!process(now)) {
        return false;
      }
    } else if (waiting.isEmpty() && !page.items().isEmpty()) {
      sources.mappings().put(now, shardId, checkpoint.after(read));
    }
    windows(now, ended);
    if (ended && waiting.isEmpty()) {
      Checkpoint last = sources.mappings().checkpoint(now, shardId);
      if (last != null) {
        sources.mappings().put(now, shardId, last.finish());
      }
      return false;
    }
    if (!page.items().isEmpty()) {
      idle = 0;
    } else if (!ended) {
      // Who has had nothing for some time gets nothing sooner by looking often.
      turn.pause(StreamSource.PAUSE.multipliedBy(1L << Math.min(idle++, MOST_DOUBLINGS)));
    }
    return true;
  }

  private boolean isDue(EventSourceMappingConfiguration mapping, boolean ended, int most) {
    if (waiting.isEmpty()) {
      return false;
    }
    int bytes = 0;
    for (StreamItem item : waiting) {
      bytes += item.size();
    }
    Instant end = since.plusSeconds(mapping.maximumBatchingWindowInSeconds());
    return ended
        || waiting.size() >= most
        || bytes >= MOST_BYTES
        || !sources.lambda().now().isBefore(end);
  }

  /** Processes what has been gathered; false if the turn ended before it was done. */
  private boolean process(MappingRow now) throws InterruptedException {
    StreamBatches batches = new StreamBatches(sources, shardId, turn);
    List<StreamItem> items = List.copyOf(waiting);
    double age = Duration.between(items.getLast().arrivedAt(), sources.lambda().now()).toMillis();
    sources.metrics().milliseconds(now.function(), null, "IteratorAge", Math.max(age, 0));
    boolean done =
        now.configuration().tumblingWindowInSeconds() > 0
            ? new Windows(sources, shardId, batches).process(now, items)
            : batches.process(now, items);
    if (!done) {
      return false;
    }
    waiting.clear();
    since = null;
    Checkpoint checkpoint = sources.mappings().checkpoint(now, shardId);
    if (checkpoint == null) {
      return false;
    }
    sources.mappings().put(now, shardId, checkpoint.after(read));
    return true;
  }

  /** Ends a tumbling window whose time is over. */
  private void windows(MappingRow now, boolean ended) throws InterruptedException {
    if (now.configuration().tumblingWindowInSeconds() > 0) {
      StreamBatches batches = new StreamBatches(sources, shardId, turn);
      new Windows(sources, shardId, batches).endDue(now, ended);
    }
  }
}
