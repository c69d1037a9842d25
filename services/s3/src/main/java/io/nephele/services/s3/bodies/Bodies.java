package io.nephele.services.s3.bodies;

import io.nephele.core.World;
import io.nephele.core.blobs.BlobReferences;
import io.nephele.core.blobs.NewBlob;
import io.nephele.core.store.Direction;
import io.nephele.core.store.Key;
import io.nephele.core.store.KeyRange;
import io.nephele.core.store.KeyReader;
import io.nephele.core.store.Reader;
import io.nephele.core.store.Table;
import io.nephele.core.store.Transaction;
import io.nephele.model.Body;
import io.nephele.model.Bytes;
import io.nephele.services.s3.buckets.Bucket;
import io.nephele.wire.checksum.CheckedBody;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;

/**
 * The bodies of a world: rows of parts, whose encrypted bytes are blobs. A body has a number; a
 * body in parts is written part by part, before the object that it becomes is there.
 */
public final class Bodies {
  private static final int SALT = 16;

  private final World world;
  private final Table<BodyPart> parts = Table.of("s3.parts", BodyPart.class);
  private final BlobReferences references = new BlobReferences("s3");

  /** The bodies of a world. */
  public Bodies(World world) {
    this.world = world;
  }

  /** A part and its number. */
  public record Numbered(int number, BodyPart part) {}

  /** A number for a new body. */
  public long newId() {
    return world.ids().nextLong(Long.MAX_VALUE);
  }

  /**
   * Stores the bytes of a part, to be referred to by {@link #put}.
   *
   * @param plain read to its end; what it throws is thrown
   * @param expected how many bytes there should be, or -1
   * @param checksumAlgorithm of the checksum to compute, as S3 names it, or null
   */
  public WrittenPart write(
      InputStream plain, long expected, byte[] dataKey, String checksumAlgorithm)
      throws IOException {
    Bytes salt = Bytes.of(world.ids().secretBytes(SALT));
    DigestedStream digested = new DigestedStream(plain, checksumAlgorithm);
    SealedStream sealed = new SealedStream(digested, Sealing.of(dataKey, salt), expected);
    NewBlob written = world.blobs().write(sealed, sealed::name);
    return new WrittenPart(
        new BodyPart(
            written.blob(),
            salt,
            digested.size(),
            HexFormat.of().formatHex(digested.md5()),
            checksumAlgorithm,
            digested.checksum(),
            world.clock().millis()),
        written);
  }

  /**
   * As the other, of the content of a request: a checksum that came with it is computed once, where
   * it is checked.
   *
   * @param checksumAlgorithm of the checksum to keep, as S3 names it, or null
   */
  public WrittenPart write(Body content, byte[] dataKey, String checksumAlgorithm)
      throws IOException {
    boolean checked =
        content instanceof CheckedBody body
            && body.algorithm() != null
            && body.algorithm().name().equals(checksumAlgorithm);
    try (InputStream plain = new SentStream(content.open())) {
      WrittenPart written =
          write(plain, content.length(), dataKey, checked ? null : checksumAlgorithm);
      if (!checked) {
        return written;
      }
      String checksum =
          ((CheckedBody) content).checksums().get(((CheckedBody) content).algorithm());
      return new WrittenPart(
          written.part().withChecksum(checksumAlgorithm, checksum), written.written());
    }
  }

  /** Makes a part one of a body, in place of the one of that number. */
  public void put(Transaction transaction, Bucket bucket, long body, int number, BodyPart part) {
    Key key = key(bucket, body).with(number);
    BodyPart before = parts.get(transaction, key);
    if (before != null) {
      references.release(transaction, bucket.owner(), before.blob());
    }
    references.retain(transaction, bucket.owner(), part.blob());
    parts.put(transaction, key, part);
  }

  /** The parts of a body, in order. */
  public List<Numbered> parts(Reader reader, Bucket bucket, long body) {
    Key prefix = key(bucket, body);
    List<Numbered> all = new ArrayList<>();
    for (Table.Row<BodyPart> row : parts.scan(reader, prefix)) {
      KeyReader key = row.key().without(prefix).reader();
      all.add(new Numbered((int) key.nextLong(), row.value()));
    }
    return all;
  }

