package io.nephele.wire.http;

import io.nephele.model.Bytes;
import java.io.OutputStream;
import java.util.Arrays;

/**
 * Collects what is written, without a lock and without a copy at the end. Made for writers that
 * buffer themselves and so write seldom.
 */
public final class GrowingBytes extends OutputStream {
  private byte[] buffer = new byte[0];
  private int length;

  @Override
  public void write(int oneByte) {
    grow(1);
    buffer[length++] = (byte) oneByte;
  }

  @Override
  public void write(byte[] source, int offset, int count) {
    grow(count);
    System.arraycopy(source, offset, buffer, length, count);
    length += count;
  }

  private void grow(int count) {
    int needed = Math.addExact(length, count);
    if (needed > buffer.length) {
      buffer =
          Arrays.copyOf(
              buffer,
              length == 0
                  ? needed
                  : Math.max(needed, (int) Math.min(buffer.length * 2L, Integer.MAX_VALUE - 16)));
    }
  }

  /** The bytes written so far; nothing may be written afterwards. */
  public Bytes bytes() {
    return length == 0 ? Bytes.EMPTY : Bytes.of(buffer, 0, length);
  }
}
