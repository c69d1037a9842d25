package io.nephele.wire.checksum;

import io.nephele.model.AwsException;
import io.nephele.model.Body;
import io.nephele.wire.http.Headers;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * A body whose checksums are computed as it is read. At its end they are compared with those that
 * the client sent before or after it, and reading fails with {@code BadDigest} if one differs.
 */
public final class CheckedBody implements Body {
  private final Body body;
  private final Map<ChecksumAlgorithm, ChecksumDigest> digests;
  private final Map<ChecksumAlgorithm, byte[]> expected;
  private final Supplier<Headers> trailers;
  private final Map<ChecksumAlgorithm, String> computed = new EnumMap<>(ChecksumAlgorithm.class);

  CheckedBody(
      Body body,
      Map<ChecksumAlgorithm, ChecksumDigest> digests,
      Map<ChecksumAlgorithm, byte[]> expected,
      Supplier<Headers> trailers) {
    this.body = body;
    this.digests = digests;
    this.expected = expected;
    this.trailers = trailers;
  }

  @Override
  public InputStream open() throws IOException {
    return new Checking(body.open());
  }

  @Override
  public long length() {
    return body.length();
  }

  /** The body as it came. */
  public Body body() {
    return body;
  }

  /** The checksums in base64 once the body was read to its end; empty before. */
  public Map<ChecksumAlgorithm, String> checksums() {
    return computed;
  }

  /** The checksum that comes with the body, other than a Content-MD5; null if none does. */
  public ChecksumAlgorithm algorithm() {
    for (ChecksumAlgorithm algorithm : digests.keySet()) {
      if (algorithm.isFlexible()) {
        return algorithm;
      }
    }
    return null;
  }

  private void finish() {
    digests.forEach(
        (algorithm, digest) -> {
          byte[] value = digest.value();
          byte[] wanted = expected.get(algorithm);
          if (wanted == null) {
            String trailer = trailers.get().first(algorithm.header());
            if (trailer == null) {
              throw AwsException.client(
                  "MalformedTrailerError",
                  400,
                  "The request contained trailing data that was not well-formed or did not conform"
                      + " to our published schema.");
            }
            wanted = RequestChecksums.decode(algorithm, trailer);
          }
          if (!Arrays.equals(value, wanted)) {
            throw ChecksumErrors.mismatch(algorithm);
          }
          computed.put(algorithm, Base64.getEncoder().encodeToString(value));
        });
  }

  private final class Checking extends FilterInputStream {
    private boolean finished;

    Checking(InputStream in) {
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
      if (count > 0) {
        for (ChecksumDigest digest : digests.values()) {
          digest.update(into, offset, count);
        }
      } else if (count < 0 && !finished) {
        finished = true;
        finish();
      }
      return count;
    }

    /** Skipped bytes are read, because they count for the checksum. */
    @Override
    public long skip(long count) throws IOException {
      byte[] skipped = new byte[(int) Math.clamp(count, 0, 8192)];
      return Math.max(0, read(skipped, 0, skipped.length));
    }

    @Override
    public boolean markSupported() {
      return false;
    }
  }
}
