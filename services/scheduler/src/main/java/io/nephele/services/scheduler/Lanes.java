package io.nephele.services.scheduler;

import io.nephele.core.World;
import io.nephele.core.time.Signal;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/** Does many things whose order does not matter side by side, in tasks of the world's clock. */
final class Lanes {
  private static final int MOST = 8;

  /** Less than this is not worth another task. */
  private static final int FEW = 8;

  private final World world;

  Lanes(World world) {
    this.world = world;
  }

  /** Does one of the things. */
  interface Lane extends AutoCloseable {
    void run(int index);

    /** The lane has nothing more to do. */
    @Override
    void close();
  }

  /**
   * Does as many things as said, each once, and returns when all are done.
   *
   * @throws RuntimeException what one of them threw
   */
  void each(int count, Supplier<Lane> lanes) throws InterruptedException {
    int others = world.ids().areSeeded() ? 0 : Math.min(MOST, count / FEW) - 1;
    Work work = new Work(count, lanes, new AtomicInteger(), new AtomicReference<>());
    if (others <= 0) {
      work.run();
    } else {
      Signal done = new Signal();
      AtomicInteger left = new AtomicInteger(others);
      for (int i = 0; i < others; i++) {
        world
            .clock()
            .start(
                "schedules",
                () -> {
                  work.run();
                  left.decrementAndGet();
                  done.give();
                });
      }
      work.run();
      for (long seen = done.version(); left.get() > 0; seen = done.version()) {
        world.clock().await(done, seen);
      }
    }
    Throwable failure = work.failure.get();
    if (failure instanceof Error error) {
      throw error;
    }
    if (failure != null) {
      throw (RuntimeException) failure;
    }
  }

  private record Work(
      int count, Supplier<Lane> lanes, AtomicInteger next, AtomicReference<Throwable> failure)
      implements Runnable {
    @Override
    public void run() {
      try (Lane lane = lanes.get()) {
        for (int i = next.getAndIncrement();
            i < count && failure.get() == null;
            i = next.getAndIncrement()) {
          lane.run(i);
        }
      } catch (RuntimeException | Error e) {
        failure.compareAndSet(null, e);
      }
    }
  }
}
