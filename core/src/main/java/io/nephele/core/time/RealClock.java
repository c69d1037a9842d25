package io.nephele.core.time;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;

/** The system's time. The only class that reads it. */
public final class RealClock implements WorldClock {
  private static final System.Logger LOG = System.getLogger(RealClock.class.getName());

  /** The longest wait without a look at the time, which someone may have set. */
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

  private static final Duration AFTER_FAILURE = Duration.ofSeconds(5);

  private final ConcurrentHashMap<Agenda, Keeper> keepers = new ConcurrentHashMap<>();

  /** A real clock. */
  public RealClock() {}

  @Override
  public Instant now() {
    return Instant.now();
  }

  @Override
  public long millis() {
    return System.currentTimeMillis();
  }

  @Override
  public boolean await(Signal signal, long seen, Instant deadline) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    signal.lock.lockInterruptibly();
    try {
      while (signal.version() == seen) {
        Instant now = now();
        if (!now.isBefore(deadline)) {
          return false;
        }
        Instant until = now.plus(LONGEST_WAIT);
        signal.await(
            (deadline.isBefore(until) ? Duration.between(now, deadline) : LONGEST_WAIT).toNanos());
      }
      return true;
    } finally {
      signal.lock.unlock();
    }
  }

  @Override
  public void start(String name, Runnable task) {
    Thread.ofVirtual().name(name).start(task);
  }

  @Override
  public void keep(Agenda agenda) {
    Keeper keeper = new Keeper(agenda);
    if (keepers.putIfAbsent(agenda, keeper) == null) {
      keeper.thread.start();
    }
  }

  @Override
  public void forget(Agenda agenda) {
    Keeper keeper = keepers.remove(agenda);
    if (keeper != null) {
      keeper.stop();
    }
  }

  /** Waits for one agenda's next due time, again and again. */
  private final class Keeper implements Runnable {
    private final Agenda agenda;
    private final Thread thread;
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile boolean stopped;

    private Keeper(Agenda agenda) {
      this.agenda = agenda;
      this.thread = Thread.ofVirtual().name("timers").unstarted(this);
    }

    @Override
    public void run() {
      try {
        while (!stopped) {
          long seen = agenda.changed().version();
          Instant next = step();
          if (next != null && !stopped) {
            await(agenda.changed(), seen, next);
          }
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } finally {
        ended.countDown();
      }
    }

    /** Does what is due and returns null, or says until when to wait. */
    private Instant step() {
      try {
        Instant due = agenda.nextDue();
        if (due == null || now().isBefore(due)) {
          return due == null ? Instant.MAX : due;
        }
        agenda.doNext();
        return null;
      } catch (RuntimeException e) {
        LOG.log(System.Logger.Level.ERROR, "What was due could not be done", e);
        return now().plus(AFTER_FAILURE);
      }
    }

    private void stop() {
      stopped = true;
      agenda.changed().give();
      if (!Thread.currentThread().equals(thread)) {
        boolean interrupted = false;
        while (ended.getCount() > 0) {
          try {
            ended.await();
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
}
