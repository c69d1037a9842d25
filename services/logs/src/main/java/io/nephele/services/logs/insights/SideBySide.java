package io.nephele.services.logs.insights;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.IntFunction;

/** Does work that keeps processors busy on threads of its own, so that calls go on meanwhile. */
final class SideBySide {
  private SideBySide() {}

  /**
   * Does tasks, which are numbered from 0, in about that order.
   *
   * @param taker is given what each returned, by several threads
   * @throws RuntimeException what a task threw first; tasks that have not begun are left out then
   */
  static <T> void run(int tasks, IntFunction<T> task, Consumer<T> taker) {
    AtomicInteger next = new AtomicInteger();
    AtomicReference<RuntimeException> failure = new AtomicReference<>();
    int threads = Math.min(tasks, Runtime.getRuntime().availableProcessors());
    List<Thread> started = new ArrayList<>(threads);
    for (int i = 0; i < threads; i++) {
      started.add(
          Thread.ofPlatform()
              .name("query-" + i)
              .daemon()
              .start(
                  () -> {
                    try {
                      for (int number = next.getAndIncrement();
                          number < tasks && failure.get() == null;
                          number = next.getAndIncrement()) {
                        taker.accept(task.apply(number));
                      }
                    } catch (RuntimeException e) {
                      failure.compareAndSet(null, e);
                    }
                  }));
    }
    for (Thread thread : started) {
      boolean interrupted = false;
      while (thread.isAlive()) {
        try {
          thread.join();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
    if (failure.get() != null) {
      throw failure.get();
    }
  }
}
