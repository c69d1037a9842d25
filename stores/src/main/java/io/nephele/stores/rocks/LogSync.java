package io.nephele.stores.rocks;

import io.nephele.core.store.StoreException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * Brings RocksDB's log to the disk, on a thread of its own, since that takes milliseconds and would
 * hold a carrier of virtual threads: one write to the disk for all who wait at the time. Where
 * nobody waits, what was written is brought there within about a second.
 */
final class LogSync {
  private static final long DELAY_MILLIS = 1000;

  private final LongSupplier disk;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition work = lock.newCondition();
  private final Condition done = lock.newCondition();
  private volatile long durable;

  /** The highest number that anybody waits for. */
  private long wanted;

  /** Whether something was written that nobody waits for. */
  private volatile boolean dirty;

  private boolean closed;
  private Thread thread;

  /** How many attempts have failed, and the last one's failure. */
  private long failures;

  private StoreException failure;

  /**
   * @param disk brings the latest state to the disk and returns its number, or throws a
   *     StoreException
   */
  LogSync(LongSupplier disk) {
    this.disk = disk;
  }

  /** Something was written that nobody waits for. */
  void wrote() {
    if (!dirty) {
      lock.lock();
      try {
        dirty = true;
        wake();
      } finally {
        lock.unlock();
      }
    }
  }

  /**
   * Returns when the state of that number is on the disk.
   *
   * @throws StoreException if it could not be brought there
   */
  void await(long number) {
    if (durable >= number) {
      return;
    }
    lock.lock();
    try {
      wanted = Math.max(wanted, number);
      long before = failures;
      wake();
      while (durable < number) {
        if (failures > before) {
          throw new StoreException(failure.getMessage(), failure);
        }
        if (closed) {
          throw new StoreException("The store is closed", null);
        }
        done.awaitUninterruptibly();
      }
    } finally {
      lock.unlock();
    }
  }

  private void wake() {
    if (thread == null && !closed) {
      thread = Thread.ofPlatform().name("log-sync").daemon().unstarted(this::run);
      thread.start();
    }
    work.signal();
  }

  private void run() {
    while (awaitWork()) {
      long number = -1;
      StoreException failed = null;
      try {
        number = disk.getAsLong();
      } catch (StoreException e) {
        failed = e;
      }
      lock.lock();
      try {
        if (failed == null) {
          durable = Math.max(durable, number);
        } else {
          failures++;
          failure = failed;
          wanted = durable; // whoever waited has been told
        }
        done.signalAll();
      } finally {
        lock.unlock();
      }
    }
  }

  /** False if there is nothing to do any more. */
  private boolean awaitWork() {
    lock.lock();
    try {
      while (!closed && wanted <= durable) {
        if (dirty) {
          if (!work.await(DELAY_MILLIS, TimeUnit.MILLISECONDS)) {
            dirty = false;
            return true;
          }
        } else {
          work.await();
        }
      }
      return !closed;
    } catch (InterruptedException e) {
      return false; // nobody does that
    } finally {
      lock.unlock();
    }
  }

  /** Ends the thread once it has done what it is doing. */
  void close() {
    Thread running;
    lock.lock();
    try {
      closed = true;
      running = thread;
      work.signal();
      done.signalAll();
    } finally {
      lock.unlock();
    }
    if (running != null) {
      boolean interrupted = false;
      while (true) {
        try {
          running.join();
          break;
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
