package io.nephele.services.lambda.polling;

import io.nephele.api.lambda.EventSourceMappingConfiguration;
import io.nephele.core.json.JsonText;
import io.nephele.core.time.Signal;
import io.nephele.model.AwsException;
import io.nephele.services.lambda.invoke.Invoker;
import io.nephele.services.lambda.mappings.MappingRow;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** Invokes functions with batches of a shard's records until they are done or given up. */
final class StreamBatches {
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);
  private static final int MOST_DOUBLINGS = 6;
  private static final int WITHOUT_END = -1;

  private final Sources sources;
  private final String shardId;
  private final Turn turn;

  StreamBatches(Sources sources, String shardId, Turn turn) {
    this.sources = sources;
    this.shardId = shardId;
    this.turn = turn;
  }

  /** What is added to the event, and what the answer is told to. */
  interface Extra {
    /** Nothing. */
    Extra NONE =
        new Extra() {
          @Override
          public void add(Map<String, Object> event) {}

          @Override
          public void answered(Invoker.Done done) {}
        };

    /** Adds fields to an event. */
    void add(Map<String, Object> event);

    /** Is told of a run that went well. */
    void answered(Invoker.Done done);
  }

  /** Records that are tried together, and how often they have failed. */
  private record Piece(List<StreamItem> items, int failures) {}

  /** Processes records, in parallel as far as the mapping says; false if the turn has ended. */
  boolean process(MappingRow row, List<StreamItem> items) throws InterruptedException {
    int factor = row.configuration().parallelizationFactor();
    int size = row.configuration().batchSize();
    if (factor == 1) {
      return inBatches(row, items, size, Extra.NONE);
    }
    List<List<StreamItem>> lanes = new ArrayList<>();
    for (int i = 0; i < factor; i++) {
      lanes.add(new ArrayList<>());
    }
    for (StreamItem item : items) {
      lanes.get(Math.floorMod(item.key().hashCode(), factor)).add(item);
    }
    lanes.removeIf(List::isEmpty);
    AtomicInteger left = new AtomicInteger(lanes.size());
    AtomicBoolean done = new AtomicBoolean(true);
    Signal ended = new Signal();
    for (List<StreamItem> lane : lanes) {
      sources
          .lambda()
          .world()
          .clock()
          .start(
              "part of shard " + shardId,
              () -> {
                try {
                  if (!inBatches(row, lane, size, Extra.NONE)) {
                    done.set(false);
                  }
                } catch (InterruptedException e) {
                  done.set(false);
                } catch (AwsException e) {
                  done.set(false);
                } finally {
                  left.decrementAndGet();
                  ended.give();
                }
              });
    }
    while (left.get() > 0) {
      long seen = ended.version();
      if (left.get() > 0) {
        sources.lambda().world().clock().await(ended, seen);
      }
    }
    return done.get();
  }

  /** Processes records one batch after another. */
  boolean inBatches(MappingRow row, List<StreamItem> items, int size, Extra extra)
      throws InterruptedException {
    for (int from = 0; from < items.size(); from += size) {
      List<StreamItem> batch = items.subList(from, Math.min(items.size(), from + size));
      if (!batch(row, batch, extra)) {
        return false;
      }
    }
    return true;
  }

  /**
   * Tells the function of the end of something, with no records, as often as it may be tried; false
   * if the turn has ended.
   */
  boolean end(MappingRow row, Extra extra) throws InterruptedException {
    int retries = row.configuration().maximumRetryAttempts();
    for (int failures = 1; turn.current() != null; failures++) {
      if (succeeds(row, extra) || retries != WITHOUT_END && failures > retries) {
        return true;
      }
      turn.pause(pause(failures));
    }
    return false;
  }

  private boolean succeeds(MappingRow row, Extra extra) {
    try {
      Invoker.Done done = sources.invoke(row, JsonText.write(event(row, List.of(), extra)), null);
      return done.outcome().error() == null;
    } catch (AwsException e) {
      sources.mappings().tell(row, "PROBLEM: " + e.getMessage());
      return false;
    }
  }

  private static Duration pause(int failures) {
    Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(failures - 1, MOST_DOUBLINGS));
    return pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
  }

  private boolean batch(MappingRow row, List<StreamItem> items, Extra extra)
      throws InterruptedException {
    ArrayDeque<Piece> pieces = new ArrayDeque<>();
    pieces.add(new Piece(items, 0));
    while (!pieces.isEmpty()) {
      MappingRow now = turn.current();
      if (now == null) {
        return false;
      }
      Piece piece = withoutOld(now, pieces.poll());
      if (!piece.items().isEmpty()) {
        attempt(now, piece, extra, pieces);
      }
    }
    sources.mappings().tell(row, "OK");
    return true;
  }

  /** Gives up the records at the beginning that are too old. */
  private Piece withoutOld(MappingRow row, Piece piece) {
    int most = row.configuration().maximumRecordAgeInSeconds();
    if (most == WITHOUT_END) {
      return piece;
    }
    Instant oldest = sources.lambda().now().minusSeconds(most);
    int old = 0;
    while (old < piece.items().size() && piece.items().get(old).arrivedAt().isBefore(oldest)) {
      old++;
    }
    if (old == 0) {
      return piece;
    }
    giveUp(row, piece.items().subList(0, old), "RecordAgeExceeded", piece.failures(), null);
    return new Piece(piece.items().subList(old, piece.items().size()), piece.failures());
  }

  private void attempt(MappingRow row, Piece piece, Extra extra, ArrayDeque<Piece> pieces)
      throws InterruptedException {
    Invoker.Done done;
    int size = piece.items().size();
    sources.count(row, "InvokedEventCount", size);
    try {
      done = sources.invoke(row, JsonText.write(event(row, piece.items(), extra)), null);
    } catch (AwsException e) {
      sources.mappings().tell(row, "PROBLEM: " + e.getMessage());
      sources.count(row, "FailedInvokeEventCount", size);
      failed(row, piece, false, null, pieces);
      return;
    }
    if (done.outcome().error() != null) {
      sources.mappings().tell(row, "PROBLEM: Function call failed");
      sources.count(row, "FailedInvokeEventCount", size);
      failed(row, piece, Boolean.TRUE.equals(bisect(row)), done, pieces);
      return;
    }
    List<StreamItem> rest = rest(row, piece.items(), done);
    if (rest.isEmpty()) {
      extra.answered(done);
    } else {
      sources.mappings().tell(row, "PROBLEM: Function call failed");
      sources.count(row, "FailedInvokeEventCount", rest.size());
      boolean moved = rest.size() < size;
      failed(row, new Piece(rest, moved ? 0 : piece.failures()), false, done, pieces);
    }
  }

  private static Boolean bisect(MappingRow row) {
    return row.configuration().bisectBatchOnFunctionError();
  }

  private Map<String, Object> event(MappingRow row, List<StreamItem> items, Extra extra) {
    List<Object> records = new ArrayList<>(items.size());
    items.forEach(item -> records.add(item.record()));
    Map<String, Object> event = new LinkedHashMap<>();
    event.put("Records", records);
    extra.add(event);
    return event;
  }

  /** The records from the first that failed on; none if all went well. */
  private static List<StreamItem> rest(MappingRow row, List<StreamItem> items, Invoker.Done done) {
    if (!BatchFailures.areReported(row)) {
      return List.of();
    }
    Set<String> known = new LinkedHashSet<>();
    items.forEach(item -> known.add(item.sequenceNumber()));
    Set<String> failed = BatchFailures.read(done.outcome().payload(), known);
    if (failed == null) {
      return items;
    }
    for (int i = 0; i < items.size(); i++) {
      if (failed.contains(items.get(i).sequenceNumber())) {
        return items.subList(i, items.size());
      }
    }
    return List.of();
  }

  /** Puts records back to be tried again, or gives them up. */
  private void failed(
      MappingRow row, Piece piece, boolean split, Invoker.Done done, ArrayDeque<Piece> pieces)
      throws InterruptedException {
    if (turn.isStopping()) {
      // The environment ended because the program stops: that is no fault of the function.
      pieces.addFirst(piece);
      return;
    }
    EventSourceMappingConfiguration mapping = row.configuration();
    int size = piece.items().size();
    if (split && size > 1) {
      int middle = size / 2;
      // A batch that is split has not used up one of its tries.
      pieces.addFirst(new Piece(piece.items().subList(middle, size), piece.failures()));
      pieces.addFirst(new Piece(piece.items().subList(0, middle), piece.failures()));
      return;
    }
    int failures = piece.failures() + 1;
    int retries = mapping.maximumRetryAttempts();
    if (retries != WITHOUT_END && failures > retries) {
      giveUp(row, piece.items(), "RetryAttemptsExhausted", failures, done);
      return;
    }
    turn.pause(pause(failures));
    pieces.addFirst(new Piece(piece.items(), failures));
  }

  private void giveUp(
      MappingRow row, List<StreamItem> items, String condition, int count, Invoker.Done done) {
    sources.count(row, "DroppedEventCount", items.size());
    StreamFailures.tell(sources, row, shardId, items, condition, count, done);
  }
}
