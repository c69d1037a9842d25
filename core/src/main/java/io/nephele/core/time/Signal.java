package io.nephele.core.time;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Says that something may have changed. A waiter reads the version, looks whether there is
 * something to do, and if not waits until the version is another: nothing given in between is
 * missed.
 */
public final class Signal {
  /** To wait until woken. */
  static final long WITHOUT_END = Long.MAX_VALUE;

  final ReentrantLock lock = new ReentrantLock();
  private final Condition woken = lock.newCondition();
  private final List<Waiter> waiters = new ArrayList<>(2);
  private volatile long version;

  /** How often the signal has been given. */
  public long version() {
    return version;
  }

  /** Gives the signal: everyone who waits for it goes on. */
  public void give() {
    lock.lock();
    try {
      long given = version + 1;
      version = given;
      wakeAll();
    } finally {
      lock.unlock();
    }
  }

  /** Has the waiters look at their clock again. */
  void wakeAll() {
    lock.lock();
    try {
      for (int i = 0; i < waiters.size(); i++) {
        waiters.get(i).wake();
      }
      waiters.clear();
      woken.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits until woken, or for so many nanoseconds of the machine. Holds the lock before and after.
   */
  void await(Waiter waiter, long nanos) throws InterruptedException {
    waiters.add(waiter);
    try {
      long left = nanos;
      while (!waiter.isAwake() && left > 0) {
        if (nanos == WITHOUT_END) {
          woken.await();
        } else {
          left = woken.awaitNanos(left);
        }
      }
    } finally {
      waiters.remove(waiter);
    }
  }

  /**
   * Someone who waits, told by the thread that wakes it so that none takes it for idle before it
   * runs.
   */
  interface Waiter {
    void wake();

    boolean isAwake();
  }
}
