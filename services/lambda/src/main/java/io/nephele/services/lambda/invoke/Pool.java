package io.nephele.services.lambda.invoke;

import io.nephele.api.lambda.ThrottleReason;
import io.nephele.core.time.Signal;
import io.nephele.model.AwsException;
import io.nephele.services.lambda.environments.InitializationType;
import io.nephele.services.lambda.functions.SnapStartRules;
import io.nephele.services.lambda.state.FunctionRef;
import io.nephele.services.lambda.state.LambdaWorld;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Environments that wait for the next invocation of their version. One that has waited for ten
 * minutes, is of a configuration that has changed, or is so old that its credentials end soon is
 * ended.
 */
final class Pool implements AutoCloseable {
  private static final Duration IDLE = Duration.ofMinutes(10);
  private static final Duration OLDEST = Duration.ofMinutes(45);

  private final LambdaWorld lambda;
  private final Starter starter;
  private final ScalingRate rate = new ScalingRate();
  private final ReentrantLock lock = new ReentrantLock();

  /** By the ARN of the version; guarded by the lock. */
  private final Map<String, Shelf> shelves = new HashMap<>();

  private final Signal changed = new Signal();
  private boolean watched;
  private boolean closed;

  /** The environments of a version that are free, and how many there are in all. */
  private static final class Shelf {
    private final ArrayDeque<Idle> idle = new ArrayDeque<>();
    private int provisioned;
    private int generation;
  }

  private record Idle(Warm warm, Instant since) {}

  /**
   * An environment that somebody uses, and the generation that it is of.
   *
   * @param provisioned how many of its version provisioned concurrency keeps
   * @param provisionedInUse how many of those run invocations
   */
  record Lease(Warm warm, int generation, boolean cold, int provisioned, int provisionedInUse) {}

  Pool(LambdaWorld lambda, Starter starter) {
    this.lambda = lambda;
    this.starter = starter;
  }

  /**
   * An environment for one invocation: one that is free, or a new one.
   *
   * @param tenantId the tenant that it must serve alone, or null
   * @throws AwsException if the function has got too many new ones lately
   */
  Lease take(Target target, String tenantId) {
    List<Warm> stale = new ArrayList<>();
    int generation;
    Warm found = null;
    int provisioned;
    int inUse;
    lock.lock();
    try {
      Shelf shelf = shelves.computeIfAbsent(target.versionArn(), none -> new Shelf());
      generation = shelf.generation;
      String revision = target.configuration().revisionId();
      for (Iterator<Idle> each = shelf.idle.iterator(); each.hasNext(); ) {
        Warm warm = each.next().warm();
        if (!warm.environment().usable() || !warm.isOf(revision)) {
          each.remove();
          forget(shelf, warm);
          stale.add(warm);
        } else if (Objects.equals(warm.tenantId(), tenantId)
            && (found == null || warm.provisioned() && !found.provisioned())) {
          found = warm;
        }
      }
      if (found != null) {
        Warm chosen = found;
        shelf.idle.removeIf(each -> each.warm() == chosen);
      }
      provisioned = shelf.provisioned;
      inUse = provisioned;
      for (Idle each : shelf.idle) {
        inUse -= each.warm().provisioned() ? 1 : 0;
      }
    } finally {
      lock.unlock();
    }
    end(stale);
    if (found != null) {
      return new Lease(found, generation, false, provisioned, inUse);
    }
    if (!rate.take(target.ref().unqualifiedArn(), lambda.now())) {
      throw Throttles.of(ThrottleReason.CONCURRENT_INVOCATION_LIMIT_EXCEEDED);
    }
    InitializationType why =
        SnapStartRules.isSnapshot(target.configuration())
            ? InitializationType.SNAP_START
            : InitializationType.ON_DEMAND;
    Warm made = starter.start(target, why, tenantId);
    return new Lease(made, generation, true, provisioned, inUse);
  }

  private static void forget(Shelf shelf, Warm warm) {
    shelf.provisioned -= warm.provisioned() ? 1 : 0;
  }

  /** Takes an environment back. */
  void give(Target target, Lease lease) {
    Warm warm = lease.warm();
    boolean keep;
    lock.lock();
    try {
      Shelf shelf = shelves.computeIfAbsent(target.versionArn(), none -> new Shelf());
      keep =
          !closed
              && lease.generation() == shelf.generation
              && warm.environment().usable()
              && warm.madeAt().plus(OLDEST).isAfter(lambda.now());
      if (keep) {
        shelf.idle.addFirst(new Idle(warm, lambda.now()));
        watch();
      } else {
        forget(shelf, warm);
      }
    } finally {
      lock.unlock();
    }
    if (!keep) {
      end(List.of(warm));
    }
  }

