package io.nephele.core.blobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nephele.core.store.MvStores;
import io.nephele.core.store.Store;
import io.nephele.core.store.layers.LayeredStores;
import io.nephele.core.time.VirtualClock;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BlobCollectorTest {
  private static final Duration GRACE = Duration.ofMinutes(10);

  @TempDir private Path folder;
  private final VirtualClock clock = new VirtualClock(Instant.parse("2026-01-01T00:00:00Z"));
  private final Store store = MvStores.inMemory();
  private Blobs blobs;
  private Objects objects;
  private BlobCollector collector;

  @BeforeEach
  void prepare() {
    blobs = Blobs.in(folder, false);
    objects = new Objects(blobs);
    collector = new BlobCollector(blobs, clock::now, GRACE, Objects.references(store));
  }

  @AfterEach
  void close() {
    store.close();
  }

  private static byte[] bytes(int of) {
    byte[] bytes = new byte[20_000];
    Arrays.fill(bytes, (byte) of);
    return bytes;
  }

  private void put(Store world, String name, int content) throws IOException {
    objects.put(world, name, bytes(content), step -> {});
  }

  private BlobCollector.Result collect() throws IOException {
    return collector.collect();
  }

  private BlobCollector.Result collectLater() throws IOException {
    clock.advance(GRACE);
    return collector.collect();
  }

  private static BlobCollector.Result result(int deleted, int waiting, int referenced) {
    return new BlobCollector.Result(deleted, waiting, referenced);
  }

  @Test
  void deletesWhatNoRowRefersToForAWhile() throws IOException {
    put(store, "a", 1);
    put(store, "b", 2);
    Blob gone = Objects.get(store, "a");
    assertThat(collect()).isEqualTo(result(0, 0, 2));
    objects.delete(store, "a");
    assertThat(collectLater()).as("seen so for the first time").isEqualTo(result(0, 1, 1));
    objects.check(gone);
    clock.advance(GRACE.minusMillis(1));
    assertThat(collect()).isEqualTo(result(0, 1, 1));
    clock.advance(Duration.ofMillis(1));
    assertThat(collect()).isEqualTo(result(1, 0, 1));
    assertThatThrownBy(() -> objects.check(gone)).isInstanceOf(IOException.class);
    objects.check(store, "b");
    assertThat(collectLater()).isEqualTo(result(0, 0, 1));
  }

  @Test
  void countsRows() throws IOException {
    put(store, "a", 1);
    put(store, "same", 1);
    objects.copy(store, "a", "copy");
    Blob blob = Objects.get(store, "a");
    for (String name : new String[] {"a", "same"}) {
      objects.delete(store, name);
      collect();
      assertThat(collectLater()).isEqualTo(result(0, 0, 1));
    }
    put(store, "copy", 2);
    collect();
    assertThat(collectLater()).isEqualTo(result(1, 0, 1));
    assertThatThrownBy(
            () ->
                store.write(
                    transaction -> {
                      new BlobReferences("test").release(transaction, Objects.OWNER, blob);
                      return null;
                    }))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void keepsWhatIsWrittenAndHasNoRowYet() throws IOException {
    try (NewBlob written = blobs.write(new ByteArrayInputStream(bytes(1)))) {
      assertThat(collect()).isEqualTo(result(0, 1, 0));
      assertThat(collectLater()).isEqualTo(result(0, 0, 0));
      objects.check(written.blob());
    }
    assertThat(collect()).isEqualTo(result(0, 1, 0));
    assertThat(collectLater()).isEqualTo(result(1, 0, 0));
  }

  @Test
  void keepsWhatIsWrittenAgain() throws IOException {
    put(store, "a", 1);
    objects.delete(store, "a");
    assertThat(collect()).isEqualTo(result(0, 1, 0));
    put(store, "b", 1);
    assertThat(collectLater()).isEqualTo(result(0, 0, 1));
    objects.check(store, "b");
  }

  /** The moment between looking at rows and deleting files. */
  @Test
  void keepsWhatIsWrittenAgainWhileItCollects() throws IOException {
    put(store, "a", 1);
    objects.delete(store, "a");
    boolean[] late = new boolean[1];
    BlobCollector.References rows = Objects.references(store);
    BlobCollector disturbed =
        new BlobCollector(
            blobs,
            clock::now,
            GRACE,
            to -> {
              rows.forEach(to);
              if (late[0]) {
                try {
                  put(store, "b", 1);
                } catch (IOException e) {
                  throw new java.io.UncheckedIOException(e);
                }
              }
            });
    assertThat(disturbed.collect()).isEqualTo(result(0, 1, 0));
    clock.advance(GRACE);
    late[0] = true;
    assertThat(disturbed.collect()).isEqualTo(result(0, 0, 0));
    objects.check(store, "b");
  }

  @Test
  void keepsWhatAnyWorldHas() throws IOException {
    LayeredStores worlds = new LayeredStores(store, "main");
    collector =
        new BlobCollector(
            blobs,
            clock::now,
            GRACE,
            to ->
                worlds.forEachKey(
                    BlobReferences::isTable, key -> to.accept(BlobReferences.blobOf(key))));
    Store main = worlds.open("main");
    put(main, "a", 1);
    put(main, "b", 2);
    Blob shared = Objects.get(main, "a");
    worlds.fork("main", "fork", false, clock.now());
    Store fork = worlds.open("fork");
    worlds.fork("main", "kept", true, clock.now());
    objects.delete(main, "a");
    objects.delete(main, "b");
    put(fork, "c", 3);
    objects.delete(fork, "b");
    collect();
    assertThat(collectLater()).isEqualTo(result(0, 0, 3));
    objects.check(fork, "a");
    objects.check(worlds.open("kept"), "b");

    worlds.delete("kept");
    worlds.delete("fork");
    while (worlds.tidy()) {
      Thread.onSpinWait();
    }
    collect();
    assertThat(collectLater()).isEqualTo(result(3, 0, 0));
    assertThatThrownBy(() -> objects.check(shared)).isInstanceOf(IOException.class);
  }

  @Test
  void findsNothingInAFolderThatIsNotThere() throws IOException {
    Blobs none = Blobs.in(folder.resolve("none"), false);
    assertThat(new BlobCollector(none, clock::now, GRACE, to -> {}).collect())
        .isEqualTo(result(0, 0, 0));
    try (Blobs temporary = Blobs.temporary()) {
      assertThat(new BlobCollector(temporary, clock::now, GRACE, to -> {}).collect())
          .isEqualTo(result(0, 0, 0));
    }
  }
}
