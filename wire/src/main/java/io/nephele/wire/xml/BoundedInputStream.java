package io.nephele.wire.xml;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A stream that ends with an error where it is longer than allowed. */
public final class BoundedInputStream extends FilterInputStream {
  private long left;

  /** There was more than the limit. */
  public static final class TooLongException extends IOException {
    private static final long serialVersionUID = 1L;

    TooLongException() {
      super("more bytes than allowed");
    }
  }

  /** At most {@code limit} bytes of a stream. */
  public BoundedInputStream(InputStream in, long limit) {
    super(in);
    this.left = limit;
  }

  @Override
  public int read() throws IOException {
    int value = in.read();
    if (value >= 0) {
      count(1);
    }
    return value;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    int count = in.read(into, offset, length);
    if (count > 0) {
      count(count);
    }
    return count;
  }

  @Override
  public long skip(long count) throws IOException {
    long skipped = in.skip(count);
    count(skipped);
    return skipped;
  }

  @Override
  public boolean markSupported() {
    return false;
  }

  private void count(long count) throws IOException {
    left -= count;
    if (left < 0) {
      throw new TooLongException();
    }
  }
}
