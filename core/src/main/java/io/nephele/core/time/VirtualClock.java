package io.nephele.core.time;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A clock that stands still until it is turned, and never goes backwards. Turning it does
 * everything that falls due on the way, each thing at its own time and in order, and returns when
 * all of it is done and every task that was started with {@link #start} has ended or waits for a
 * later time.
 */
public final class VirtualClock implements WorldClock {
  private static final System.Logger LOG = System.getLogger(VirtualClock.class.getName());

  /** Held by whoever turns the clock or does what is due. */
  private final ReentrantLock turning = new ReentrantLock();

  /** Guards what follows. Taken after a signal's lock, never before. */
  private final ReentrantLock state = new ReentrantLock();

  private final Condition quiet = state.newCondition();

  /** In the order in which they fell asleep, which is that of waking: runs can be repeated. */
  private final Set<Sleeper> sleepers = new LinkedHashSet<>();

  private int busyTasks;

  /** Replaced under state. A task may add to it while the clock is turned. */
  private volatile Map<Agenda, Keeper> keepers = Map.of();

  private final ThreadLocal<Boolean> inTask = new ThreadLocal<>();
  private final ThreadFactory threads;
  private volatile Instant now;

  /** A clock that stands at that time. */
  public VirtualClock(Instant start) {
    this(start, Thread.ofVirtual().factory());
  }

  /**
   * A clock that stands at that time.
   *
   * @param threads makes the threads on which the clock does things, for simulations that say which
   *     thread goes on when
   */
  public VirtualClock(Instant start, ThreadFactory threads) {
    this.now = start;
    this.threads = threads;
  }

  @Override
  public Instant now() {
    return now;
  }

  @Override
  public long millis() {
    return now.toEpochMilli();
  }

  /** Turns the clock on by that much; by nothing, to do all that is due already. */
  public void advance(Duration duration) {
    turn(duration, null);
  }

  /**
   * Turns the clock on to that time.
   *
   * @throws IllegalArgumentException if that time has passed
   */
  public void set(Instant time) {
    turn(null, time);
  }

  /** When the next thing is due: a timer or somebody's waiting; null if there is none. */
  public Instant nextDue() {
    turning.lock();
    try {
      return earliest();
    } finally {
      turning.unlock();
    }
  }

  private void turn(Duration duration, Instant time) {
    if (turning.isHeldByCurrentThread() || inTask.get() != null) {
      throw new IllegalStateException("What the clock started cannot turn it");
    }
    turning.lock();
    try {
      Instant target = time == null ? now.plus(duration) : time;
      if (target.isBefore(now)) {
        throw new IllegalArgumentException(
            "The clock stands at " + now + " and cannot go back to " + target);
      }
      awaitQuiet();
      for (Instant next = earliest(); next != null && !next.isAfter(target); next = earliest()) {
        moveTo(next.isAfter(now) ? next : now);
        awaitQuiet();
        doAllDue();
      }
      moveTo(target);
      awaitQuiet();
    } finally {
      turning.unlock();
    }
  }

  /** Does what is due now, and what that makes due now. */
  private void doAllDue() {
    for (Agenda agenda = nextAgenda(); agenda != null; agenda = nextAgenda()) {
      agenda.doNext();
      awaitQuiet();
    }
  }

  /** The agenda with the earliest thing that is due now, or null. */
  private Agenda nextAgenda() {
    Agenda first = null;
    Instant earliest = null;
    for (Agenda agenda : keepers.keySet()) {
      Instant due = agenda.nextDue();
      if (due != null && !due.isAfter(now) && (earliest == null || due.isBefore(earliest))) {
        first = agenda;
        earliest = due;
      }
    }
    return first;
  }

  private Instant earliest() {
    Instant earliest = null;
    for (Agenda agenda : keepers.keySet()) {
      Instant due = agenda.nextDue();
      if (due != null && (earliest == null || due.isBefore(earliest))) {
        earliest = due;
      }
    }
    state.lock();
    try {
      for (Sleeper sleeper : sleepers) {
        // One that is due was woken already.
        if (sleeper.deadline.isAfter(now)
            && sleeper.deadline.isBefore(Instant.MAX)
            && (earliest == null || sleeper.deadline.isBefore(earliest))) {
          earliest = sleeper.deadline;
        }
      }
    } finally {
      state.unlock();
    }
    return earliest;
  }

  private void moveTo(Instant time) {
    List<Signal> due = new ArrayList<>();
    state.lock();
    try {
      now = time;
      for (Sleeper sleeper : sleepers) {
        if (!sleeper.deadline.isAfter(time)) {
          due.add(sleeper.signal);
        }
      }
    } finally {
      state.unlock();
    }
    for (Signal signal : due) {
      signal.wakeAll();
    }
  }

  @Override
  public boolean await(Signal signal, long seen, Instant deadline) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    Sleeper sleeper = new Sleeper(signal, deadline, inTask.get() != null);
    signal.lock.lockInterruptibly();
    try {
      while (signal.version() == seen) {
        if (!fallAsleep(sleeper)) {
          return false;
        }
        try {
          signal.await(sleeper);
        } finally {
          sleeper.wake();
        }
      }
      return true;
    } finally {
      signal.lock.unlock();
    }
  }

  /**
   * False if the sleeper's time has come. From here on, whoever turns the clock sees the sleeper.
   */
  private boolean fallAsleep(Sleeper sleeper) {
    state.lock();
    try {
      if (!now.isBefore(sleeper.deadline)) {
        return false;
      }
      sleepers.add(sleeper);
      sleeper.awake = false;
      if (sleeper.task) {
        busyTasks--;
        quiet.signalAll();
      }
      return true;
    } finally {
      state.unlock();
    }
  }

  private void awaitQuiet() {
    state.lock();
    try {
      while (busyTasks > 0) {
        quiet.awaitUninterruptibly();
      }
    } finally {
      state.unlock();
    }
  }

  @Override
  public void start(String name, Runnable task) {
    count(1);
    startThread(
        name,
        () -> {
          inTask.set(Boolean.TRUE);
          try {
            task.run();
          } finally {
            count(-1);
          }
        });
  }

  private void startThread(String name, Runnable task) {
    Thread thread = threads.newThread(task);
    thread.setName(name);
    thread.start();
  }

  private void count(int change) {
    state.lock();
    try {
      busyTasks += change;
      quiet.signalAll();
    } finally {
      state.unlock();
    }
  }

  @Override
  public void keep(Agenda agenda) {
    Keeper keeper = new Keeper(agenda);
    state.lock();
    try {
      if (keepers.containsKey(agenda)) {
        return;
      }
      Map<Agenda, Keeper> more = new LinkedHashMap<>(keepers);
      more.put(agenda, keeper);
      keepers = more;
    } finally {
      state.unlock();
    }
    startThread("timers", keeper);
  }

  @Override
  public void forget(Agenda agenda) {
    state.lock();
    try {
      Map<Agenda, Keeper> fewer = new LinkedHashMap<>(keepers);
      fewer.remove(agenda);
      keepers = fewer;
    } finally {
      state.unlock();
    }
    agenda.changed().give();
    // Whoever does what is due holds this lock; a task must not wait for it, since it is itself
    // waited for.
    if (inTask.get() == null) {
      awaitTurned();
    }
  }

  @SuppressWarnings("LockNotBeforeTry") // nothing to do between
  private void awaitTurned() {
    turning.lock();
    turning.unlock();
  }

  /** Does what becomes due without the clock being turned: a timer for now. */
  private final class Keeper implements Runnable {
    private final Agenda agenda;

    private Keeper(Agenda agenda) {
      this.agenda = agenda;
    }

    @Override
    public void run() {
      try {
        while (true) {
          long seen = agenda.changed().version();
          if (!doDue()) {
            return;
          }
          await(agenda.changed(), seen, Instant.MAX);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    /** False if the agenda is forgotten. */
    private boolean doDue() {
      turning.lock();
      try {
        while (keepers.get(agenda) == this) {
          Instant due = agenda.nextDue();
          if (due == null || due.isAfter(now)) {
            return true;
          }
          agenda.doNext();
        }
        return false;
      } catch (RuntimeException e) {
        LOG.log(System.Logger.Level.ERROR, "What was due could not be done", e);
        return true;
      } finally {
        turning.unlock();
      }
    }
  }

  private final class Sleeper implements Signal.Waiter {
    private final Signal signal;
    private final Instant deadline;
    private final boolean task;

    /** Guarded by state. */
    private boolean awake = true;

    private Sleeper(Signal signal, Instant deadline, boolean task) {
      this.signal = signal;
      this.deadline = deadline;
      this.task = task;
    }

    @Override
    public void wake() {
      state.lock();
      try {
        if (!awake) {
          awake = true;
          sleepers.remove(this);
          busyTasks += task ? 1 : 0;
        }
      } finally {
        state.unlock();
      }
    }

    @Override
    public boolean isAwake() {
      state.lock();
      try {
        return awake;
      } finally {
        state.unlock();
      }
    }
  }
}
