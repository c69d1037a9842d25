package io.nephele.services.logs.events;

import java.nio.charset.StandardCharsets;

/** An event where it is stored; its texts are made when they are asked for. */
public final class StoredEvent {
  private final byte[] content;
  private final long timestamp;
  private final long ingestedAt;
  private final long stream;
  private final long row;
  private final int index;
  private final int start;
  private final int size;
  private final int transformedStart;
  private final int transformedSize;

  /** An event in the decrypted content of a row. */
  StoredEvent(
      byte[] content, long ingestedAt, long stream, long row, int index, EventsInChunk event) {
    this.content = content;
    this.ingestedAt = ingestedAt;
    this.stream = stream;
    this.row = row;
    this.index = index;
    this.timestamp = event.timestamp();
    this.start = event.start();
    this.size = event.size();
    this.transformedStart = event.transformedStart();
    this.transformedSize = event.transformedSize();
  }

  /** When it happened, in milliseconds since 1970. */
  public long timestamp() {
    return timestamp;
  }

  /** When it was put, in milliseconds since 1970. */
  public long ingestedAt() {
    return ingestedAt;
  }

  /** The size of the message in bytes of UTF-8. */
  public int size() {
    return size;
  }

  /** The message as it was put. */
  public String message() {
    return new String(content, start, size, StandardCharsets.UTF_8);
  }

  /** What a transformer made of the message, or null. */
  public String transformed() {
    return transformedSize == 0
        ? null
        : new String(content, transformedStart, transformedSize, StandardCharsets.UTF_8);
  }

  /** Where it stands among all of its group. */
  public Position at() {
    return new Position(timestamp, stream, row, index);
  }

  LogEvent logEvent() {
    return new LogEvent(at(), ingestedAt, message(), size, transformed());
  }
}
