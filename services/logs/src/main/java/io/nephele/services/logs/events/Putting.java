package io.nephele.services.logs.events;

import io.nephele.api.logs.PutLogEventsRequest;
import io.nephele.api.logs.PutLogEventsResponse;
import io.nephele.api.logs.RejectedEntityInfo;
import io.nephele.core.call.Call;
import io.nephele.core.metrics.MetricKey;
import io.nephele.core.store.Key;
import io.nephele.core.store.LockKey;
import io.nephele.core.store.Transaction;
import io.nephele.services.logs.state.Group;
import io.nephele.services.logs.state.LogStreamRow;
import io.nephele.services.logs.state.LogsWorld;
import io.nephele.services.logs.state.StreamStatistics;
import io.nephele.services.logs.state.Usage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Takes log events. */
public final class Putting {
  private static final long DAY = 86_400_000L;

  private final LogsWorld logs;
  private final EventTable table;
  private final GroupKeys keys;
  private final Transforming transforming;
  private final List<EventTaker> takers;

  /** Takes events, has them transformed, and gives them to those takers. */
  public Putting(
      LogsWorld logs,
      EventTable table,
      GroupKeys keys,
      Transforming transforming,
      List<EventTaker> takers) {
    this.logs = logs;
    this.table = table;
    this.keys = keys;
    this.transforming = transforming;
    this.takers = List.copyOf(takers);
  }

  /** A group as it is before the transaction. */
  private record Seen(Group group, UnaryOperator<String> transformer) {}

  /** What a transaction did. */
  private record Done(
      PutBatch.Accepted accepted, Written written, List<EventTaker> wanting, long next) {}

  /** Answers PutLogEvents. */
  public PutLogEventsResponse put(PutLogEventsRequest in, Call call) {
    PutBatch batch = new PutBatch(in.logEvents());
    Seen found =
        logs.read(
            reader -> {
              Group group = logs.require(reader, in.logGroupName(), call);
              return new Seen(group, transforming.of(reader, group));
            });
    Group seen = found.group;
    if (found.transformer != null) {
      batch.transform(found.transformer);
    }
    GroupKeys.Sealing sealing = keys.toPut(seen);
    Key lock = seen.contentKey().with(in.logStreamName());
    Done done =
        logs.world()
            .store()
            .write(new LockKey(lock), transaction -> store(transaction, in, batch, sealing, call));
    count(seen, batch, done.accepted);
    if (done.written != null) {
      for (EventTaker taker : done.wanting) {
        taker.stored(done.written);
      }
    }
    return new PutLogEventsResponse()
        .nextSequenceToken(SequenceTokens.of(done.next))
        // Entities are not kept, and who sends one is told so; its events are.
        .rejectedEntityInfo(
            in.entity() == null
                ? null
                : new RejectedEntityInfo().errorType("UnsupportedLogGroupType"))
        .rejectedLogEventsInfo(done.accepted.rejected());
  }

  private Done store(
      Transaction transaction,
      PutLogEventsRequest in,
      PutBatch batch,
      GroupKeys.Sealing sealing,
      Call call) {
    Group group = logs.require(transaction, in.logGroupName(), call);
    LogStreamRow stream = logs.stream(transaction, group, in.logStreamName());
    StreamStatistics before = logs.statistics(transaction, group, stream);
    long now = logs.now();
    PutBatch.Accepted accepted = batch.accepted(group, now);
    List<ChunkWriter> chunks = batch.chunks(accepted);
    if (chunks.isEmpty()) {
      return new Done(accepted, null, List.of(), before.nextSequence());
    }
    Key rows = EventTable.key(group, stream.id());
    long next = before.nextSequence();
    long widest = before.widest();
    for (ChunkWriter chunk : chunks) {
      byte[] content = chunk.content();
      Chunk row =
          sealing == null
              ? new Chunk(0, batch.anyTransformed(), now, content)
              : new Chunk(
                  sealing.number(),
                  batch.anyTransformed(),
                  now,
                  keys.seal(sealing, content, chunk.first()));
      table.rows().put(transaction, rows.with(chunk.first()).with(next++), row);
      widest = Math.max(widest, chunk.last() - chunk.first());
    }
    StreamStatistics after =
        new StreamStatistics(
            next,
            Math.min(before.firstTimestamp(), chunks.getFirst().first()),
            Math.max(before.lastTimestamp(), chunks.getLast().last()),
            now,
            widest);
    logs.statistics().put(transaction, rows, after);
    countUsage(transaction, rows, batch, accepted);
    List<EventTaker> wanting = new ArrayList<>();
    for (EventTaker taker : takers) {
      if (taker.wants(transaction, group)) {
        wanting.add(taker);
      }
    }
    List<LogEvent> events =
        wanting.isEmpty()
            ? List.of()
            : batch.events(accepted, chunks, stream.id(), before.nextSequence(), now);
    Written written = new Written(group, stream, events, call);
    for (EventTaker taker : wanting) {
      taker.storing(transaction, written);
    }
    return new Done(accepted, written, wanting, next);
  }

  /** Adds what is put to what the stream holds of each day. */
  private void countUsage(
      Transaction transaction, Key rows, PutBatch batch, PutBatch.Accepted accepted) {
    int at = accepted.from();
    while (at < accepted.to()) {
      long day = Math.floorDiv(batch.timestamp(at), DAY);
      long bytes = 0;
      int from = at;
      for (; at < accepted.to() && Math.floorDiv(batch.timestamp(at), DAY) == day; at++) {
        bytes += batch.message(at).length + LogEvent.OVERHEAD;
      }
      Key key = rows.with(day);
      Usage known = logs.usage().get(transaction, key);
      Usage more =
          known == null
              ? new Usage(at - from, bytes)
              : new Usage(known.events() + at - from, known.bytes() + bytes);
      logs.usage().put(transaction, key, more);
    }
  }

  private void count(Group group, PutBatch batch, PutBatch.Accepted accepted) {
    long bytes = 0;
    for (int i = accepted.from(); i < accepted.to(); i++) {
      bytes += batch.message(i).length;
    }
    int events = accepted.to() - accepted.from();
    if (events > 0) {
      record(group, "IncomingLogEvents", "None", events);
      record(group, "IncomingBytes", "Bytes", bytes);
    }
  }

  private void record(Group group, String name, String unit, double value) {
    Map<String, String> dimensions = Map.of("LogGroupName", group.name());
    for (Map<String, String> each : List.of(dimensions, Map.<String, String>of())) {
      logs.world()
          .metrics()
          .record(
              new MetricKey(group.accountId(), group.region(), "AWS/Logs", name, each, unit),
              value);
    }
  }
}
