package io.nephele.services.logs.events;

/**
 * Goes through the events in the content of a row from the first on, as {@link ChunkWriter} put
 * them.
 */
final class EventsInChunk {
  private final byte[] content;
  private final long first;
  private final boolean withTransformed;
  private int next;
  private long timestamp;
  private int start;
  private int size;
  private int transformedStart;
  private int transformedSize;

  /**
   * The events of a row.
   *
   * @param first the timestamp of the first event
   * @param withTransformed whether each message is followed by what a transformer made of it
   */
  EventsInChunk(byte[] content, long first, boolean withTransformed) {
    this.content = content;
    this.first = first;
    this.withTransformed = withTransformed;
  }

  /** Goes to the next event; false at the end. */
  boolean advance() {
    if (next >= content.length) {
      return false;
    }
    timestamp = first + number();
    size = (int) number();
    start = next;
    next += size;
    if (withTransformed) {
      transformedSize = (int) number();
      transformedStart = next;
      next += transformedSize;
    }
    return true;
  }

  private long number() {
    long value = 0;
    int shift = 0;
    for (; content[next] < 0; shift += 7) {
      value |= (long) (content[next++] & 0x7F) << shift;
    }
    return value | (long) content[next++] << shift;
  }

  long timestamp() {
    return timestamp;
  }

  int start() {
    return start;
  }

  int size() {
    return size;
  }

  int transformedStart() {
    return transformedStart;
  }

  int transformedSize() {
    return transformedSize;
  }
}
