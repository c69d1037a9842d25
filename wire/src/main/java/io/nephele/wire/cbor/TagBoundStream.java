package io.nephele.wire.cbor;

import io.nephele.wire.SerializationErrors;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * CBOR on its way to the parser, refused where one value has more than a few tags. The parser keeps
 * the tags of a value in a list that takes quadratic time to grow, so a body of nothing but tags
 * would keep it busy for hours. Only the heads of values are looked at.
 */
final class TagBoundStream extends FilterInputStream {
  private static final int MAX_TAGS = 64;

  private long contentLeft;
  private int argumentLeft;
  private long argument;
  private boolean text;
  private int tags;

  TagBoundStream(InputStream in) {
    super(in);
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    int count = in.read(into, offset, length);
    int i = offset;
    int end = offset + count;
    while (i < end) {
      if (contentLeft > 0) {
        long passed = Math.min(contentLeft, end - i);
        contentLeft -= passed;
        i += (int) passed;
      } else {
        see(into[i++] & 0xff);
      }
    }
    return count;
  }

  @Override
  public boolean markSupported() {
    return false;
  }

  /** Takes a byte that is a value's initial byte or belongs to the argument after it. */
  private void see(int b) {
    if (argumentLeft > 0) {
      argument = argument << 8 | b;
      argumentLeft--;
    } else {
      initial(b);
    }
    if (argumentLeft == 0 && text) {
      // A length beyond what a long holds is the parser's to refuse.
      contentLeft = Math.max(0, argument);
      text = false;
    }
  }

  private void initial(int b) {
    int major = b >> 5;
    int information = b & 0x1f;
    tags = major == 6 ? tags + 1 : 0;
    if (tags > MAX_TAGS) {
      throw SerializationErrors.of(null);
    }
    text = (major == 2 || major == 3) && information < 28;
    argument = information < 24 ? information : 0;
    argumentLeft = information >= 24 && information <= 27 ? 1 << information - 24 : 0;
  }
}
