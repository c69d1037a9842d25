package io.nephele.core.blobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.nephele.core.store.MvStores;
import io.nephele.core.store.Store;
import io.nephele.core.store.StoreException;
import io.nephele.core.store.layers.LayeredStores;
import io.nephele.core.time.VirtualClock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Writers, readers, forks and the collector at the same time. */
class BlobsConcurrencyTest {
  private static final int WRITERS = 4;
  private static final int CALLS = 250;
  private static final int NAMES = 6;
  private static final int CONTENTS = 5;
  private static final int FORKS = 3;

  @TempDir private Path folder;

  @Test
  void nothingThatAWorldHasIsCollected() throws Exception {
    VirtualClock clock = new VirtualClock(Instant.parse("2026-01-01T00:00:00Z"));
    try (Store store = MvStores.inMemory();
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      LayeredStores worlds = new LayeredStores(store, "main");
      Blobs blobs = Blobs.in(folder, false, step -> Thread.yield());
      // No grace at all: whatever two collections find without a row goes.
      BlobCollector collector =
          new BlobCollector(
              blobs,
              clock::now,
              Duration.ZERO,
              to ->
                  worlds.forEachKey(
                      BlobReferences::isTable, key -> to.accept(BlobReferences.blobOf(key))));
      AtomicBoolean ended = new AtomicBoolean();
      Future<Integer> collecting =
          threads.submit(
              () -> {
                int deleted = 0;
                while (!ended.get()) {
                  deleted += collector.collect().deleted();
                }
                return deleted;
              });
      List<Callable<Void>> writers = new ArrayList<>();
      for (int writer = 0; writer < WRITERS; writer++) {
        Random random = new Random(writer);
        writers.add(
            () -> {
              for (int call = 0; call < CALLS; call++) {
                call(worlds, new Objects(blobs), random, clock);
              }
              return null;
            });
      }
      try {
        for (Future<Void> writer : threads.invokeAll(writers)) {
          writer.get();
        }
      } finally {
        ended.set(true);
      }
      assertThat(collecting.get()).isPositive();

      Objects objects = new Objects(blobs);
      Set<String> expected = new HashSet<>();
      List<String> names = new ArrayList<>(worlds.worlds().keySet());
      names.add("main");
      for (String world : names) {
        for (Blob blob : Objects.all(worlds.open(world)).values()) {
          objects.check(blob);
          expected.add(blob.id());
        }
      }
      while (worlds.tidy()) {
        Thread.onSpinWait();
      }
      collector.collect();
      collector.collect();
      Set<String> left = new HashSet<>();
      blobs.folder().forEach(left::add);
      assertThat(left).containsAll(expected);
    }
  }

  private static void call(LayeredStores worlds, Objects objects, Random random, VirtualClock clock)
      throws Exception {
    String world = random.nextInt(3) == 0 ? "main" : "fork" + random.nextInt(FORKS);
    String name = "object" + random.nextInt(NAMES);
    try {
      Store store = worlds.open(world);
      switch (random.nextInt(12)) {
        case 0 -> worlds.fork("main", world, false, clock.now());
        case 1 -> worlds.delete(world);
        case 2, 3 -> objects.delete(store, name);
        case 4 -> objects.copy(store, name, "object" + random.nextInt(NAMES));
        case 5, 6, 7 -> objects.check(store, name);
        case 8 -> worlds.tidy();
        default -> {
          byte[] bytes = new byte[Blobs.MOST_IN_ROW + 1];
          Arrays.fill(bytes, (byte) random.nextInt(CONTENTS));
          objects.put(store, name, bytes, step -> Thread.yield());
        }
      }
    } catch (IllegalArgumentException | StoreException e) {
      // There is no such world (any more), or there is one already.
    }
  }
}
