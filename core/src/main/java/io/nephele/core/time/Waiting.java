package io.nephele.core.time;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A world's time and those who wait for it: sleepers, each with its deadline, and tasks, for which
 * whoever turns the clock waits. While time goes by itself every sleeper looks after its own
 * deadline; while it stands still or is being turned, the turner wakes them.
 */
final class Waiting {
  /** The longest wait without a look at the machine's time, which someone may have set. */
  private static final long LONGEST_NANOS = TimeUnit.SECONDS.toNanos(30);

  private final RealClock machine;
  private final ThreadFactory threads;

  /** Guards what follows. Taken after a signal's lock, never before. */
  private final ReentrantLock state = new ReentrantLock();

  private final Condition quiet = state.newCondition();

  /** In the order in which they fell asleep, which is that of waking: runs can be repeated. */
  private final Set<Sleeper> sleepers = new LinkedHashSet<>();

  private final ThreadLocal<Boolean> inTask = new ThreadLocal<>();
  private int busyTasks;

  /** Changed under state only. */
  private volatile Pace pace;

  Waiting(RealClock machine, Pace pace, ThreadFactory threads) {
    this.machine = machine;
    this.threads = threads;
    this.pace = pace;
  }

  /** The world's time. */
  Instant now() {
    Pace current = pace;
    if (current.speed() == 0) {
      return current.world();
    }
    Instant shown = machine.now();
    return current == Pace.REAL ? shown : current.at(shown);
  }

  /** The world's time in milliseconds since 1970. */
  long millis() {
    return pace == Pace.REAL ? machine.millis() : now().toEpochMilli();
  }

  /** Stops the time until it is moved or let go; returns when it stopped. */
  Instant stop() {
    state.lock();
    try {
      Instant now = now();
      pace = Pace.standing(now);
      return now;
    } finally {
      state.unlock();
    }
  }

  /** Moves the time that stands still, and wakes those whose time has come. */
  void moveTo(Instant time) {
    List<Signal> due = new ArrayList<>();
    state.lock();
    try {
      pace = Pace.standing(time);
      for (Sleeper sleeper : sleepers) {
        if (sleeper.kind != Kind.KEEPER && !sleeper.deadline.isAfter(time)) {
          due.add(sleeper.signal);
        }
      }
    } finally {
      state.unlock();
    }
    due.forEach(Signal::wakeAll);
  }

  /** Goes on standing at the time that it shows, for which nobody has to be woken. */
  void stand(Pace next) {
    state.lock();
    try {
      pace = next;
    } finally {
      state.unlock();
    }
  }

  /** Goes on at a pace; all who wait look how long that is now. */
  void go(Pace next) {
    List<Signal> all = new ArrayList<>();
    state.lock();
    try {
      pace = next;
      for (Sleeper sleeper : sleepers) {
        all.add(sleeper.signal);
      }
    } finally {
      state.unlock();
    }
    all.forEach(Signal::wakeAll);
  }

  /** When the first of the waits ends that are not over; null if none does. */
  Instant earliest() {
    Instant earliest = null;
    state.lock();
    try {
      Instant now = now();
      for (Sleeper sleeper : sleepers) {
        // One that is due was woken already.
        if (sleeper.kind != Kind.KEEPER
            && sleeper.deadline.isAfter(now)
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

  /** As {@link WorldClock#await(Signal, long, Instant)}. */
  boolean await(Signal signal, long seen, Instant deadline) throws InterruptedException {
    return await(new Sleeper(signal, deadline, isInTask() ? Kind.TASK : Kind.OTHER), seen);
  }

  /** The same for a keeper, who is not waited for: the turner does its work. */
  void awaitAsKeeper(Signal signal, long seen, Instant deadline) throws InterruptedException {
    await(new Sleeper(signal, deadline, Kind.KEEPER), seen);
  }

  private boolean await(Sleeper sleeper, long seen) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    Signal signal = sleeper.signal;
    signal.lock.lockInterruptibly();
    try {
      while (signal.version() == seen) {
        long nanos = fallAsleep(sleeper);
        if (nanos == 0) {
          return false;
        }
        try {
          signal.await(sleeper, nanos);
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
   * Says how long to sleep; 0 if the sleeper's time has come. From here on, whoever turns the clock
   * sees the sleeper.
   */
  private long fallAsleep(Sleeper sleeper) {
    state.lock();
    try {
      Instant now = now();
      if (!now.isBefore(sleeper.deadline)) {
        return 0;
      }
      sleepers.add(sleeper);
      sleeper.awake = false;
      if (sleeper.kind == Kind.TASK) {
        busyTasks--;
        quiet.signalAll();
      }
      Pace current = pace;
      return current.speed() == 0
          ? Signal.WITHOUT_END
          : current.nanosUntil(now, sleeper.deadline, LONGEST_NANOS);
    } finally {
      state.unlock();
    }
  }

  /** Runs a task, which is busy until it ends except where it waits. */
  void start(String name, Runnable task) {
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

  /** Runs something on a thread of its own for which nobody waits. */
  void startThread(String name, Runnable body) {
    Thread thread = threads.newThread(body);
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

  /** Whether the current thread is a task's. */
  boolean isInTask() {
    return inTask.get() != null;
  }

  /** Waits until no task is busy. */
  void awaitQuiet() {
    state.lock();
    try {
      while (busyTasks > 0) {
        quiet.awaitUninterruptibly();
      }
    } finally {
      state.unlock();
    }
  }

  private enum Kind {
    TASK,
    KEEPER,
    OTHER
  }

  private final class Sleeper implements Signal.Waiter {
    private final Signal signal;
    private final Instant deadline;
    private final Kind kind;

    /** Changed under state only. */
    private volatile boolean awake = true;

    private Sleeper(Signal signal, Instant deadline, Kind kind) {
      this.signal = signal;
      this.deadline = deadline;
      this.kind = kind;
    }

    @Override
    public void wake() {
      state.lock();
      try {
        if (!awake) {
          awake = true;
          sleepers.remove(this);
          busyTasks += kind == Kind.TASK ? 1 : 0;
        }
      } finally {
        state.unlock();
      }
    }

    @Override
    public boolean isAwake() {
      return awake;
    }
  }
}
