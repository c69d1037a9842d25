package io.nephele.services.logs.events;

import java.io.ByteArrayOutputStream;

/**
 * Packs events into the content of a row: for each the time since the first, the length of its
 * message and the message, and likewise what a transformer made of it if there is one; numbers in
 * seven bits a byte.
 */
final class ChunkWriter {
  /** Rows end with the event that makes them as large as this, in bytes. */
  private static final int FULL = 16 * 1024;

  /** The longest time between the first and the last event of a row, in milliseconds. */
  private static final long WIDEST = 60_000;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream(FULL + 1024);
  private final boolean withTransformed;
  private long first;
  private long last;
  private int count;

  /** Whether the event has to go into another row. */
  boolean isFull(long timestamp) {
    return count > 0 && (out.size() >= FULL || timestamp - first > WIDEST);
  }

  /** Packs events; whether with what a transformer made of them. */
  ChunkWriter(boolean withTransformed) {
    this.withTransformed = withTransformed;
  }

  /**
   * Adds an event, which is not before those there are.
   *
   * @param transformed what a transformer made of it, or null
   */
  void add(long timestamp, byte[] message, byte[] transformed) {
    if (count == 0) {
      first = timestamp;
    }
    last = timestamp;
    count++;
    number(timestamp - first);
    number(message.length);
    out.write(message, 0, message.length);
    if (withTransformed) {
      int length = transformed == null ? 0 : transformed.length;
      number(length);
      if (length > 0) {
        out.write(transformed, 0, length);
      }
    }
  }

  private void number(long value) {
    long rest = value;
    while (rest > 0x7F) {
      out.write((int) (rest & 0x7F | 0x80));
      rest >>>= 7;
    }
    out.write((int) rest);
  }

  int count() {
    return count;
  }

  /** The timestamp of the first event. */
  long first() {
    return first;
  }

  /** The timestamp of the last event. */
  long last() {
    return last;
  }

  byte[] content() {
    return out.toByteArray();
  }
}
