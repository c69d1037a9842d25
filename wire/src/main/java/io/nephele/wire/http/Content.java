package io.nephele.wire.http;

import io.nephele.model.Body;
import io.nephele.model.Bytes;
import io.nephele.wire.SerializationErrors;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * The structured content of requests: unpacked where it came as gzip, and bounded, so that no
 * request can fill the memory.
 */
public final class Content {
  /** The most bytes that structured content may have. */
  public static final long LIMIT = 128L << 20;

  /** The most bytes that gzip content may have once unpacked. */
  public static final long UNPACKED_LIMIT = 16L << 20;

  private Content() {}

  /** Whether the content is packed with gzip. */
  public static boolean isGzip(HttpRequest request) {
    String encoding = request.headers().first("Content-Encoding");
    if (encoding == null) {
      return false;
    }
    int lastComma = encoding.lastIndexOf(',');
    return encoding.substring(lastComma + 1).strip().equalsIgnoreCase("gzip");
  }

  /**
   * The content to read as it comes; reading more than the limit throws the error that AWS answers.
   * The caller closes it.
   */
  public static InputStream open(HttpRequest request) throws IOException {
    if (request.body().length() > LIMIT) {
      throw SerializationErrors.tooLarge(LIMIT);
    }
    InputStream in = request.body().open();
    return isGzip(request) ? unpack(in, UNPACKED_LIMIT) : new Bounded(in, LIMIT);
  }

  /**
   * The content unpacked, of unknown length where it was packed, else the body as it is. Not
   * bounded, because it is streamed.
   */
  public static Body unpacked(HttpRequest request) {
    return isGzip(request) ? new Unpacked(request.body()) : request.body();
  }

  /** The whole content. */
  public static Bytes bytes(HttpRequest request) {
    try (InputStream in = open(request)) {
      long length = request.body().length();
      if (length >= 0 && !isGzip(request)) {
        byte[] whole = in.readNBytes((int) length);
        return Bytes.of(whole);
      }
      ByteArrayOutputStream whole = new ByteArrayOutputStream();
      in.transferTo(whole);
      return Bytes.of(whole.toByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static InputStream unpack(InputStream in, long limit) throws IOException {
    try {
      return new Bounded(new GZIPInputStream(in, 8192), limit);
    } catch (ZipException | java.io.EOFException e) {
      throw SerializationErrors.of("The content is not in gzip format");
    }
  }

  private record Unpacked(Body packed) implements Body {
    @Override
    public InputStream open() throws IOException {
      return unpack(packed.open(), Long.MAX_VALUE);
    }

    @Override
    public long length() {
      return -1;
    }
  }

  private static final class Bounded extends FilterInputStream {
    private final long limit;
    private long left;

    Bounded(InputStream in, long limit) {
      super(in);
      this.limit = limit;
      this.left = limit;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      int count;
      try {
        count = in.read(target, offset, length);
      } catch (ZipException | java.io.EOFException e) {
        throw SerializationErrors.of("The content is not in gzip format");
      }
      left -= Math.max(count, 0);
      if (left < 0) {
        throw SerializationErrors.tooLarge(limit);
      }
      return count;
    }

    @Override
    public long skip(long count) {
      throw new UnsupportedOperationException("structured content is read, not skipped");
    }

    @Override
    public boolean markSupported() {
      return false;
    }
  }
}
