package io.nephele.stores.rocks;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Where readers wait while a database is opened anew. Open nearly always. */
final class Gate {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition opened = lock.newCondition();
  private volatile boolean closed;

  boolean isClosed() {
    return closed;
  }

  /** Keeps readers waiting. */
  void close() {
    closed = true;
  }

  /** Lets those go on who wait. */
  void open() {
    lock.lock();
    try {
      closed = false;
      opened.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Returns when it is open. */
  void await() {
    lock.lock();
    try {
      while (closed) {
        opened.awaitUninterruptibly();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Waits for a millisecond, for whoever has closed it. */
  void pause() {
    lock.lock();
    try {
      long left = TimeUnit.MILLISECONDS.toNanos(1);
      while (closed && left > 0) {
        left = opened.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // nobody does that
    } finally {
      lock.unlock();
    }
  }
}
