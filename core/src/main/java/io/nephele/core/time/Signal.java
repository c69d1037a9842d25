package io.nephele.core.time;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Says that something may have changed. A waiter reads the version, looks whether there is something to do, and if not
 * waits until the version is another: nothing given in between is missed.
 */
public final class Signal {
  final ReentrantLock lock = new ReentrantLock();
  private final Condition given = lock.newCondition();
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
      version++;
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
      given.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Waits until woken. Holds the lock before and after. */
  void await(Waiter waiter) throws InterruptedException {
    waiters.add(waiter);
    try {
      while (!waiter.isAwake()) {
        given.await();
      }
    } finally {
      waiters.remove(waiter);
    }
  }

  /** Waits until woken or for so many nanoseconds. Holds the lock before and after. */
  void await(long nanos) throws InterruptedException {
    given.awaitNanos(nanos);
  }

  /** Someone who waits, told by the thread that wakes it so that none takes it for idle before it runs. */
  interface Waiter {
    void wake();

    boolean isAwake();
  }
}
