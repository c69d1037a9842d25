package io.nephele.conformance.simulation;

import java.lang.reflect.Constructor;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Runs virtual threads one at a time, on the thread that calls {@link #run}, and picks who goes on
 * by a seed whenever one parks, yields or ends. Threads may wait for each other by locks,
 * conditions and parking, but not for real time.
 */
final class Scheduler {
  private static final ThreadLocal<Scheduler> CURRENT = new ThreadLocal<>();
  private static final Constructor<?> BUILDERS = builders();

  private final SplittableRandom random;
  private final double stickiness;
  private final Trace trace;
  private final List<SimulatedThread> ready = new ArrayList<>();
  private final ArrayDeque<Thread> waitingForIdleness = new ArrayDeque<>();
  private final List<SimulatedThread> alive = new ArrayList<>();
  private final Thread carrier = Thread.currentThread();
  private SimulatedThread latest;
  private int started;
  private long step;
  private volatile Throwable failure;

  /**
   * A scheduler for the calling thread.
   *
   * @param stickiness how likely the thread that has just yielded goes on
   */
  Scheduler(SplittableRandom random, double stickiness, Trace trace) {
    this.random = random;
    this.stickiness = stickiness;
    this.trace = trace;
  }

  /** The scheduler that runs the current thread, or null. */
  static Scheduler current() {
    return CURRENT.get();
  }

  /** How often a thread has gone on so far. */
  long step() {
    return step;
  }

  /** What went wrong in a thread or with the scheduling, or null. */
  Throwable failure() {
    return failure;
  }

  /** The names of the threads that have not ended. */
  List<String> alive() {
    return alive.stream().map(SimulatedThread::name).toList();
  }

  /** Makes threads for those who start their own. */
  ThreadFactory threads() {
    return task -> thread("thread", task);
  }

  /** Starts a thread. */
  void start(String name, Runnable task) {
    thread(name, task).start();
  }

  private Thread thread(String name, Runnable task) {
    SimulatedThread simulated = new SimulatedThread(++started);
    Thread thread =
        simulated
            .builder()
            .name(name)
            .unstarted(
                () -> {
                  CURRENT.set(this);
                  try {
                    task.run();
                  } catch (Throwable e) {
                    failure = failure == null ? e : failure;
                  } finally {
                    alive.remove(simulated);
                  }
                });
    simulated.thread = thread;
    alive.add(simulated);
    return thread;
  }

  /** Lets threads run until a condition holds or none can go on. */
  void run(BooleanSupplier until) {
    while (failure == null && !until.getAsBoolean()) {
      if (ready.isEmpty()) {
        Thread idle = waitingForIdleness.poll();
        if (idle == null) {
          return;
        }
        LockSupport.unpark(idle);
        continue;
      }
      SimulatedThread next = pick();
      step++;
      trace.scheduled(next.number);
      latest = next;
      Runnable continuation = next.continuation;
      next.continuation = null;
      continuation.run();
    }
  }

  private SimulatedThread pick() {
    int last = ready.size() - 1;
    int picked = last == 0 ? 0 : random.nextInt(last + 1);
    if (last > 0 && stickiness > 0 && random.nextDouble() < stickiness) {
      int sticky = ready.indexOf(latest);
      picked = sticky < 0 ? picked : sticky;
    }
    SimulatedThread next = ready.get(picked);
    ready.set(picked, ready.get(last));
    ready.remove(last);
    return next;
  }

  /** Lets others go on; where there are no others, or outside a simulated thread, does nothing. */
  static void pause() {
    if (Thread.currentThread().isVirtual()) {
      Thread.yield();
    }
  }

  /** Lets others go on until none can. */
  void awaitIdleness() {
    waitingForIdleness.add(Thread.currentThread());
    while (waitingForIdleness.contains(Thread.currentThread())) {
      LockSupport.park(this);
    }
  }

  /** Drops all threads where they are, as the end of a process does. */
  void drop() {
    alive.forEach(thread -> thread.dropped = true);
    alive.clear();
    ready.clear();
    waitingForIdleness.clear();
  }

  private static Constructor<?> builders() {
    try {
      Constructor<?> constructor =
          Class.forName("java.lang.ThreadBuilders$VirtualThreadBuilder")
              .getDeclaredConstructor(Executor.class);
      constructor.setAccessible(true);
      return constructor;
    } catch (ReflectiveOperationException e) {
      throw new AssertionError("This JDK has no schedulers of one's own for virtual threads", e);
    }
  }

  /** A virtual thread and, while it can go on, how. */
  private final class SimulatedThread implements Executor {
    private final int number;
    private Thread thread;
    private Runnable continuation;
    private boolean dropped;

    private SimulatedThread(int number) {
      this.number = number;
    }

    private Thread.Builder.OfVirtual builder() {
      try {
        return (Thread.Builder.OfVirtual) BUILDERS.newInstance(this);
      } catch (ReflectiveOperationException e) {
        throw new AssertionError(e);
      }
    }

    private String name() {
      return thread.getName();
    }

    /** The thread can go on. */
    @Override
    public void execute(Runnable how) {
      Thread by = Thread.currentThread();
      if (!by.equals(carrier) && !by.isVirtual()) {
        // Who waits for real time or for a monitor is woken by threads of the JDK, at any moment.
        failure = new IllegalStateException(name() + " was woken by " + by);
      } else if (!dropped) {
        continuation = how;
        ready.add(this);
      }
    }
  }
}
