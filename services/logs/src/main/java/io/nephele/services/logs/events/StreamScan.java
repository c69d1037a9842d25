package io.nephele.services.logs.events;

import io.nephele.core.store.Direction;
import io.nephele.core.store.Key;
import io.nephele.core.store.KeyRange;
import io.nephele.core.store.KeyReader;
import io.nephele.core.store.Reader;
import io.nephele.core.store.Table;
import io.nephele.services.logs.state.Group;
import io.nephele.services.logs.state.LogStreamRow;
import io.nephele.services.logs.state.StreamStatistics;
import java.util.function.Consumer;

/**
 * A part of a stream's events, for those who want them all and in no order: cheaper than a cursor.
 *
 * @param from the earliest timestamp, in milliseconds since 1970
 * @param to the latest one
 */
public record StreamScan(
    Group group, LogStreamRow stream, StreamStatistics known, long from, long to) {

  /** Hands on all events of the part; returns how many there were. */
  long run(EventTable table, Reader reader, OpenKeys keys, Consumer<StoredEvent> consumer) {
    Key key = EventTable.key(group, stream.id());
    long first = Math.max(0, Math.max(from, known.firstTimestamp()) - known.widest());
    KeyRange range = KeyRange.prefix(key).startingAt(key.with(first));
    if (to < Long.MAX_VALUE) {
      range = range.endingBefore(key.with(Math.max(first, to + 1)));
    }
    long count = 0;
    for (Table.Row<Chunk> row : table.rows().scan(reader, range, Direction.FORWARD)) {
      KeyReader rest = row.key().without(key).reader();
      long firstOfRow = rest.nextLong();
      long number = rest.nextLong();
      Chunk chunk = row.value();
      byte[] content =
          chunk.dataKey() == 0
              ? chunk.content()
              : keys.open(chunk.dataKey(), chunk.content(), firstOfRow);
      EventsInChunk each = new EventsInChunk(content, firstOfRow, chunk.transformed());
      for (int index = 0; each.advance(); index++) {
        if (each.timestamp() >= from && each.timestamp() <= to) {
          count++;
          consumer.accept(
              new StoredEvent(content, chunk.ingestedAt(), stream.id(), number, index, each));
        }
      }
    }
    return count;
  }
}
