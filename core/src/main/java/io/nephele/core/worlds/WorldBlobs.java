package io.nephele.core.worlds;

import io.nephele.core.blobs.BlobReferences;
import io.nephele.core.blobs.Blobs;
import io.nephele.core.blobs.NewBlob;
import io.nephele.core.store.Key;
import io.nephele.core.store.KeyRange;
import io.nephele.core.store.KeyReader;
import io.nephele.core.store.Reader;
import io.nephele.core.store.Scan;
import io.nephele.core.store.Table;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Comparator;
import java.util.PriorityQueue;

/** The blobs of a world, on their way to a file and back. */
public final class WorldBlobs {
  private WorldBlobs() {}

  /** The blobs to which rows of a world refer, each once. */
  public static ArchiveBlobs.Source of(Reader reader, Blobs blobs) {
    return sink -> give(reader, blobs, sink);
  }

  /**
   * Keeps blobs of a file. Rows come before blobs in a file, so that those that are referred to are
   * not collected; others, of a file that turned out to be broken, are collected like any that
   * nobody refers to.
   */
  public static ArchiveBlobs.Sink into(Blobs blobs) {
    return (id, bytes) -> {
      // Of a name that its writer chose, the sum of the whole file proves the bytes.
      try (NewBlob written =
          Blobs.isChosen(id) ? blobs.write(bytes, () -> id) : blobs.write(bytes)) {
        if (!id.equals(written.blob().id())) {
          throw ArchiveInput.damaged("blob " + id + " has other bytes");
        }
      }
    };
  }

  private static void give(Reader reader, Blobs blobs, ArchiveBlobs.Sink sink) throws IOException {
    PriorityQueue<Ids> next = ids(reader);
    String last = null;
    while (!next.isEmpty()) {
      Ids ids = next.poll();
      String id = ids.first;
      if (!id.equals(last)) {
        try (InputStream bytes = blobs.openFile(id)) {
          sink.take(id, bytes);
        }
        last = id;
      }
      if (ids.advance()) {
        next.add(ids);
      }
    }
  }

  /** The rows of references: of each service, account and region those in order of their ids. */
  private static PriorityQueue<Ids> ids(Reader reader) {
    PriorityQueue<Ids> all = new PriorityQueue<>(Comparator.comparing(ids -> ids.first));
    for (String name : Table.names(reader)) {
      if (!BlobReferences.isTable(name)) {
        continue;
      }
      Key table = Key.of(name);
      KeyRange rest = KeyRange.prefix(table);
      for (Scan rows = reader.scan(rest); rows.hasNext(); rows = reader.scan(rest)) {
        Key owner = owner(rows.next().key());
        Ids ids = new Ids(reader.scan(KeyRange.prefix(owner)));
        if (ids.advance()) {
          all.add(ids);
        }
        rest = rest.startingAfter(owner);
      }
    }
    return all;
  }

  /** All parts of a key but the last. */
  private static Key owner(Key key) {
    KeyReader parts = key.reader();
    Key last = parts.rest();
    while (parts.hasNext()) {
      last = parts.rest();
      parts.next();
    }
    byte[] encoded = key.encoded();
    int length = encoded.length - last.encoded().length;
    return Key.encoded(Arrays.copyOf(encoded, length));
  }

  /** Ids in order. */
  private static final class Ids {
    private final Scan rows;
    private String first;

    private Ids(Scan rows) {
      this.rows = rows;
    }

    private boolean advance() {
      if (!rows.hasNext()) {
        return false;
      }
      first = BlobReferences.blobOf(rows.next().key());
      return true;
    }
  }
}
