package io.nephele.services.s3.bodies;

import io.nephele.wire.checksum.ChecksumAlgorithm;
import io.nephele.wire.checksum.ChecksumDigest;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Base64;

/** Counts and digests what is read. */
final class DigestedStream extends FilterInputStream {
  private final ChecksumDigest md5 = ChecksumAlgorithm.CONTENT_MD5.start();
  private final ChecksumDigest checksum;
  private long size;

  /** Computes the MD5, and the checksum that S3 names so, if any. */
  DigestedStream(InputStream in, String checksumAlgorithm) {
    super(in);
    this.checksum =
        checksumAlgorithm == null ? null : ChecksumAlgorithm.valueOf(checksumAlgorithm).start();
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] to, int offset, int length) throws IOException {
    int count = in.read(to, offset, length);
    if (count > 0) {
      size += count;
      md5.update(to, offset, count);
      if (checksum != null) {
        checksum.update(to, offset, count);
      }
    }
    return count;
  }

  @Override
  public long skip(long count) throws IOException {
    throw new UnsupportedOperationException("everything is digested");
  }

  @Override
  public boolean markSupported() {
    return false;
  }

  long size() {
    return size;
  }

  /** The MD5 of everything; asked once, at the end. */
  byte[] md5() {
    return md5.value();
  }

  /** The checksum of everything in base64, or null; asked once, at the end. */
  String checksum() {
    return checksum == null ? null : Base64.getEncoder().encodeToString(checksum.value());
  }
}
