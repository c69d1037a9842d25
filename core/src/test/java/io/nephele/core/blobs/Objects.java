package io.nephele.core.blobs;

import io.nephele.core.store.Key;
import io.nephele.core.store.Store;
import io.nephele.core.store.Table;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** What a service such as S3 does with blobs: named objects with bytes, in the store of a world. */
final class Objects {
  static final Key OWNER = Key.of("000000000000").with("us-east-1");

  private static final Table<Row> ROWS = Table.of("test.objects", Row.class);
  private static final BlobReferences REFERENCES = new BlobReferences("test");

  private final Blobs blobs;

  /** What is stored of an object. */
  record Row(Blob blob) {}

  Objects(Blobs blobs) {
    this.blobs = blobs;
  }

  /** Stores an object in place of the one there was; the step is told between the changes. */
  void put(Store store, String name, byte[] bytes, Consumer<String> step) throws IOException {
    try (NewBlob written = blobs.write(new ByteArrayInputStream(bytes))) {
      step.accept("written, no row");
      store.write(
          transaction -> {
            Row before = ROWS.get(transaction, OWNER.with(name));
            REFERENCES.retain(transaction, OWNER, written.blob());
            ROWS.put(transaction, OWNER.with(name), new Row(written.blob()));
            if (before != null) {
              REFERENCES.release(transaction, OWNER, before.blob);
            }
            return null;
          });
      step.accept("row");
    }
  }

  void copy(Store store, String from, String to) {
    store.write(
        transaction -> {
          Row source = ROWS.get(transaction, OWNER.with(from));
          if (source != null && !from.equals(to)) {
            Row before = ROWS.get(transaction, OWNER.with(to));
            REFERENCES.retain(transaction, OWNER, source.blob);
            ROWS.put(transaction, OWNER.with(to), source);
            if (before != null) {
              REFERENCES.release(transaction, OWNER, before.blob);
            }
          }
          return null;
        });
  }

  void delete(Store store, String name) {
    store.write(
        transaction -> {
          Row before = ROWS.get(transaction, OWNER.with(name));
          if (before != null) {
            ROWS.delete(transaction, OWNER.with(name));
            REFERENCES.release(transaction, OWNER, before.blob);
          }
          return null;
        });
  }

  /** The blobs of all objects, by name. */
  static Map<String, Blob> all(Store store) {
    return store.read(
        reader -> {
          Map<String, Blob> all = new TreeMap<>();
          for (Table.Row<Row> row : ROWS.scan(reader, OWNER)) {
            all.put(row.key().without(OWNER).reader().nextText(), row.value().blob);
          }
          return all;
        });
  }

  static Blob get(Store store, String name) {
    Row row = store.read(reader -> ROWS.get(reader, OWNER.with(name)));
    return row == null ? null : row.blob;
  }

  /** Reads an object; fails unless its bytes are those that its row says. */
  void check(Store store, String name) throws IOException {
    for (int attempt = 0; ; attempt++) {
      Blob blob = get(store, name);
      if (blob == null) {
        return;
      }
      try {
        check(blob);
        return;
      } catch (NoSuchFileException e) {
        // Legal only if the row went, too, since it was read.
        if (blob.equals(get(store, name)) || attempt == 100) {
          throw e;
        }
      }
    }
  }

  /** Reads a blob; fails unless its bytes are what its id says. */
  void check(Blob blob) throws IOException {
    if (!blob.isFile()) {
      return;
    }
    try (InputStream in = blobs.open(blob).open()) {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      long length = 0;
      byte[] piece = new byte[8192];
      for (int count = in.read(piece); count >= 0; count = in.read(piece)) {
        digest.update(piece, 0, count);
        length += count;
      }
      String id = HexFormat.of().formatHex(digest.digest());
      if (length != blob.length() || !id.equals(blob.id())) {
        throw new AssertionError("blob " + blob + " has the bytes of " + id + " " + length);
      }
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The references that rows of one store make. */
  static BlobCollector.References references(Store store) {
    return to ->
        store.read(
            reader -> {
              for (String table : Table.names(reader)) {
                if (BlobReferences.isTable(table)) {
                  Key prefix = Key.of(table);
                  reader
                      .scan(io.nephele.core.store.KeyRange.prefix(prefix))
                      .forEachRemaining(
                          entry -> to.accept(BlobReferences.blobOf(entry.key().without(prefix))));
                }
              }
              return null;
            });
  }
}
