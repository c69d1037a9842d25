package io.nephele.core.worlds;

import io.nephele.core.store.Key;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * Reads a world's file, and believes nothing of it. What it has handed on counts only when it has
 * returned from {@link #readAll}.
 */
final class ArchiveReader implements AutoCloseable {
  private final ArchiveInput from;
  private final ArchiveLimits limits;
  private final ArchiveHeader header;
  private long rows;
  private long blobs;

  /** Takes what a file holds. */
  interface Rows {
    /** Takes a row; keys come in ascending order. */
    void take(Key key, byte[] value) throws IOException;
  }

  ArchiveReader(InputStream from, ArchiveLimits limits) throws IOException {
    this.limits = limits;
    this.from = new ArchiveInput(from, limits.totalBytes());
    this.header = ArchiveHeader.ofLine(this.from.firstLine());
  }

  ArchiveHeader header() {
    return header;
  }

  /** Reads up to the end, and checks that it is one. */
  ArchiveSummary readAll(Rows rowSink, ArchiveBlobs.Sink blobSink) throws IOException {
    expect(ArchiveSections.ROWS);
    readRows(rowSink);
    expect(ArchiveSections.BLOBS);
    readBlobs(blobSink);
    expect(ArchiveSections.END);
    if (from.readNumber(Long.MAX_VALUE) != rows || from.readNumber(Long.MAX_VALUE) != blobs) {
      throw ArchiveInput.damaged("it does not hold as much as it says");
    }
    long length = from.position();
    String sha256 = HexFormat.of().formatHex(from.finish());
    return new ArchiveSummary(header, rows, blobs, length, sha256);
  }

  private void expect(int section) throws IOException {
    if (from.readByte() != section) {
      throw ArchiveInput.damaged("a part is not where it belongs");
    }
  }

  private void readRows(Rows sink) throws IOException {
    byte[] before = {};
    for (long next = from.readNumber(limits.keyBytes() + 1L);
        next > 0;
        next = from.readNumber(limits.keyBytes() + 1L)) {
      int shared = (int) next - 1;
      int rest = (int) from.readNumber(limits.keyBytes() - shared);
      if (shared > before.length) {
        throw ArchiveInput.damaged("a key has no beginning");
      }
      byte[] key = Arrays.copyOf(before, shared + rest);
      from.read(key, shared, rest);
      if (rows > 0 && Arrays.compareUnsigned(before, key) >= 0) {
        throw ArchiveInput.damaged("keys are out of order");
      }
      Key decoded = Key.encoded(key);
      if (!decoded.isInTable()) {
        throw ArchiveInput.damaged("a key is malformed");
      }
      byte[] value = from.read((int) from.readNumber(limits.valueBytes()));
      sink.take(decoded, value);
      before = key;
      rows++;
    }
  }

  private void readBlobs(ArchiveBlobs.Sink sink) throws IOException {
    byte[] before = {};
    for (long next = from.readNumber(ArchiveSections.MAX_BLOB_ID + 1L);
        next > 0;
        next = from.readNumber(ArchiveSections.MAX_BLOB_ID + 1L)) {
      byte[] id = from.read((int) next - 1);
      if (Arrays.compareUnsigned(before, id) >= 0) {
        throw ArchiveInput.damaged("blobs are out of order");
      }
      BlobStream bytes = new BlobStream();
      sink.take(new String(id, StandardCharsets.UTF_8), bytes);
      bytes.transferTo(java.io.OutputStream.nullOutputStream());
      before = id;
      blobs++;
    }
  }

  @Override
  public void close() {
    from.close();
  }

  /** The pieces of a blob as one stream. */
  private final class BlobStream extends InputStream {
    private long left;
    private boolean ended;

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] to, int offset, int length) throws IOException {
      java.util.Objects.checkFromIndexSize(offset, length, to.length);
      if (length == 0) {
        return 0;
      }
      if (left == 0 && !ended) {
        left = from.readNumber(limits.totalBytes());
        ended = left == 0;
      }
      if (ended) {
        return -1;
      }
      int part = (int) Math.min(length, left);
      from.read(to, offset, part);
      left -= part;
      return part;
    }
  }
}
