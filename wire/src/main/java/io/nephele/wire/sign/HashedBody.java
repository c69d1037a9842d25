package io.nephele.wire.sign;

import io.nephele.model.Body;
import io.nephele.wire.SerializationErrors;
import io.nephele.wire.http.Content;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * A body that is hashed as it is read. When its last byte is read, or its end is met, the hash is
 * checked, so that a reader that stops at the known length gets no byte more than was signed
 * either.
 */
public final class HashedBody implements Body {
  private final Body body;
  private final Consumer<String> check;
  private Hashing opened;

  /**
   * Hashes another body.
   *
   * @param check takes the hash in hexadecimal digits and throws if it is not the right one
   */
  HashedBody(Body body, Consumer<String> check) {
    this.body = body;
    this.check = check;
  }

  @Override
  public InputStream open() throws IOException {
    opened = new Hashing(body.open(), body.length());
    return opened;
  }

  @Override
  public long length() {
    return body.length();
  }

  /**
   * Reads what nobody has read, so that the hash is checked. Structured content only: what is
   * longer than that may be is refused.
   */
  void drain() {
    try {
      if (opened == null) {
        open();
      }
      byte[] buffer = new byte[8192];
      long total = 0;
      while (!opened.checked) {
        total += Math.max(0, opened.read(buffer, 0, buffer.length));
        if (total > Content.LIMIT) {
          throw SerializationErrors.tooLarge(Content.LIMIT);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private final class Hashing extends FilterInputStream {
    private final MessageDigest digest = Hashes.sha256();
    private final long length;
    private long count;
    private boolean checked;
    private RuntimeException failure;

    Hashing(InputStream in, long length) {
      super(in);
      this.length = length;
      if (length == 0) {
        finish();
      }
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int max) throws IOException {
      Objects.checkFromIndexSize(offset, max, into.length);
      int got = in.read(into, offset, max);
      if (got > 0) {
        digest.update(into, offset, got);
        count += got;
      }
      if (!checked && (got < 0 || count == length)) {
        finish();
      }
      return got;
    }

    private void finish() {
      if (failure == null) {
        try {
          check.accept(Hashes.hex(digest.digest()));
          checked = true;
          return;
        } catch (RuntimeException e) {
          failure = e; // whoever reads on meets it again
        }
      }
      throw failure;
    }

    /** Skipped bytes are read, because they count for the hash. */
    @Override
    public long skip(long bytes) throws IOException {
      byte[] skipped = new byte[(int) Math.clamp(bytes, 0, 8192)];
      return Math.max(0, read(skipped, 0, skipped.length));
    }

    @Override
    public boolean markSupported() {
      return false;
    }
  }
}
