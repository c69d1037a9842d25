package io.nephele.machine.sandboxes;

import io.nephele.core.logging.LazyLogger;
import java.lang.System.Logger.Level;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Looks at sandboxes twenty times a second, as long as programs run in any. */
final class Watch {
  private static final System.Logger LOG = new LazyLogger(Watch.class);
  private static final long INTERVAL_MILLIS = 50;

  /** Walking through folders is dearer than looking at processes. */
  private static final int STORAGE_EVERY = 4;

  private final Set<Sandbox> open;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private boolean running;
  private boolean ended;

  Watch(Set<Sandbox> open) {
    this.open = open;
  }

  /** Programs run now. */
  void begin() {
    lock.lock();
    try {
      if (!running && !ended) {
        running = true;
        Thread.ofPlatform().name("sandbox-watch").daemon().start(this::run);
      }
    } finally {
      lock.unlock();
    }
  }

  void end() {
    lock.lock();
    try {
      ended = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void run() {
    for (int round = 0; goesOn(); round++) {
      for (Sandbox sandbox : open) {
        try {
          sandbox.check(round % STORAGE_EVERY == 0);
        } catch (RuntimeException e) {
          LOG.log(Level.WARNING, "A sandbox cannot be watched", e);
        }
      }
    }
  }

  private boolean goesOn() {
    lock.lock();
    try {
      if (!ended) {
        changed.awaitNanos(TimeUnit.MILLISECONDS.toNanos(INTERVAL_MILLIS));
      }
      running = !ended && open.stream().anyMatch(Sandbox::isActive);
      return running;
    } catch (InterruptedException e) {
      running = false;
      return false;
    } finally {
      lock.unlock();
    }
  }
}
