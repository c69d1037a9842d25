package io.nephele.services.dynamodb.transfers;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Fails when more bytes are read for one item than an item can have. */
final class BoundedInput extends FilterInputStream {
  private final long most;
  private long left;
  private long count;

  /**
   * Reads that input.
   *
   * @param most the bytes that may be read between two items
   */
  BoundedInput(InputStream in, long most) {
    super(in);
    this.most = most;
    this.left = most;
  }

  /** An item begins. */
  void begin() {
    left = most;
  }

  /** The bytes that were read. */
  long count() {
    return count;
  }

  private int counted(int bytes) throws IOException {
    if (bytes > 0) {
      count += bytes;
      left -= bytes;
      if (left < 0) {
        throw new IOException("An item is longer than an item can be");
      }
    }
    return bytes;
  }

  @Override
  public int read() throws IOException {
    int read = super.read();
    counted(read < 0 ? 0 : 1);
    return read;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    return counted(super.read(into, offset, length));
  }

  @Override
  public boolean markSupported() {
    return false;
  }
}
