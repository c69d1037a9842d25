package io.nephele.services.logs.events;

import io.nephele.core.store.Direction;
import io.nephele.core.store.Key;
import io.nephele.core.store.KeyRange;
import io.nephele.core.store.KeyReader;
import io.nephele.core.store.Reader;
import io.nephele.core.store.Table;
import io.nephele.services.logs.state.Group;
import io.nephele.services.logs.state.StreamStatistics;
import java.util.Comparator;
import java.util.PriorityQueue;

/**
 * The events of one stream in their order or against it, read as they are asked for. Rows may
 * overlap in time, where events came late; as many are open at a time as do. Usable inside the body
 * that asked for it.
 */
public final class StreamCursor {
  private final Table.Rows<Chunk> rows;
  private final Key key;
  private final long stream;
  private final OpenKeys keys;
  private final boolean backward;
  private final long widest;
  private final long from;
  private final long to;
  private final PriorityQueue<ChunkReader> open;
  private Table.Row<Chunk> waiting;
  private long waitingFirst;
  private long waitingRow;
  private long bytes;

  /**
   * The events with timestamps from one up to another, both inclusive.
   *
   * @param from where to begin looking, so that nothing earlier is read
   * @param keys decrypts rows
   */
  public StreamCursor(
      EventTable table,
      Reader reader,
      Group group,
      long stream,
      StreamStatistics known,
      Range range,
      OpenKeys keys) {
    this.key = EventTable.key(group, stream);
    this.stream = stream;
    this.keys = keys;
    this.backward = range.backward;
    this.widest = known.widest();
    this.from = range.from;
    this.to = range.to;
    long first = Math.max(0, Math.max(from, known.firstTimestamp()) - widest);
    Key begin = key.with(first);
    KeyRange all = KeyRange.prefix(key).startingAt(begin);
    if (to < Long.MAX_VALUE) {
      all = all.endingBefore(key.with(Math.max(first, to + 1)));
    }
    this.rows = table.rows().scan(reader, all, backward ? Direction.REVERSE : Direction.FORWARD);
    Comparator<ChunkReader> order = StreamCursor::compare;
    this.open = new PriorityQueue<>(backward ? order.reversed() : order);
    fetch();
  }

  /** Which events are asked for, timestamps inclusive, and from which end on. */
  public record Range(long from, long to, boolean backward) {}

  private static int compare(ChunkReader a, ChunkReader b) {
    int order = Long.compare(a.timestamp(), b.timestamp());
    return order == 0 ? Long.compare(a.row(), b.row()) : order;
  }

  private void fetch() {
    waiting = rows.hasNext() ? rows.next() : null;
    if (waiting != null) {
      KeyReader rest = waiting.key().without(key).reader();
      waitingFirst = rest.nextLong();
      waitingRow = rest.nextLong();
    }
  }

  /** The next event's position, or null at the end. */
  public Position peek() {
    while (true) {
      while (waiting != null && mayComeFirst()) {
        openWaiting();
        fetch();
      }
      ChunkReader top = open.peek();
      if (top == null) {
        return null;
      }
      long timestamp = top.timestamp();
      if (timestamp >= from && timestamp <= to) {
        return top.current().at();
      }
      step();
    }
  }

  /** The event at {@link #peek}, decoded; {@link #step} goes on. */
  public LogEvent current() {
    return stored().logEvent();
  }

  /** The event at {@link #peek}, not decoded. */
  public StoredEvent stored() {
    return open.peek().current();
  }

  /** Goes to the next event. */
  public void step() {
    ChunkReader top = open.poll();
    top.step();
    if (top.hasCurrent()) {
      open.add(top);
    }
  }

  /** How many bytes of rows have been read so far. */
  public long bytesRead() {
    return bytes;
  }

  private boolean mayComeFirst() {
    ChunkReader top = open.peek();
    if (top == null) {
      return true;
    }
    return backward ? waitingFirst + widest >= top.timestamp() : waitingFirst <= top.timestamp();
  }

  private void openWaiting() {
    Chunk chunk = waiting.value();
    bytes += chunk.content().length;
    byte[] content =
        chunk.dataKey() == 0
            ? chunk.content()
            : keys.open(chunk.dataKey(), chunk.content(), waitingFirst);
    open.add(new ChunkReader(chunk, content, waitingFirst, stream, waitingRow, backward));
  }
}
