package io.nephele.stores.rocks;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/** Tries again and again to make something work that was found broken, on a thread of its own. */
final class Repair {
  private static final long FIRST_DELAY_MILLIS = 250;
  private static final long MAX_DELAY_MILLIS = 4_000;

  private final BooleanSupplier attempt;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition end = lock.newCondition();
  private boolean running;
  private boolean closed;

  /**
   * @param attempt whether it works now
   */
  Repair(BooleanSupplier attempt) {
    this.attempt = attempt;
  }

  /** Begins, unless it has begun. */
  void begin() {
    lock.lock();
    try {
      if (!running && !closed) {
        running = true;
        Thread.ofPlatform().name("store-repair").daemon().start(this::run);
      }
    } finally {
      lock.unlock();
    }
  }

  private void run() {
    long delay = FIRST_DELAY_MILLIS;
    while (pause(delay) && !attempt.getAsBoolean()) {
      delay = Math.min(2 * delay, MAX_DELAY_MILLIS);
    }
    lock.lock();
    try {
      running = false;
    } finally {
      lock.unlock();
    }
  }

  /** False if it is not to go on. */
  private boolean pause(long millis) {
    lock.lock();
    try {
      if (!closed) {
        end.await(millis, TimeUnit.MILLISECONDS);
      }
      return !closed;
    } catch (InterruptedException e) {
      return false; // nobody does that
    } finally {
      lock.unlock();
    }
  }

  /** No more attempts begin. */
  void close() {
    lock.lock();
    try {
      closed = true;
      end.signal();
    } finally {
      lock.unlock();
    }
  }
}
