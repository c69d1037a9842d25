package io.nephele.core.store.layers;

import static org.assertj.core.api.Assertions.assertThat;

import io.nephele.core.store.Entry;
import io.nephele.core.store.Key;
import io.nephele.core.store.KeyRange;
import io.nephele.core.store.MvStores;
import io.nephele.core.store.Store;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** The first fork of a world in which others are at work. */
class FirstForkTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  private static int rows(Store store) {
    return store.read(
        reader -> {
          int count = 0;
          for (Entry unused : reader.scan(KeyRange.ALL)) {
            count++;
          }
          return count;
        });
  }

  /** Nothing that is written while the world is forked ends up where nobody looks any more. */
  @Test
  void losesNothingThatIsWrittenMeanwhile() throws Exception {
    for (int round = 0; round < 50; round++) {
      LayeredStores stores = new LayeredStores(MvStores.inMemory(), "main");
      Store main = stores.open("main");
      AtomicLong written = new AtomicLong();
      CountDownLatch begun = new CountDownLatch(4);
      FutureTask<?>[] writers = new FutureTask<?>[4];
      for (int i = 0; i < writers.length; i++) {
        writers[i] =
            new FutureTask<>(
                () -> {
                  for (int n = 0; n < 50; n++) {
                    long number = written.incrementAndGet();
                    main.write(
                        transaction -> {
                          transaction.put(Key.of("t").with(number), new byte[] {1});
                          return null;
                        });
                    begun.countDown();
                  }
                  return null;
                });
        Thread.ofVirtual().start(writers[i]);
      }
      begun.await();
      stores.fork("main", "fork", false, NOW);
      int atFork = rows(stores.open("fork"));
      for (FutureTask<?> writer : writers) {
        writer.get();
      }
      assertThat(rows(main)).isEqualTo(200);
      assertThat(rows(stores.open("fork"))).isEqualTo(atFork);
      stores.close();
    }
  }

  @Test
  void whoReadsAtLengthIsNotWaitedFor() throws Exception {
    LayeredStores stores = new LayeredStores(MvStores.inMemory(), "main");
    stores.readAtLength(
        "main",
        reader -> {
          FutureTask<Void> fork =
              new FutureTask<>(() -> stores.fork("main", "fork", false, NOW), null);
          Thread.ofVirtual().start(fork);
          try {
            return fork.get();
          } catch (Exception e) {
            throw new AssertionError(e);
          }
        });
    assertThat(stores.worlds()).containsKey("fork");
  }
}
