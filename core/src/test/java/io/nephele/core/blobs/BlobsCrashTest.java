package io.nephele.core.blobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.nephele.core.store.MvStores;
import io.nephele.core.store.Store;
import io.nephele.core.time.VirtualClock;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random calls, and at every change of a file or a row what a crash at that moment would leave: the
 * files as they are and the rows that are committed.
 */
class BlobsCrashTest {
  private static final Duration GRACE = Duration.ofMinutes(1);
  private static final int CALLS = 20;
  private static final int NAMES = 4;
  private static final int CONTENTS = 5;

  @TempDir private Path root;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void aCrashAtAnyMomentLosesNothingThatRowsReferTo(long seed) throws IOException {
    Random random = new Random(seed);
    VirtualClock clock = new VirtualClock(Instant.parse("2026-01-01T00:00:00Z"));
    AtomicInteger crashes = new AtomicInteger();
    Path folder = root.resolve("blobs");
    try (Store store = MvStores.inMemory()) {
      Consumer<String> crash =
          step -> {
            Path copy = root.resolve("crash-" + crashes.incrementAndGet());
            try {
              copy(folder, copy);
              survive(copy, Objects.all(store));
              delete(copy);
            } catch (IOException e) {
              throw new UncheckedIOException("seed " + seed + ", " + step, e);
            }
          };
      Blobs blobs = Blobs.in(folder, random.nextBoolean(), crash);
      Objects objects = new Objects(blobs);
      BlobCollector collector =
          new BlobCollector(blobs, clock::now, GRACE, Objects.references(store));
      for (int call = 0; call < CALLS; call++) {
        String name = "object" + random.nextInt(NAMES);
        switch (random.nextInt(6)) {
          case 0, 1 -> objects.put(store, name, content(random), crash);
          case 2 -> objects.delete(store, name);
          case 3 -> objects.copy(store, name, "object" + random.nextInt(NAMES));
          default -> {
            clock.advance(Duration.ofSeconds(random.nextInt(90)));
            collector.collect();
          }
        }
        for (String each : Objects.all(store).keySet()) {
          objects.check(store, each);
        }
      }
    }
    assertThat(crashes).hasValueGreaterThan(10);
  }

  /** The same few contents come again and again. */
  private static byte[] content(Random random) {
    byte[] bytes = new byte[Blobs.MOST_IN_ROW + 1 + random.nextInt(3)];
    Arrays.fill(bytes, (byte) random.nextInt(CONTENTS));
    return bytes;
  }

  /** What the next process finds: all that rows refer to, and nothing else for long. */
  private static void survive(Path folder, Map<String, Blob> rows) throws IOException {
    Blobs blobs = Blobs.in(folder, false);
    Objects objects = new Objects(blobs);
    Set<String> expected = new HashSet<>();
    for (Blob blob : rows.values()) {
      objects.check(blob);
      expected.add(blob.id());
    }
    VirtualClock clock = new VirtualClock(Instant.parse("2026-02-01T00:00:00Z"));
    BlobCollector collector = new BlobCollector(blobs, clock::now, GRACE, expected::forEach);
    collector.collect();
    clock.advance(GRACE);
    collector.collect();
    Set<String> left = new HashSet<>();
    blobs.folder().forEach(left::add);
    assertThat(left).isEqualTo(expected);
    for (Blob blob : rows.values()) {
      objects.check(blob);
    }
    try (NewBlob written = blobs.write(new ByteArrayInputStream(new byte[20_000]))) {
      objects.check(written.blob());
    }
    try (Stream<Path> incoming = Files.list(folder.resolve("incoming"))) {
      assertThat(incoming).isEmpty();
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.createDirectories(to);
    if (!Files.exists(from)) {
      return;
    }
    try (Stream<Path> all = Files.walk(from)) {
      for (Path each : all.toList()) {
        Path target = to.resolve(from.relativize(each).toString());
        if (Files.isDirectory(each)) {
          Files.createDirectories(target);
        } else {
          Files.copy(each, target);
        }
      }
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path each : all.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    }
  }
}
