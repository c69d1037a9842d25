package io.nephele.services.s3.forms;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * The content of a form, which delimiters cut into parts. It is read as it comes: no more than a
 * buffer is held. Reading ends at each delimiter, until {@link #next} goes on behind it.
 */
final class DelimitedStream extends InputStream {
  private static final int BUFFER = 64 << 10;

  private final InputStream in;
  private final byte[] delimiter;
  private final byte[] buffer;
  private int at;
  private int limit;

  /** Where bytes of the part end that are in the buffer. */
  private int safe;

  /** Whether that is because a delimiter begins there. */
  private boolean delimited;

  private boolean ended;

  /**
   * Reads a form.
   *
   * @param delimiter what stands between parts: a line break, two dashes, and the boundary
   */
  DelimitedStream(InputStream in, byte[] delimiter) {
    this.in = in;
    this.delimiter = delimiter;
    this.buffer = new byte[BUFFER + 2 * delimiter.length];
    // A form begins with a delimiter without its line break.
    buffer[0] = '\r';
    buffer[1] = '\n';
    limit = 2;
  }

  /** Goes on behind the delimiter at which reading ended; false if it was the last. */
  boolean next() throws IOException {
    at += delimiter.length;
    delimited = false;
    safe = at;
    require(2);
    if (buffer[at] == '-' && buffer[at + 1] == '-') {
      return false;
    }
    while (buffer[at] == ' ' || buffer[at] == '\t') {
      at++;
      require(2);
    }
    if (buffer[at] != '\r' || buffer[at + 1] != '\n') {
      throw FormErrors.malformed();
    }
    // The line break may belong to the next delimiter, where a part has neither fields nor bytes.
    at += 2;
    safe = at;
    return true;
  }

  /** Sees to it that so many bytes are in the buffer. */
  private void require(int count) throws IOException {
    while (limit - at < count) {
      if (!fill()) {
        throw FormErrors.malformed();
      }
    }
  }

  private boolean fill() throws IOException {
    if (ended) {
      return false;
    }
    if (at > 0) {
      System.arraycopy(buffer, at, buffer, 0, limit - at);
      limit -= at;
      safe -= at;
      at = 0;
    }
    int count = in.read(buffer, limit, buffer.length - limit);
    if (count < 0) {
      ended = true;
      return false;
    }
    limit += count;
    return true;
  }

  /** Makes bytes of the part available; false at its end. */
  private boolean more() throws IOException {
    while (at == safe) {
      if (delimited) {
        return false;
      }
      int from = safe;
      boolean filled = limit - at >= delimiter.length || fill();
      if (!filled) {
        throw FormErrors.malformed(); // no delimiter at its end
      }
      scan(Math.min(from, safe));
    }
    return true;
  }

  private void scan(int from) {
    int last = limit - delimiter.length;
    int i = from;
    while (i <= last) {
      if (buffer[i] == '\r'
          && Arrays.equals(buffer, i, i + delimiter.length, delimiter, 0, delimiter.length)) {
        safe = i;
        delimited = true;
        return;
      }
      i++;
    }
    safe = Math.max(safe, i);
  }

  @Override
  public int read() throws IOException {
    return more() ? buffer[at++] & 0xff : -1;
  }

  @Override
  public int read(byte[] to, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (!more()) {
      return -1;
    }
    int count = Math.min(length, safe - at);
    System.arraycopy(buffer, at, to, offset, count);
    at += count;
    return count;
  }
}
