package io.nephele.services.logs.events;

import java.util.ArrayList;
import java.util.List;

/** The events of a row, from the first on or from the last back. */
final class ChunkReader {
  private final long row;
  private final List<StoredEvent> events = new ArrayList<>();
  private final boolean backward;
  private int at;

  /**
   * The events of a row.
   *
   * @param content decrypted
   * @param first the timestamp of the first event
   */
  ChunkReader(Chunk chunk, byte[] content, long first, long stream, long row, boolean backward) {
    this.row = row;
    this.backward = backward;
    EventsInChunk each = new EventsInChunk(content, first, chunk.transformed());
    for (int index = 0; each.advance(); index++) {
      events.add(new StoredEvent(content, chunk.ingestedAt(), stream, row, index, each));
    }
    at = backward ? events.size() - 1 : 0;
  }

  boolean hasCurrent() {
    return at >= 0 && at < events.size();
  }

  long row() {
    return row;
  }

  long timestamp() {
    return current().timestamp();
  }

  StoredEvent current() {
    return events.get(at);
  }

  void step() {
    at += backward ? -1 : 1;
  }
}
