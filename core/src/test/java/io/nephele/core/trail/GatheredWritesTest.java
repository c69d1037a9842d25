package io.nephele.core.trail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Phaser;
import org.junit.jupiter.api.Test;

final class GatheredWritesTest {
  @Test
  void whatWasGivenIsWrittenWhenTheCallReturns() throws InterruptedException {
    Queue<Integer> written = new ConcurrentLinkedQueue<>();
    GatheredWrites<Integer> writes = new GatheredWrites<>(written::addAll);
    Queue<Integer> missing = new ConcurrentLinkedQueue<>();
    List<Thread> threads = new ArrayList<>();
    for (int t = 0; t < 8; t++) {
      int first = t * 100;
      threads.add(
          Thread.ofVirtual()
              .start(
                  () -> {
                    for (int i = first; i < first + 100; i++) {
                      writes.write(List.of(i));
                      if (!written.contains(i)) {
                        missing.add(i);
                      }
                    }
                  }));
    }
    for (Thread thread : threads) {
      thread.join();
    }

    assertThat(missing).isEmpty();
    assertThat(written).hasSize(800).doesNotHaveDuplicates();
  }

  @Test
  void thoseWhoComeWhileOthersWriteShareATransaction() throws InterruptedException {
    Phaser writing = new Phaser(1);
    CountDownLatch go = new CountDownLatch(1);
    Queue<List<Integer>> groups = new ConcurrentLinkedQueue<>();
    GatheredWrites<Integer> writes =
        new GatheredWrites<>(
            items -> {
              writing.arrive();
              await(go);
              groups.add(List.copyOf(items));
            });
    List<Thread> threads = new ArrayList<>();
    // Four groups are being written; what is kept meanwhile goes with the next one.
    for (int i = 0; i < 4; i++) {
      int item = i;
      int phase = writing.getPhase();
      threads.add(Thread.ofVirtual().start(() -> writes.write(List.of(item))));
      writing.awaitAdvance(phase);
    }
    assertThat(writes.keep(List.of(4, 5))).isEqualTo(2);
    assertThat(writes.keep(List.of(6))).isEqualTo(3);
    Thread flushing = Thread.ofVirtual().start(writes::flush);
    go.countDown();
    flushing.join();
    for (Thread thread : threads) {
      thread.join();
    }

    assertThat(groups).hasSize(5).contains(List.of(4, 5, 6));
  }

  @Test
  void whoWaitsIsToldThatItFailed() {
    GatheredWrites<Integer> writes =
        new GatheredWrites<>(
            items -> {
              throw new IllegalStateException("full");
            });

    assertThatThrownBy(() -> writes.write(List.of(1))).hasMessage("full");
    writes.keep(List.of(2));
    assertThatThrownBy(writes::flush).hasMessage("full");
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
