package io.nephele.services.logs.events;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Goes through the events of a row, from the first on or from the last back. */
final class ChunkReader {
  private final byte[] content;
  private final long first;
  private final long stream;
  private final long row;
  private final long ingestedAt;
  private final boolean backward;
  private long[] timestamps = new long[16];
  private int[] starts = new int[16];
  private int[] ends = new int[16];
  private int count;
  private int at;

  /**
   * The events of a row.
   *
   * @param first the timestamp of the first event
   */
  ChunkReader(
      byte[] content, long first, long stream, long row, long ingestedAt, boolean backward) {
    this.content = content;
    this.first = first;
    this.stream = stream;
    this.row = row;
    this.ingestedAt = ingestedAt;
    this.backward = backward;
    index();
    at = backward ? count - 1 : 0;
  }

  private void index() {
    int i = 0;
    while (i < content.length) {
      long since = 0;
      int shift = 0;
      for (; content[i] < 0; shift += 7) {
        since |= (long) (content[i++] & 0x7F) << shift;
      }
      since |= (long) content[i++] << shift;
      int length = 0;
      shift = 0;
      for (; content[i] < 0; shift += 7) {
        length |= (content[i++] & 0x7F) << shift;
      }
      length |= content[i++] << shift;
      if (count == timestamps.length) {
        timestamps = Arrays.copyOf(timestamps, 2 * count);
        starts = Arrays.copyOf(starts, 2 * count);
        ends = Arrays.copyOf(ends, 2 * count);
      }
      timestamps[count] = first + since;
      starts[count] = i;
      i += length;
      ends[count] = i;
      count++;
    }
  }

  boolean hasCurrent() {
    return at >= 0 && at < count;
  }

  long row() {
    return row;
  }

  long timestamp() {
    return timestamps[at];
  }

  Position position() {
    return new Position(timestamps[at], stream, row, at);
  }

  LogEvent current() {
    int length = ends[at] - starts[at];
    String message = new String(content, starts[at], length, StandardCharsets.UTF_8);
    return new LogEvent(position(), ingestedAt, message, length);
  }

  void step() {
    at += backward ? -1 : 1;
  }
}
