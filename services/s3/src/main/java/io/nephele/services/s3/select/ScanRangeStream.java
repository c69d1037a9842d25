package io.nephele.services.s3.select;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Objects;

/** The records that begin in a range of an object, whole. */
final class ScanRangeStream extends InputStream {
  private final InputStream in;
  private final byte[] delimiter;
  private final long last;
  private final byte[] buffer = new byte[64 * 1024];
  private final byte[] recent;
  private int position;
  private int limit;
  private long offset;
  private boolean between;
  private boolean ended;

  /**
   * Reads records.
   *
   * @param in the object from {@code offset} on
   * @param offset a byte of the object, at most {@code first}
   * @param first the first byte with which a record may begin
   * @param last the last byte with which a record may begin
   */
  ScanRangeStream(InputStream in, byte[] delimiter, long offset, long first, long last)
      throws IOException {
    this.in = in;
    this.delimiter = delimiter;
    this.recent = new byte[delimiter.length];
    this.offset = offset;
    this.last = last;
    this.between = offset == 0;
    while (!(between && this.offset >= first)) {
      if (readByte() < 0) {
        ended = true;
        return;
      }
    }
    if (this.offset > last) {
      ended = true;
    }
  }

  private int readByte() throws IOException {
    if (position == limit) {
      limit = in.read(buffer);
      position = 0;
      if (limit <= 0) {
        limit = 0;
        return -1;
      }
    }
    byte next = buffer[position++];
    offset++;
    System.arraycopy(recent, 1, recent, 0, recent.length - 1);
    recent[recent.length - 1] = next;
    between = Arrays.equals(recent, delimiter);
    return next & 0xff;
  }

  @Override
  public int read() throws IOException {
    if (ended) {
      return -1;
    }
    int next = readByte();
    if (next < 0 || between && offset > last) {
      ended = true;
    }
    return next;
  }

  @Override
  public int read(byte[] into, int at, int length) throws IOException {
    Objects.checkFromIndexSize(at, length, into.length);
    int count = 0;
    while (count < length) {
      int next = read();
      if (next < 0) {
        break;
      }
      into[at + count++] = (byte) next;
      if (position == limit) {
        break; // what there is now
      }
    }
    return count == 0 && length > 0 ? -1 : count;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
