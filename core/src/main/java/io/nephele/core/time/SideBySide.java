package io.nephele.core.time;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/** Does things at the same time, in tasks of a world's clock. */
public final class SideBySide {
  private SideBySide() {}

  /**
   * Runs something that many times at once, once of them in the caller's own thread, and returns
   * when all have ended. Who is a task of the clock's himself does not hold it up meanwhile.
   *
   * @throws RuntimeException what one of them threw
   */
  public static void run(WorldClock clock, int times, Runnable work) throws InterruptedException {
    Signal ended = new Signal();
    AtomicInteger left = new AtomicInteger(times - 1);
    AtomicReference<Throwable> failure = new AtomicReference<>();
    for (int i = 1; i < times; i++) {
      clock.start(
          "side by side",
          () -> {
            tried(work, failure);
            left.decrementAndGet();
            ended.give();
          });
    }
    tried(work, failure);
    for (long seen = ended.version(); left.get() > 0; seen = ended.version()) {
      clock.await(ended, seen);
    }
    if (failure.get() instanceof Error error) {
      throw error;
    }
    if (failure.get() != null) {
      throw (RuntimeException) failure.get();
    }
  }

  private static void tried(Runnable work, AtomicReference<Throwable> failure) {
    try {
      work.run();
    } catch (RuntimeException | Error e) {
      failure.compareAndSet(null, e);
    }
  }
}