  /** The parts of a body whose numbers are higher than one, in order; at most so many. */
  public List<Numbered> parts(Reader reader, Bucket bucket, long body, int after, int most) {
    Key prefix = key(bucket, body);
    List<Numbered> some = new ArrayList<>();
    KeyRange range = KeyRange.prefix(prefix).startingAfter(prefix.with(after));
    Table.Rows<BodyPart> rows = parts.scan(reader, range, Direction.FORWARD);
    while (some.size() < most && rows.hasNext()) {
      Table.Row<BodyPart> row = rows.next();
      some.add(new Numbered((int) row.key().without(prefix).reader().nextLong(), row.value()));
    }
    return some;
  }

  /** The part of that number, or null. */
  public BodyPart part(Reader reader, Bucket bucket, long body, int number) {
    return parts.get(reader, key(bucket, body).with(number));
  }

  /** Removes a part of a body. */
  public void remove(Transaction transaction, Bucket bucket, long body, int number) {
    Key key = key(bucket, body).with(number);
    BodyPart part = parts.get(transaction, key);
    if (part != null) {
      references.release(transaction, bucket.owner(), part.blob());
      parts.delete(transaction, key);
    }
  }

  /** Removes a whole body. */
  public void remove(Transaction transaction, Bucket bucket, long body) {
    for (Numbered part : parts(transaction, bucket, body)) {
      references.release(transaction, bucket.owner(), part.part().blob());
    }
    parts.deletePrefix(transaction, key(bucket, body));
  }

  /**
   * Some of the plain bytes of a body. Files are opened one after another as they are reached, but
   * for the first.
   *
   * @param offset the first byte
   * @param length how many
   */
  public Body open(List<Numbered> body, byte[] dataKey, long offset, long length)
      throws IOException {
    if (length == 0) {
      return Body.EMPTY;
    }
    List<Slice> slices = slices(body, offset, length);
    InputStream first = open(slices.getFirst(), dataKey);
    if (slices.size() == 1) {
      return Body.of(first, length);
    }
    Iterator<Slice> rest = slices.subList(1, slices.size()).iterator();
    return Body.of(
        new SequenceInputStream(
            new Enumeration<>() {
              private InputStream next = first;

              @Override
              public boolean hasMoreElements() {
                return next != null || rest.hasNext();
              }

              @Override
              public InputStream nextElement() {
                InputStream opened = next;
                next = null;
                return opened != null ? opened : new LaterStream(() -> open(rest.next(), dataKey));
              }
            }),
        length);
  }

  private record Slice(BodyPart part, long offset, long length) {}

  private static List<Slice> slices(List<Numbered> body, long offset, long length) {
    List<Slice> slices = new ArrayList<>();
    long start = 0;
    for (Numbered numbered : body) {
      long size = numbered.part().size();
      long from = Math.max(offset - start, 0);
      long to = Math.min(offset + length - start, size);
      if (from < to) {
        slices.add(new Slice(numbered.part(), from, to - from));
      }
      start += size;
    }
    return Collections.unmodifiableList(slices);
  }

  private InputStream open(Slice slice, byte[] dataKey) throws IOException {
    BodyPart part = slice.part();
    long firstPiece = slice.offset() / Sealing.PIECE;
    long lastPiece = (slice.offset() + slice.length() - 1) / Sealing.PIECE;
    Sealing sealing = Sealing.of(dataKey, part.salt());
    int sealedPiece = Sealing.PIECE + sealing.added();
    long from = firstPiece * sealedPiece;
    long to = Math.min((lastPiece + 1) * sealedPiece, sealing.sealedSize(part.size()));
    InputStream sealed = world.blobs().open(part.blob(), from, to - from).open();
    InputStream plain =
        new OpenedStream(sealed, part.blob().id(), sealing, part.size(), firstPiece);
    plain.skipNBytes(slice.offset() - firstPiece * Sealing.PIECE);
    return new LimitedStream(plain, slice.length());
  }

  private static Key key(Bucket bucket, long body) {
    return bucket.objects().with(body);
  }
}
