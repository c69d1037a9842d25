package io.nephele.services.logs.events;

import io.nephele.api.logs.InputLogEvent;
import io.nephele.api.logs.RejectedLogEventsInfo;
import io.nephele.services.logs.state.Group;
import io.nephele.services.logs.state.LogsErrors;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** The events of one PutLogEvents as the caller gave them, checked. */
final class PutBatch {
  private static final int MOST_BYTES = 1 << 20;
  private static final long DAY = 86_400_000L;
  private static final long OLDEST = 14 * DAY;
  private static final long NEWEST = 2 * 3_600_000L;

  private final List<InputLogEvent> events;
  private final byte[][] messages;
  private final String[] transformed;
  private boolean anyTransformed;

  /**
   * Checks events.
   *
   * @throws io.nephele.model.AwsException if the batch cannot be taken, whatever the time is
   */
  PutBatch(List<InputLogEvent> events) {
    this.events = events;
    this.messages = new byte[events.size()][];
    this.transformed = new String[events.size()];
    long bytes = 0;
    long last = Long.MIN_VALUE;
    for (int i = 0; i < messages.length; i++) {
      InputLogEvent event = events.get(i);
      messages[i] = event.message().getBytes(StandardCharsets.UTF_8);
      int size = messages[i].length + LogEvent.OVERHEAD;
      if (size > MOST_BYTES) {
        throw LogsErrors.invalid(
            "Log event too large: " + size + " bytes exceeds limit of " + MOST_BYTES);
      }
      bytes += size;
      if (event.timestamp() < last) {
        throw LogsErrors.invalid(
            "Log events in a single PutLogEvents request must be in chronological order.");
      }
      last = event.timestamp();
    }
    if (bytes > MOST_BYTES) {
      throw LogsErrors.invalid(
          "Upload too large: " + bytes + " bytes exceeds limit of " + MOST_BYTES);
    }
    if (last - events.getFirst().timestamp() > DAY) {
      throw LogsErrors.invalid(
          "The batch of log events in a single PutLogEvents request cannot span more than 24"
              + " hours.");
    }
  }

  /** Has messages transformed, before they are stored. */
  void transform(UnaryOperator<String> transformer) {
    for (int i = 0; i < messages.length; i++) {
      transformed[i] = transformer.apply(events.get(i).message());
      anyTransformed |= transformed[i] != null;
    }
  }

  /** Whether there is a message that was transformed. */
  boolean anyTransformed() {
    return anyTransformed;
  }

  /** The part of a batch that is taken: events with numbers from one up to but without another. */
  record Accepted(int from, int to, RejectedLogEventsInfo rejected) {}

  /** What of it a group takes at a time. */
  Accepted accepted(Group group, long now) {
    int tooOld = before(now - OLDEST);
    int expired = before(group.horizon(now));
    int tooNew = before(now + NEWEST + 1);
    int from = Math.min(Math.max(tooOld, expired), tooNew);
    if (from == 0 && tooNew == messages.length) {
      return new Accepted(0, messages.length, null);
    }
    return new Accepted(
        from,
        tooNew,
        new RejectedLogEventsInfo()
            .tooOldLogEventEndIndex(tooOld == 0 ? null : tooOld)
            .expiredLogEventEndIndex(expired == 0 ? null : expired)
            .tooNewLogEventStartIndex(tooNew == messages.length ? null : tooNew));
  }

  private int before(long time) {
    int index = 0;
    while (index < messages.length && timestamp(index) < time) {
      index++;
    }
    return index;
  }

  long timestamp(int index) {
    return events.get(index).timestamp();
  }

  byte[] message(int index) {
    return messages[index];
  }

  /** The stored form of the accepted events. */
  List<ChunkWriter> chunks(Accepted accepted) {
    List<ChunkWriter> chunks = new ArrayList<>();
    ChunkWriter chunk = new ChunkWriter(anyTransformed);
    for (int i = accepted.from; i < accepted.to; i++) {
      if (chunk.isFull(timestamp(i))) {
        chunks.add(chunk);
        chunk = new ChunkWriter(anyTransformed);
      }
      String text = transformed[i];
      byte[] bytes = text == null ? null : text.getBytes(StandardCharsets.UTF_8);
      chunk.add(timestamp(i), messages[i], bytes);
    }
    if (chunk.count() > 0) {
      chunks.add(chunk);
    }
    return chunks;
  }

  /** The events as they are found when read, the first in that row of a stream. */
  List<LogEvent> events(
      Accepted accepted, List<ChunkWriter> chunks, long stream, long firstRow, long ingestedAt) {
    List<LogEvent> all = new ArrayList<>(accepted.to - accepted.from);
    int i = accepted.from;
    long row = firstRow;
    for (ChunkWriter chunk : chunks) {
      for (int index = 0; index < chunk.count(); index++, i++) {
        Position at = new Position(timestamp(i), stream, row, index);
        String message = events.get(i).message();
        all.add(new LogEvent(at, ingestedAt, message, messages[i].length, transformed[i]));
      }
      row++;
    }
    return all;
  }
}
