package io.nephele.conformance.simulation;

import io.nephele.core.store.Batch;
import io.nephele.core.store.StoreException;
import java.util.ArrayDeque;
import java.util.SplittableRandom;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A disk under a store: what is written is durable some time later, or fails, and a crash loses
 * what is not durable, all of it or from some write on. Outlives the worlds on it.
 */
final class SimulatedDisk {
  private final SplittableRandom random;
  private final Plan plan;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  /** What has been applied since what is durable, in order. */
  private final ArrayDeque<PersistentMap> pending = new ArrayDeque<>();

  private PersistentMap applied = PersistentMap.EMPTY;
  private PersistentMap durable = PersistentMap.EMPTY;
  private long appliedNumber;
  private long durableNumber;

  /** Up to which state whoever waits is told that the disk failed. */
  private long failedNumber;

  private boolean healthy;

  SimulatedDisk(SplittableRandom random, Plan plan) {
    this.random = random;
    this.plan = plan;
  }

  PersistentMap applied() {
    return applied;
  }

  PersistentMap durable() {
    return durable;
  }

  long appliedNumber() {
    return appliedNumber;
  }

  long durableNumber() {
    return durableNumber;
  }

  /** From now on nothing fails. */
  void heal() {
    healthy = true;
  }

  /** Lets others go on, now and then. */
  void pause() {
    if (random.nextDouble() < plan.pauses()) {
      Scheduler.pause();
    }
  }

  long apply(Batch batch) {
    pause();
    failPerhaps();
    lock.lock();
    try {
      applied = applied.with(batch, PersistentMap.changes(batch));
      if (plan.flaw() == Plan.Flaw.TORN_WRITES) {
        // The crash may come in the middle of it.
        int some = random.nextInt(PersistentMap.changes(batch) + 1);
        PersistentMap before = pending.isEmpty() ? durable : pending.getLast();
        pending.addLast(before.with(batch, some));
        appliedNumber++;
      }
      pending.addLast(applied);
      appliedNumber++;
      changed.signalAll();
      return appliedNumber;
    } finally {
      lock.unlock();
    }
  }

  void awaitDurable(long number) {
    if (plan.flaw() == Plan.Flaw.ACKNOWLEDGES_EARLY) {
      return;
    }
    lock.lock();
    try {
      while (durableNumber < number) {
        if (failedNumber >= number) {
          throw new StoreException("The disk failed", null);
        }
        changed.awaitUninterruptibly();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Makes things durable, again and again; run by a thread of its own. */
  void work() {
    while (true) {
      lock.lock();
      try {
        while (pending.isEmpty()) {
          changed.awaitUninterruptibly();
        }
      } finally {
        lock.unlock();
      }
      // Whoever writes meanwhile waits for the next time.
      long until = appliedNumber;
      for (int left = random.nextInt(plan.diskSteps() + 1); left > 0; left--) {
        Scheduler.pause();
      }
      lock.lock();
      try {
        if (!healthy && random.nextDouble() < plan.diskErrors()) {
          failedNumber = until;
        } else {
          while (durableNumber < until) {
            durable = pending.removeFirst();
            durableNumber++;
          }
        }
        changed.signalAll();
      } finally {
        lock.unlock();
      }
    }
  }

  private void failPerhaps() {
    if (!healthy && random.nextDouble() < plan.diskErrors()) {
      throw new StoreException("The disk failed", null);
    }
  }

  /** The process has ended: what is left is what is durable, perhaps some writes more. */
  SimulatedDisk crash() {
    SimulatedDisk after = new SimulatedDisk(random.split(), plan);
    boolean torn = plan.flaw() == Plan.Flaw.TORN_WRITES;
    boolean none = pending.isEmpty() || (!torn && random.nextBoolean());
    int more = none ? 0 : random.nextInt(pending.size() + 1);
    PersistentMap left = durable;
    for (int i = 0; i < more; i++) {
      left = pending.removeFirst();
    }
    after.applied = left;
    after.durable = left;
    return after;
  }
}
