package io.nephele.services.logs.groups;

import io.nephele.api.logs.CreateLogStreamRequest;
import io.nephele.api.logs.DeleteLogStreamRequest;
import io.nephele.api.logs.DescribeLogStreamsRequest;
import io.nephele.api.logs.DescribeLogStreamsResponse;
import io.nephele.api.logs.LogStream;
import io.nephele.core.call.Call;
import io.nephele.core.store.Direction;
import io.nephele.core.store.Key;
import io.nephele.core.store.KeyRange;
import io.nephele.core.store.LockKey;
import io.nephele.core.store.Reader;
import io.nephele.core.store.Table;
import io.nephele.model.Unit;
import io.nephele.services.logs.events.EventTable;
import io.nephele.services.logs.events.PageTokens;
import io.nephele.services.logs.events.SequenceTokens;
import io.nephele.services.logs.state.Group;
import io.nephele.services.logs.state.LogStreamRow;
import io.nephele.services.logs.state.LogsErrors;
import io.nephele.services.logs.state.LogsWorld;
import io.nephele.services.logs.state.StreamStatistics;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Makes, lists and deletes log streams. */
public final class Streams {
  private static final int USUAL = 50;
  private static final String BY_NAME = "LogStreamName";
  private static final String BY_TIME = "LastEventTime";

  private final LogsWorld logs;
  private final EventTable events;

  /** The streams of a world. */
  public Streams(LogsWorld logs, EventTable events) {
    this.logs = logs;
    this.events = events;
  }

  /** Answers CreateLogStream. */
  public Unit create(CreateLogStreamRequest in, Call call) {
    logs.write(
        transaction -> {
          Group group = logs.require(transaction, in.logGroupName(), call);
          Key key = group.contentKey().with(in.logStreamName());
          if (logs.streams().contains(transaction, key)) {
            throw LogsErrors.exists("The specified log stream already exists");
          }
          logs.streams()
              .put(
                  transaction, key, new LogStreamRow(in.logStreamName(), logs.newId(), logs.now()));
          return null;
        });
    return LogsWorld.done(call);
  }

  /** Answers DeleteLogStream. */
  public Unit delete(DeleteLogStreamRequest in, Call call) {
    Key lock =
        logs.read(reader -> logs.require(reader, in.logGroupName(), call))
            .contentKey()
            .with(in.logStreamName());
    logs.world()
        .store()
        .write(
            new LockKey(lock),
            transaction -> {
              Group group = logs.require(transaction, in.logGroupName(), call);
              LogStreamRow stream = logs.stream(transaction, group, in.logStreamName());
              Key key = group.contentKey();
              logs.streams().delete(transaction, key.with(stream.name()));
              logs.statistics().delete(transaction, key.with(stream.id()));
              logs.usage().deletePrefix(transaction, key.with(stream.id()));
              events.remove(transaction, group, stream.id());
              return null;
            });
    return LogsWorld.done(call);
  }

  private record Found(LogStreamRow stream, StreamStatistics known) {
    static int byTime(Found a, Found b) {
      int order = Long.compare(a.known.lastTimestamp(), b.known.lastTimestamp());
      return order == 0 ? a.stream.name().compareTo(b.stream.name()) : order;
    }
  }

  /** Answers DescribeLogStreams. */
  public DescribeLogStreamsResponse describe(DescribeLogStreamsRequest in, Call call) {
    String order = in.orderBy() == null ? BY_NAME : in.orderBy();
    if (!order.equals(BY_NAME) && !order.equals(BY_TIME)) {
      throw LogsErrors.notOneOf(order, "orderBy", "LogStreamName, LastEventTime");
    }
    if (order.equals(BY_TIME) && in.logStreamNamePrefix() != null) {
      throw LogsErrors.invalid("Cannot order by LastEventTime with a logStreamNamePrefix.");
    }
    int limit = in.limit() == null ? USUAL : in.limit();
    return logs.read(
        reader -> {
          Group group = logs.require(reader, in.logGroupName(), in.logGroupIdentifier(), call);
          List<Found> found =
              order.equals(BY_NAME)
                  ? byName(reader, group, in, limit + 1)
                  : byTime(reader, group, in, limit + 1);
          List<LogStream> streams = new ArrayList<>();
          for (Found each : found.subList(0, Math.min(limit, found.size()))) {
            streams.add(description(group, each));
          }
          String next = found.size() > limit ? found.get(limit - 1).stream.name() : null;
          return new DescribeLogStreamsResponse()
              .logStreams(streams)
              .nextToken(next == null ? null : PageTokens.write(next));
        });
  }

  private List<Found> byName(Reader reader, Group group, DescribeLogStreamsRequest in, int most) {
    Key key = group.contentKey();
    KeyRange range =
        in.logStreamNamePrefix() == null
            ? KeyRange.prefix(key)
            : KeyRange.textPrefix(key, in.logStreamNamePrefix());
    boolean descending = Boolean.TRUE.equals(in.descending());
    String after = PageTokens.read(in.nextToken());
    if (after != null) {
      range =
          descending ? range.endingBefore(key.with(after)) : range.startingAfter(key.with(after));
    }
    List<Found> found = new ArrayList<>();
    Table.Rows<LogStreamRow> rows =
        logs.streams().scan(reader, range, descending ? Direction.REVERSE : Direction.FORWARD);
    while (rows.hasNext() && found.size() < most) {
      found.add(found(reader, group, rows.next().value()));
    }
    return found;
  }

  private List<Found> byTime(Reader reader, Group group, DescribeLogStreamsRequest in, int most) {
    List<Found> all = new ArrayList<>();
    for (Table.Row<LogStreamRow> row : logs.streams().scan(reader, group.contentKey())) {
      all.add(found(reader, group, row.value()));
    }
    all.sort(
        Boolean.TRUE.equals(in.descending())
            ? Collections.reverseOrder(Found::byTime)
            : Found::byTime);
    String after = PageTokens.read(in.nextToken());
    int from = 0;
    if (after != null) {
      while (from < all.size() && !all.get(from).stream.name().equals(after)) {
        from++;
      }
      from = Math.min(from + 1, all.size());
    }
    return all.subList(from, Math.min(all.size(), from + most));
  }

  private Found found(Reader reader, Group group, LogStreamRow stream) {
    return new Found(stream, logs.statistics(reader, group, stream));
  }

  private static LogStream description(Group group, Found found) {
    StreamStatistics known = found.known;
    LogStream stream =
        new LogStream()
            .logStreamName(found.stream.name())
            .creationTime(found.stream.createdAt())
            .arn(group.arn() + ":log-stream:" + found.stream.name())
            .uploadSequenceToken(SequenceTokens.of(known.nextSequence()))
            // AWS has not counted the bytes of streams since 2019.
            .storedBytes(0L);
    if (!known.isEmpty()) {
      stream
          .firstEventTimestamp(known.firstTimestamp())
          .lastEventTimestamp(known.lastTimestamp())
          .lastIngestionTime(known.lastIngestion());
    }
    return stream;
  }
}
