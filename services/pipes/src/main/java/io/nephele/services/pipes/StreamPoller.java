package io.nephele.services.pipes;

import io.nephele.core.arn.Arn;
import io.nephele.core.store.Key;
import io.nephele.core.targets.Targets;
import io.nephele.model.AwsException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Takes records from the shards of streams, in order in each. A batch that fails is tried again
 * later, by halves if the pipe says so, while other shards go on; what is given up goes to the
 * dead-letter queue.
 */
final class StreamPoller {
  /** Between two looks at shards that have nothing. */
  static final Duration PAUSE = Duration.ofSeconds(1);

  private static final Duration FIRST_BACKOFF = Duration.ofSeconds(1);
  private static final int MAX_DOUBLINGS = 6;

  private final PipesWorld pipes;
  private final Batches batches;
  private final StreamSource source;
  private final StreamFailures failures;

  /** What is known of shards beside their checkpoints; forgotten when the program ends. */
  private final Map<Key, Shelf> shelves = new ConcurrentHashMap<>();

  StreamPoller(PipesWorld pipes, Batches batches) {
    this.pipes = pipes;
    this.batches = batches;
    this.source = new StreamSource(pipes);
    this.failures = new StreamFailures(pipes);
  }

  /**
   * A shard that waits.
   *
   * @param since when the first of the records that wait for others was seen, or null
   * @param failures of the records that come first
   * @param notBefore when they are tried again, or null
   * @param most how many are tried at a time, or 0
   */
  private record Shelf(Instant since, int failures, Instant notBefore, int most) {
    static final Shelf EMPTY = new Shelf(null, 0, null, 0);
  }

  /** Looks at all shards once; false if there was nothing to do in any. */
  boolean poll(PipeRow row) {
    Arn stream = Arn.parse(row.request().source());
    StreamSettings settings = StreamSettings.of(row.request());
    Targets.Caller caller = pipes.caller(row);
    List<StreamSource.Shard> shards = source.shards(stream, caller);
    long begun = pipes.now().toEpochMilli();
    Set<String> unfinished = new HashSet<>();
    List<PipesWorld.Checkpoint> checkpoints = new ArrayList<>();
    for (StreamSource.Shard shard : shards) {
      PipesWorld.Checkpoint known = pipes.checkpoint(row, shard.id());
      checkpoints.add(known);
      if (known != null) {
        begun = Math.min(begun, known.begunAt());
      }
    }
    boolean any = false;
    for (int i = 0; i < shards.size(); i++) {
      StreamSource.Shard shard = shards.get(i);
      PipesWorld.Checkpoint checkpoint = checkpoints.get(i);
      if (checkpoint == null) {
        checkpoint = new PipesWorld.Checkpoint(null, begun, false);
        pipes.put(row, shard.id(), checkpoint);
      }
      if (checkpoint.finished()) {
        continue;
      }
      if (shard.parents().stream().noneMatch(unfinished::contains) && pipes.current(row) != null) {
        any |= look(row, stream, settings, shard.id(), checkpoint, caller);
      }
      unfinished.add(shard.id());
    }
    return any;
  }

  private boolean look(
      PipeRow row,
      Arn stream,
      StreamSettings settings,
      String shard,
      PipesWorld.Checkpoint checkpoint,
      Targets.Caller caller) {
    Key place = row.key().with(row.generation()).with(shard);
    Shelf shelf = shelves.getOrDefault(place, Shelf.EMPTY);
    Instant now = pipes.now();
    if (shelf.notBefore != null && now.isBefore(shelf.notBefore)) {
      return false;
    }
    int most = shelf.most > 0 ? shelf.most : settings.batchSize();
    StreamSource.Page page = source.read(stream, shard, checkpoint, settings.start(), most, caller);
    if (page.items().isEmpty()) {
      if (page.ended()) {
        pipes.put(
            row, shard, new PipesWorld.Checkpoint(checkpoint.after(), checkpoint.begunAt(), true));
      }
      return page.ended();
    }
    boolean waiting =
        settings.windowSeconds() > 0
            && page.items().size() < most
            && !page.ended()
            && shelf.failures == 0;
    if (waiting) {
      Instant since = shelf.since == null ? now : shelf.since;
      if (now.isBefore(since.plusSeconds(settings.windowSeconds()))) {
        shelves.put(place, new Shelf(since, 0, null, 0));
        return false;
      }
    }
    process(row, settings, shard, checkpoint, page.items(), place, shelf);
    return true;
  }

  private void process(
      PipeRow row,
      StreamSettings settings,
      String shard,
      PipesWorld.Checkpoint checkpoint,
      List<Item> read,
      Key place,
      Shelf shelf) {
    Filters filters = Filters.of(row.request().sourceParameters());
    List<Item> tooOld = new ArrayList<>();
    List<Item> items = new ArrayList<>();
    for (Item item : read) {
      if (filters.matches(item.seen())) {
        (isTooOld(item, settings) ? tooOld : items).add(item);
      }
    }
    if (!tooOld.isEmpty()) {
      failures.tell(row, settings, shard, tooOld, "RecordAgeExceeded");
    }
    Item done = read.getLast();
    if (!items.isEmpty()) {
      Item failed = firstFailed(row, items);
      if (failed != null) {
        boolean moved = failed != items.getFirst();
        if (moved) {
          advance(row, shard, checkpoint, read.get(read.indexOf(failed) - 1));
        }
        List<Item> rest = items.subList(items.indexOf(failed), items.size());
        if (again(row, settings, shard, rest, place, moved ? Shelf.EMPTY : shelf)) {
          return;
        }
      }
    }
    advance(row, shard, checkpoint, done);
    shelves.remove(place);
  }

  private void advance(PipeRow row, String shard, PipesWorld.Checkpoint checkpoint, Item last) {
    pipes.put(row, shard, new PipesWorld.Checkpoint(last.id(), checkpoint.begunAt(), false));
  }

  /** The first record that the target did not take, or null. */
  private Item firstFailed(PipeRow row, List<Item> items) {
    try {
      Set<String> failed = batches.run(row, items);
      for (Item item : items) {
        if (failed.contains(item.id())) {
          return item;
        }
      }
      return null;
    } catch (AwsException e) {
      return items.getFirst();
    }
  }

  /** Has records tried again later; false if they are given up. */
  private boolean again(
      PipeRow row,
      StreamSettings settings,
      String shard,
      List<Item> items,
      Key place,
      Shelf shelf) {
    if (settings.bisecting() && items.size() > 1) {
      // A batch that is split has not used up one of its tries.
      shelves.put(place, new Shelf(null, shelf.failures, null, (items.size() + 1) / 2));
      return true;
    }
    int failed = shelf.failures + 1;
    if (settings.maximumRetries() >= 0 && failed > settings.maximumRetries()) {
      failures.tell(row, settings, shard, items, "RetryAttemptsExhausted");
      return false;
    }
    Duration wait = FIRST_BACKOFF.multipliedBy(1L << Math.min(failed - 1, MAX_DOUBLINGS));
    shelves.put(place, new Shelf(null, failed, pipes.now().plus(wait), items.size()));
    return true;
  }

  private boolean isTooOld(Item item, StreamSettings settings) {
    return settings.maximumAgeSeconds() >= 0
        && item.arrivedAt() != null
        && pipes.now().isAfter(item.arrivedAt().plusSeconds(settings.maximumAgeSeconds()));
  }
}
