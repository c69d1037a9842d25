package io.nephele.core.worlds;

import io.nephele.core.store.Entry;
import io.nephele.core.store.KeyRange;
import io.nephele.core.store.Reader;
import io.nephele.core.store.Scan;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/** Writes a world's file. */
final class ArchiveWriter implements AutoCloseable {
  private static final int PIECE = 64 << 10;

  private final ArchiveHeader header;
  private final ArchiveOutput to;
  private long rows;
  private long blobs;

  ArchiveWriter(ArchiveHeader header, OutputStream to) throws IOException {
    this.header = header;
    this.to = new ArchiveOutput(header.toLine(), to);
  }

  void rows(Reader reader) throws IOException {
    to.writeByte(ArchiveSections.ROWS);
    byte[] before = {};
    for (Scan scan = reader.scan(KeyRange.ALL); scan.hasNext(); ) {
      Entry entry = scan.next();
      byte[] key = entry.key().encoded();
      byte[] value = entry.value();
      int mismatch = Arrays.mismatch(before, key);
      int shared = mismatch < 0 ? key.length : mismatch;
      to.writeNumber(shared + 1L);
      to.writeNumber(key.length - shared);
      to.write(key, shared, key.length - shared);
      to.writeNumber(value.length);
      to.write(value, 0, value.length);
      before = key;
      rows++;
    }
    to.writeNumber(0);
  }

  void blobs(ArchiveBlobs.Source source) throws IOException {
    to.writeByte(ArchiveSections.BLOBS);
    BlobWriter writer = new BlobWriter();
    source.give(writer);
    to.writeNumber(0);
  }

  ArchiveSummary finish() throws IOException {
    to.writeByte(ArchiveSections.END);
    to.writeNumber(rows);
    to.writeNumber(blobs);
    long length = to.written();
    String sha256 = HexFormat.of().formatHex(to.finish());
    return new ArchiveSummary(header, rows, blobs, length, sha256);
  }

  @Override
  public void close() {
    to.close();
  }

  private final class BlobWriter implements ArchiveBlobs.Sink {
    private final byte[] piece = new byte[PIECE];
    private byte[] before = {};

    @Override
    public void take(String id, InputStream bytes) throws IOException {
      byte[] name = id.getBytes(StandardCharsets.UTF_8);
      if (name.length > ArchiveSections.MAX_BLOB_ID || Arrays.compareUnsigned(before, name) >= 0) {
        throw new IllegalArgumentException("The id of a blob is out of order or too long: " + id);
      }
      to.writeNumber(name.length + 1L);
      to.write(name, 0, name.length);
      // Full pieces, so that the file does not depend on how the stream is read.
      for (int n = bytes.readNBytes(piece, 0, PIECE);
          n > 0;
          n = bytes.readNBytes(piece, 0, PIECE)) {
        to.writeNumber(n);
        to.write(piece, 0, n);
      }
      to.writeNumber(0);
      before = name;
      blobs++;
    }
  }
}
