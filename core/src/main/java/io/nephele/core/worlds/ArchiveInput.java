package io.nephele.core.worlds;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipException;

/**
 * Reads what {@link ArchiveOutput} wrote, and digests it. Whatever the bytes are, it ends, and
 * takes no more memory than what it has already read of them explains.
 */
final class ArchiveInput implements AutoCloseable {
  private static final int BUFFER = 64 << 10;

  private final InputStream from;
  private final long limit;
  private final MessageDigest digest = Sha256.begin();
  private final Inflater inflater = new Inflater();
  private final InflaterInputStream inflated;
  private final byte[] firstLine;
  private final byte[] buffer = new byte[BUFFER];

  /** What of the buffer has been read already, up to where it is filled. */
  private int at;

  private int filled;
  private int digested;

  /** Bytes in and before the buffer. */
  private long total;

  /** A file that may be so long when it is not compressed. */
  ArchiveInput(InputStream from, long limit) throws IOException {
    this.from = from;
    this.limit = limit;
    this.firstLine = readFirstLine(from);
    digest.update(firstLine);
    digest.update((byte) '\n');
    this.total = firstLine.length + 1L;
    this.inflated = new InflaterInputStream(from, inflater, BUFFER);
  }

  /** The first line, without its end. */
  byte[] firstLine() {
    return firstLine;
  }

  private static byte[] readFirstLine(InputStream from) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream(256);
    for (int b = from.read(); b != '\n'; b = from.read()) {
      int length = line.size();
      boolean magic =
          length >= ArchiveHeader.MAGIC.length() || b == ArchiveHeader.MAGIC.charAt(length);
      if (b < 0 || !magic || length >= ArchiveHeader.MAX_LENGTH) {
        throw new ArchiveException("The file is no world that Nephele has exported");
      }
      line.write(b);
    }
    if (line.size() < ArchiveHeader.MAGIC.length()) {
      throw new ArchiveException("The file is no world that Nephele has exported");
    }
    return line.toByteArray();
  }

  int readByte() throws IOException {
    if (at == filled) {
      fill();
    }
    return buffer[at++] & 0xFF;
  }

  /** A number that is not larger than that. */
  long readNumber(long max) throws IOException {
    long number = 0;
    for (int shift = 0; shift < 63; shift += 7) {
      int b = readByte();
      number |= (b & 0x7FL) << shift;
      if (b < 0x80) {
        if (number > max) {
          break;
        }
        return number;
      }
    }
    throw damaged("a number is too large");
  }

  /** Reads so many bytes to that place. */
  void read(byte[] to, int offset, int length) throws IOException {
    while (length > 0) {
      if (at == filled) {
        fill();
      }
      int part = Math.min(length, filled - at);
      System.arraycopy(buffer, at, to, offset, part);
      at += part;
      offset += part;
      length -= part;
    }
  }

  /** So many bytes; the array grows with what is really there. */
  byte[] read(int length) throws IOException {
    byte[] bytes = new byte[Math.min(length, BUFFER)];
    int read = 0;
    while (true) {
      read(bytes, read, bytes.length - read);
      read = bytes.length;
      if (read == length) {
        return bytes;
      }
      bytes = Arrays.copyOf(bytes, (int) Math.min(length, read * 2L));
    }
  }

  /** How much was read, as it is when it is not compressed. */
  long position() {
    return total - (filled - at);
  }

  /**
   * Checks that the digest of all that was read comes next, and nothing after it.
   *
   * @return the digest
   */
  byte[] finish() throws IOException {
    digest.update(buffer, digested, at - digested);
    digested = at;
    byte[] computed = digest.digest();
    byte[] stored = read(Sha256.LENGTH);
    if (!MessageDigest.isEqual(computed, stored)) {
      throw damaged("its checksum is another");
    }
    if (at < filled || more() || inflater.getRemaining() > 0 || from.read() >= 0) {
      throw damaged("something follows its end");
    }
    return computed;
  }

  private void fill() throws IOException {
    digest.update(buffer, digested, filled - digested);
    at = 0;
    filled = 0;
    digested = 0;
    if (!more()) {
      throw damaged("it ends too early");
    }
  }

  private boolean more() throws IOException {
    int count;
    try {
      count = inflated.read(buffer, 0, BUFFER);
    } catch (ZipException e) {
      throw new ArchiveException("The file is damaged: " + e.getMessage(), e);
    } catch (java.io.EOFException e) {
      throw damaged("it ends too early");
    }
    if (count < 0) {
      return false;
    }
    total += count;
    if (total > limit) {
      throw new ArchiveException(
          "The world is larger than the " + limit + " bytes that may be imported");
    }
    filled = count;
    return count > 0;
  }

  static ArchiveException damaged(String how) {
    return new ArchiveException("The file is damaged: " + how);
  }

  @Override
  public void close() {
    inflater.end();
  }
}
