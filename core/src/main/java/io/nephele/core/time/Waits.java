package io.nephele.core.time;

import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The waits of calls that are being answered, such as long polls. When the world stops they all end
 * at once, as if their time were over, and nothing but a wait is disturbed: a call that is working
 * goes on.
 */
public final class Waits {
  private final WorldClock clock;
  private final Set<Wait> waiting = ConcurrentHashMap.newKeySet();
  private volatile boolean ended;

  /** Waits by that clock. */
  public Waits(WorldClock clock) {
    this.clock = clock;
  }

  /**
   * As {@link WorldClock#await(Signal, long, Instant)}, but false as soon as all waits are ended.
   *
   * @throws InterruptedException if the thread is interrupted, because the caller's client has gone
   */
  public boolean await(Signal signal, long seen, Instant deadline) throws InterruptedException {
    Wait wait = new Wait(Thread.currentThread());
    waiting.add(wait);
    try {
      return !ended && clock.await(signal, seen, deadline);
    } catch (InterruptedException e) {
      if (!wait.isCut()) {
        throw e;
      }
      return false;
    } finally {
      waiting.remove(wait);
      wait.leave();
    }
  }

  /** Whether all waits are ended: who finds nothing to do has no reason to wait for it. */
  public boolean ended() {
    return ended;
  }

  /** Ends all waits; later ones end at once. */
  public void end() {
    ended = true;
    waiting.forEach(Wait::cut);
  }

  /** One wait. A thread is interrupted only while it is inside, and takes no interruption along. */
  private static final class Wait {
    private final Thread thread;
    private boolean cut;
    private boolean left;

    Wait(Thread thread) {
      this.thread = thread;
    }

    synchronized void cut() {
      if (!left) {
        cut = true;
        thread.interrupt();
      }
    }

    synchronized boolean isCut() {
      return cut;
    }

    synchronized void leave() {
      left = true;
      if (cut) {
        Thread.interrupted();
      }
    }
  }
}
