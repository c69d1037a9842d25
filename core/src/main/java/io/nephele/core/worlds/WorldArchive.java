package io.nephele.core.worlds;

import io.nephele.core.secrets.RootKey;
import io.nephele.core.store.KeyRange;
import io.nephele.core.store.Reader;
import io.nephele.core.store.Store;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * Worlds as files: all rows of a store, and the bytes that belong to them, in a form that does not
 * depend on the engine. One first line tells in JSON what the file is; what follows is compressed
 * by zlib and ends with counts and a SHA-256. The same world gives the same bytes. Rows and blobs
 * are streamed both ways.
 */
public final class WorldArchive {
  /** The version of the form that is written. All versions up to this one can be read. */
  public static final int FORMAT = 1;

  /**
   * What brings rows from each data format to the next; the first leads from format 1 to 2. A
   * change of what services store, if it is more than a field that comes or goes, adds one here.
   */
  private static final List<DataMigration> MIGRATIONS =
      List.of(store -> {}); // to 2: rows with secrets are sealed as they come in

  /** The version of the form that services give their rows now. */
  public static final int DATA_FORMAT = MIGRATIONS.size() + 1;

  private static final RootKey NO_KEY = RootKey.none("The archive is read without a root key.");

  private final ArchiveLimits limits;
  private final List<DataMigration> migrations;

  /** Files within the default limits. */
  public WorldArchive() {
    this(ArchiveLimits.DEFAULT);
  }

  /** Files within limits. */
  public WorldArchive(ArchiveLimits limits) {
    this(limits, MIGRATIONS);
  }

  WorldArchive(ArchiveLimits limits, List<DataMigration> migrations) {
    this.limits = limits;
    this.migrations = migrations;
  }

  /**
   * Writes a world that has no blobs; writers are not disturbed, and what they write meanwhile is
   * not in the file.
   */
  public ArchiveSummary exportTo(OutputStream to, ArchiveHeader header, Store store)
      throws IOException {
    try {
      return store.read(
          reader -> {
            try {
              return exportTo(to, header, reader, ArchiveBlobs.NONE);
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          });
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /** Writes one state of a world. The stream is flushed and stays open. */
  public ArchiveSummary exportTo(
      OutputStream to, ArchiveHeader header, Reader reader, ArchiveBlobs.Source blobs)
      throws IOException {
    try (ArchiveWriter writer = new ArchiveWriter(header, to)) {
      writer.rows(reader);
      writer.blobs(blobs);
      ArchiveSummary summary = writer.finish();
      to.flush();
      return summary;
    }
  }

  /** What a file says of itself, by its first line. Reads no more than that. */
  public ArchiveHeader header(InputStream from) throws IOException {
    try (ArchiveReader reader = new ArchiveReader(from, limits)) {
      return reader.header();
    }
  }

  /**
   * Reads a file up to its end without keeping anything: whether it is whole, and what it holds.
   */
  public ArchiveSummary verify(InputStream from) throws IOException {
    try (ArchiveReader reader = new ArchiveReader(from, limits)) {
      return reader.readAll(
          (key, value) -> {}, (id, bytes) -> bytes.transferTo(OutputStream.nullOutputStream()));
    }
  }

  /** Reads a world that has no blobs into an empty store that nobody else uses yet. */
  public ArchiveSummary importInto(Store store, InputStream from) throws IOException {
    return importInto(store, ArchiveBlobs.NOWHERE, NO_KEY, from);
  }

  /** As the other, leaving in the clear what is so in the file. */
  public ArchiveSummary importInto(Store store, ArchiveBlobs.Sink blobs, InputStream from)
      throws IOException {
    return importInto(store, blobs, NO_KEY, from);
  }

  /**
   * Reads a world into an empty store that nobody else uses yet, in transactions of bounded size,
   * and brings it to the present data format. If that fails the store is left empty again; taking
   * back blobs is up to who keeps them.
   *
   * @param rootKey what secrets are encrypted under that the file has in the clear
   * @throws ArchiveException if the file is no world, or damaged, too new, or too large
   * @throws IllegalArgumentException if the store is not empty
   */
  public ArchiveSummary importInto(
      Store store, ArchiveBlobs.Sink blobs, RootKey rootKey, InputStream from) throws IOException {
    if (store.read(reader -> reader.scan(KeyRange.ALL).hasNext())) {
      throw new IllegalArgumentException("A world is imported into an empty store only");
    }
    try (ArchiveReader reader = new ArchiveReader(from, limits)) {
      int dataFormat = checkedDataFormat(reader.header());
      RowImport rows = new RowImport(store, rootKey);
      ArchiveSummary summary = reader.readAll(rows, blobs);
      rows.flush();
      for (DataMigration migration : migrations.subList(dataFormat - 1, migrations.size())) {
        migration.migrate(store);
      }
      return summary;
    } catch (IOException | RuntimeException | Error e) {
      empty(store, e);
      throw e;
    }
  }

  private int checkedDataFormat(ArchiveHeader header) throws ArchiveException {
    int current = migrations.size() + 1;
    if (header.dataFormat() > current) {
      throw new ArchiveException(
          "The world is of data format "
              + header.dataFormat()
              + " and was written by Nephele "
              + header.nephele()
              + "; this version reads data formats up to "
              + current);
    }
    return header.dataFormat();
  }

  private static void empty(Store store, Throwable failure) {
    try {
      store.write(
          transaction -> {
            transaction.deleteRange(KeyRange.ALL);
            return null;
          });
    } catch (RuntimeException e) {
      failure.addSuppressed(e);
    }
  }
}
