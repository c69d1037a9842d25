package io.nephele.core.worlds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nephele.core.blobs.Blob;
import io.nephele.core.blobs.BlobReferences;
import io.nephele.core.blobs.Blobs;
import io.nephele.core.blobs.NewBlob;
import io.nephele.core.store.Key;
import io.nephele.core.store.MvStores;
import io.nephele.core.store.Store;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The bytes of large values go into a world's file and come back. */
class BlobsInFilesTest {
  private static final ArchiveHeader HEADER = ArchiveHeader.of("1", Instant.EPOCH, "default");
  private static final Key HERE = Key.of("000000000000").with("eu-west-1");
  private static final Key THERE = Key.of("000000000000").with("us-east-1");
  private static final Key OTHER = Key.of("111111111111").with("eu-west-1");

  @TempDir private Path folder;
  private final WorldArchive archive = new WorldArchive();
  private final List<Blob> written = new ArrayList<>();

  private static byte[] bytes(int seed) {
    byte[] bytes = new byte[20_000 + 3_000 * seed];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  private void put(Store store, Blobs blobs, String service, Key owner, int seed)
      throws IOException {
    String name = String.format("%032x", seed + 0xabcdefL);
    ByteArrayInputStream bytes = new ByteArrayInputStream(bytes(seed));
    try (NewBlob blob = seed % 2 == 0 ? blobs.write(bytes) : blobs.write(bytes, () -> name)) {
      store.write(
          transaction -> {
            new BlobReferences(service).retain(transaction, owner, blob.blob());
            return null;
          });
      written.add(blob.blob());
    }
  }

  private byte[] export(Store store, Blobs blobs) throws IOException {
    ByteArrayOutputStream to = new ByteArrayOutputStream();
    try {
      store.read(
          reader -> {
            try {
              return archive.exportTo(to, HEADER, reader, WorldBlobs.of(reader, blobs));
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          });
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    return to.toByteArray();
  }

  @Test
  void eachBlobThatIsReferredToIsInTheFileOnce() throws IOException {
    try (Store store = MvStores.inMemory();
        Store copy = MvStores.inMemory();
        Blobs blobs = Blobs.in(folder.resolve("one"), false);
        Blobs others = Blobs.in(folder.resolve("other"), false)) {
      for (int seed = 0; seed < 12; seed++) {
        put(store, blobs, seed % 2 == 0 ? "s3" : "lambda", seed % 3 == 0 ? HERE : OTHER, seed);
      }
      put(store, blobs, "s3", THERE, 4);
      put(store, blobs, "s3", HERE, 4);
      blobs.write(new ByteArrayInputStream(bytes(99))).close(); // nobody refers to it
      byte[] file = export(store, blobs);
      ArchiveSummary summary =
          archive.importInto(copy, WorldBlobs.into(others), new ByteArrayInputStream(file));
      assertThat(summary.blobs()).isEqualTo(new HashSet<>(written).size()).isEqualTo(12);
      for (Blob blob : written) {
        assertThat(others.openFile(blob.id())).hasSameContentAs(blobs.openFile(blob.id()));
      }
      assertThat(export(copy, others)).isEqualTo(file);
    }
  }

  @Test
  void aBlobThatIsGoneFailsTheExport() throws IOException {
    try (Store store = MvStores.inMemory();
        Blobs blobs = Blobs.in(folder.resolve("one"), false);
        Blobs others = Blobs.in(folder.resolve("other"), false)) {
      put(store, blobs, "s3", HERE, 1);
      assertThatThrownBy(() -> export(store, others)).isInstanceOf(NoSuchFileException.class);
    }
  }

  @Test
  void aBlobOfOtherBytesIsRefused() throws IOException {
    try (Store store = MvStores.inMemory();
        Store copy = MvStores.inMemory();
        Blobs blobs = Blobs.in(folder.resolve("one"), false)) {
      ByteArrayOutputStream to = new ByteArrayOutputStream();
      ArchiveBlobs.Source wrong =
          sink -> sink.take("../../etc/passwd", new ByteArrayInputStream(bytes(1)));
      store.read(
          reader -> {
            try {
              return archive.exportTo(to, HEADER, reader, wrong);
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          });
      assertThatThrownBy(
              () ->
                  archive.importInto(
                      copy, WorldBlobs.into(blobs), new ByteArrayInputStream(to.toByteArray())))
          .isInstanceOf(ArchiveException.class)
          .hasMessage("The file is damaged: blob ../../etc/passwd has other bytes");
      assertThat(RandomWorlds.rows(copy)).isEmpty();
    }
  }
}
