package io.nephele.core.worlds;

import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

/**
 * Writes numbers and bytes compressed, and digests what it writes. The first line is digested but
 * not compressed.
 */
final class ArchiveOutput implements AutoCloseable {
  private static final int BUFFER = 64 << 10;

  private final MessageDigest digest = Sha256.begin();
  private final Deflater deflater = new Deflater(Deflater.BEST_SPEED);
  private final DeflaterOutputStream deflated;
  private final byte[] buffer = new byte[BUFFER];
  private int count;
  private long written;

  ArchiveOutput(byte[] firstLine, OutputStream to) throws IOException {
    to.write(firstLine);
    digest.update(firstLine);
    written = firstLine.length;
    deflated = new DeflaterOutputStream(to, deflater, BUFFER);
  }

  void writeByte(int b) throws IOException {
    if (count == BUFFER) {
      flushBuffer();
    }
    buffer[count++] = (byte) b;
  }

  /** Seven bits a byte, the lowest first; the eighth says whether more follow. */
  void writeNumber(long number) throws IOException {
    while ((number & ~0x7FL) != 0) {
      writeByte((int) (number & 0x7F) | 0x80);
      number >>>= 7;
    }
    writeByte((int) number);
  }

  void write(byte[] from, int offset, int length) throws IOException {
    while (length > 0) {
      if (count == BUFFER) {
        flushBuffer();
      }
      int part = Math.min(length, BUFFER - count);
      System.arraycopy(from, offset, buffer, count, part);
      count += part;
      offset += part;
      length -= part;
    }
  }

  /** How much was written, as it is before it is compressed. */
  long written() {
    return written + count;
  }

  /** Ends with the digest of all that was written, which it returns. */
  byte[] finish() throws IOException {
    flushBuffer();
    byte[] sha256 = digest.digest();
    deflated.write(sha256);
    deflated.finish();
    deflated.flush();
    return sha256;
  }

  private void flushBuffer() throws IOException {
    digest.update(buffer, 0, count);
    deflated.write(buffer, 0, count);
    written += count;
    count = 0;
  }

  /** Lets go of memory; what was written goes on being open. */
  @Override
  public void close() {
    deflater.end();
  }
}