  /** Adds an environment that was made before it is needed; false if nobody wants it any more. */
  boolean add(Target target, Warm warm, int generation) {
    lock.lock();
    try {
      Shelf shelf = shelves.computeIfAbsent(target.versionArn(), none -> new Shelf());
      if (closed || shelf.generation != generation) {
        return false;
      }
      shelf.provisioned += warm.provisioned() ? 1 : 0;
      shelf.idle.addFirst(new Idle(warm, lambda.now()));
      watch();
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** Which generation of environments of a version there is: changes end those of earlier ones. */
  int generation(String versionArn) {
    lock.lock();
    try {
      return shelves.computeIfAbsent(versionArn, none -> new Shelf()).generation;
    } finally {
      lock.unlock();
    }
  }

  /** How many environments of a version provisioned concurrency keeps. */
  int provisioned(String versionArn) {
    lock.lock();
    try {
      Shelf shelf = shelves.get(versionArn);
      return shelf == null ? 0 : shelf.provisioned;
    } finally {
      lock.unlock();
    }
  }

  /** Ends the environments of a version that are free, and the others when they are. */
  void retire(String versionArn) {
    List<Warm> retired = new ArrayList<>();
    lock.lock();
    try {
      Shelf shelf = shelves.get(versionArn);
      if (shelf != null) {
        retire(shelf, retired);
      }
    } finally {
      lock.unlock();
    }
    end(retired);
  }

  /** Ends the environments of the changed version of a function, or of all if it is gone. */
  void changed(FunctionRef ref, boolean gone) {
    List<Warm> retired = new ArrayList<>();
    String latest = ref.arn(FunctionRef.LATEST);
    String all = ref.unqualifiedArn() + ':';
    lock.lock();
    try {
      shelves.forEach(
          (arn, shelf) -> {
            if (arn.equals(latest) || gone && arn.startsWith(all)) {
              retire(shelf, retired);
            }
          });
    } finally {
      lock.unlock();
    }
    end(retired);
  }

  private static void retire(Shelf shelf, List<Warm> retired) {
    shelf.generation++;
    shelf.provisioned = 0;
    shelf.idle.forEach(each -> retired.add(each.warm()));
    shelf.idle.clear();
  }

  /** Ending takes up to seconds, for which nobody has to wait. */
  private void end(List<Warm> environments) {
    if (!environments.isEmpty()) {
      lambda
          .world()
          .clock()
          .start("ending of environments", () -> environments.forEach(Warm::close));
    }
  }

  /** Has those that wait for long ended; called with the lock held. */
  private void watch() {
    if (!watched) {
      watched = true;
      lambda.world().clock().start("idle environments", this::endIdle);
    }
  }

  private void endIdle() {
    try {
      for (Instant due = endDue(); due != null; due = endDue()) {
        lambda.world().waits().await(changed, changed.version(), due);
        if (lambda.world().waits().ended()) {
          return;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Ends those that have waited for long; when the next will have, or null if none waits. */
  private Instant endDue() {
    List<Warm> due = new ArrayList<>();
    Instant next = null;
    lock.lock();
    try {
      Instant before = lambda.now().minus(IDLE);
      for (Shelf shelf : shelves.values()) {
        for (Iterator<Idle> each = shelf.idle.iterator(); each.hasNext(); ) {
          Idle idle = each.next();
          if (idle.warm().provisioned()) {
            continue;
          }
          if (!idle.since().isAfter(before)) {
            each.remove();
            due.add(idle.warm());
          } else {
            Instant at = idle.since().plus(IDLE);
            next = next == null || at.isBefore(next) ? at : next;
          }
        }
      }
      shelves.values().removeIf(shelf -> shelf.idle.isEmpty() && shelf.generation == 0);
      watched = next != null;
    } finally {
      lock.unlock();
    }
    end(due);
    return next;
  }

  @Override
  public void close() {
    List<Warm> all = new ArrayList<>();
    lock.lock();
    try {
      closed = true;
      shelves.values().forEach(shelf -> shelf.idle.forEach(each -> all.add(each.warm())));
      shelves.clear();
    } finally {
      lock.unlock();
    }
    changed.give();
    all.forEach(each -> each.environment().close());
  }
}
