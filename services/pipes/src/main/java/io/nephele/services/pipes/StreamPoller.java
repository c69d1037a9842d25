package io.nephele.services.pipes;

import io.nephele.core.arn.Arn;
import io.nephele.core.store.Key;
import io.nephele.core.targets.Targets;
import io.nephele.core.time.SideBySide;
import io.nephele.model.AwsException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

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
   * @param done those after the checkpoint that were taken already
   */
  private record Shelf(Instant since, int failures, Instant notBefore, int most, Set<String> done) {
    static final Shelf EMPTY = new Shelf(null, 0, null, 0, Set.of());
  }

  /** Looks at all shards once; false if there was nothing to do in any. */
  boolean poll(PipeRow row) throws InterruptedException {
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
      Targets.Caller caller)
      throws InterruptedException {
    Key place = row.key().with(row.generation()).with(shard);
    Shelf shelf = shelves.getOrDefault(place, Shelf.EMPTY);
    Instant now = pipes.now();
    if (shelf.notBefore != null && now.isBefore(shelf.notBefore)) {
      return false;
    }
    int most = shelf.most > 0 ? shelf.most : settings.batchSize() * settings.lanes();
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
        shelves.put(place, new Shelf(since, 0, null, 0, shelf.done));
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
      Shelf shelf)
      throws InterruptedException {
    Filters filters = Filters.of(row.request().sourceParameters());
    List<Item> tooOld = new ArrayList<>();
    List<Item> items = new ArrayList<>();
    for (Item item : read) {
      if (!shelf.done.contains(item.id()) && filters.matches(item.seen())) {
        (isTooOld(item, settings) ? tooOld : items).add(item);
      }
    }
    if (!tooOld.isEmpty()) {
      failures.tell(row, settings, shard, tooOld, "RecordAgeExceeded");
    }
    Stuck stuck = items.isEmpty() ? Stuck.NOTHING : bring(row, settings, items);
    List<Item> open = items.stream().filter(stuck::holds).toList();
    boolean moved = !open.isEmpty() && open.getFirst() != items.getFirst();
    boolean again =
        !open.isEmpty()
            && again(
                row,
                settings,
                shard,
                stuck.failed(),
                place,
                moved ? Shelf.EMPTY : shelf,
                done(shelf, items, open));
    if (!again) {
      open = items.stream().filter(stuck.blocked()::contains).toList();
      if (open.isEmpty()) {
        advance(row, shard, checkpoint, read.getLast());
        shelves.remove(place);
        return;
      }
      shelves.put(place, new Shelf(null, 0, null, 0, done(shelf, items, open)));
    }
    int first = read.indexOf(open.getFirst());
    if (first > 0) {
      advance(row, shard, checkpoint, read.get(first - 1));
    }
  }

  /** What is done of what will be read again. */
  private static Set<String> done(Shelf shelf, List<Item> items, List<Item> open) {
    Set<String> done = new HashSet<>(shelf.done);
    for (Item item : items.subList(items.indexOf(open.getFirst()), items.size())) {
      if (!open.contains(item)) {
        done.add(item.id());
      }
    }
    return done;
  }

  /**
   * Records that are not done.
   *
   * @param failed what the target did not take, in order
   * @param blocked what waits for them, in order
   */
  private record Stuck(List<Item> failed, List<Item> blocked) {
    static final Stuck NOTHING = new Stuck(List.of(), List.of());

    boolean holds(Item item) {
      return failed.contains(item) || blocked.contains(item);
    }
  }

  private void advance(PipeRow row, String shard, PipesWorld.Checkpoint checkpoint, Item last) {
    pipes.put(row, shard, new PipesWorld.Checkpoint(last.id(), checkpoint.begunAt(), false));
  }

  /** Brings records to the target, those of different keys side by side where the pipe says so. */
  private Stuck bring(PipeRow row, StreamSettings settings, List<Item> items)
      throws InterruptedException {
    List<List<Item>> lanes = lanes(items, settings.lanes());
    List<Item> failed = new CopyOnWriteArrayList<>();
    List<Item> blocked = new CopyOnWriteArrayList<>();
    AtomicInteger next = new AtomicInteger();
    SideBySide.run(
        pipes.world().clock(),
        pipes.world().ids().areSeeded() ? 1 : lanes.size(),
        () -> {
          for (int i = next.getAndIncrement(); i < lanes.size(); i = next.getAndIncrement()) {
            Stuck stuck = bring(row, lanes.get(i), settings.batchSize());
            failed.addAll(stuck.failed);
            blocked.addAll(stuck.blocked);
          }
        });
    return new Stuck(items.stream().filter(failed::contains).toList(), List.copyOf(blocked));
  }

  /** Records by their keys, each lane's in their order; no empty lanes. */
  private static List<List<Item>> lanes(List<Item> items, int count) {
    if (count == 1) {
      return List.of(items);
    }
    Map<Integer, List<Item>> lanes = new LinkedHashMap<>();
    for (Item item : items) {
      int lane = Math.floorMod(StreamSource.keyOf(item).hashCode(), count);
      lanes.computeIfAbsent(lane, none -> new ArrayList<>()).add(item);
    }
    return List.copyOf(lanes.values());
  }

  private Stuck bring(PipeRow row, List<Item> lane, int batchSize) {
    for (int from = 0; from < lane.size(); from += batchSize) {
      int to = Math.min(lane.size(), from + batchSize);
      List<Item> batch = lane.subList(from, to);
      Item failed = firstFailed(row, batch);
      if (failed != null) {
        return new Stuck(
            batch.subList(batch.indexOf(failed), batch.size()), lane.subList(to, lane.size()));
      }
    }
    return Stuck.NOTHING;
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
      Shelf shelf,
      Set<String> done) {
    if (settings.bisecting() && items.size() > 1) {
      // A batch that is split has not used up one of its tries.
      shelves.put(place, new Shelf(null, shelf.failures, null, (items.size() + 1) / 2, done));
      return true;
    }
    int failed = shelf.failures + 1;
    if (settings.maximumRetries() >= 0 && failed > settings.maximumRetries()) {
      failures.tell(row, settings, shard, items, "RetryAttemptsExhausted");
      return false;
    }
    Duration wait = FIRST_BACKOFF.multipliedBy(1L << Math.min(failed - 1, MAX_DOUBLINGS));
    shelves.put(
        place,
        new Shelf(
            null, failed, pipes.now().plus(wait), settings.lanes() == 1 ? items.size() : 0, done));
    return true;
  }

  private boolean isTooOld(Item item, StreamSettings settings) {
    return settings.maximumAgeSeconds() >= 0
        && item.arrivedAt() != null
        && pipes.now().isAfter(item.arrivedAt().plusSeconds(settings.maximumAgeSeconds()));
  }
}
