package io.nephele.services.lambda.invoke;

import io.nephele.api.lambda.ThrottleReason;
import io.nephele.core.store.Key;
import io.nephele.services.lambda.functions.ReservedConcurrency;
import io.nephele.services.lambda.state.FunctionRow;
import io.nephele.services.lambda.state.LambdaWorld;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * How many invocations run: no more than an account may have in a region, and a function may have
 * if that is reserved for it. What is counted is what runs on this node.
 */
public final class Slots {
  /** So many are never reserved, so that reservations need not be counted before. */
  private static final int NEVER_RESERVED = 100;

  private final LambdaWorld lambda;
  private final Map<Key, Used> byOwner = new ConcurrentHashMap<>();

  /** What runs in an account and region; guarded by its lock. */
  private static final class Used {
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Integer> byFunction = new HashMap<>();
    private int unreserved;
    private int all;
  }

  /** Nothing runs. */
  public Slots(LambdaWorld lambda) {
    this.lambda = lambda;
  }

  /**
   * A place among those that run, until it is left.
   *
   * @param concurrent how many of the function run, this one included
   * @param inAccount how many run in the account
   * @param unreserved how many of those have no places reserved; 0 if this one has
   */
  public record Slot(Runnable leaving, int concurrent, int inAccount, int unreserved)
      implements AutoCloseable {
    @Override
    public void close() {
      leaving.run();
    }
  }

  /** Takes a place for a function; TooManyRequestsException if there is none. */
  public Slot take(FunctionRow function) {
    Key owner = function.ref().owner();
    Used used = byOwner.computeIfAbsent(owner, none -> new Used());
    Integer reserved = function.reservedConcurrency();
    int most = reserved == null && used.unreserved >= NEVER_RESERVED ? unreserved(owner) : 0;
    used.lock.lock();
    try {
      int running = used.byFunction.getOrDefault(function.name(), 0);
      if (reserved != null && running >= reserved) {
        throw Throttles.of(ThrottleReason.RESERVED_FUNCTION_CONCURRENT_INVOCATION_LIMIT_EXCEEDED);
      }
      if (reserved == null && used.unreserved >= Math.max(most, NEVER_RESERVED)) {
        throw Throttles.of(ThrottleReason.CONCURRENT_INVOCATION_LIMIT_EXCEEDED);
      }
      used.byFunction.put(function.name(), running + 1);
      used.all++;
      used.unreserved += reserved == null ? 1 : 0;
      boolean counted = reserved == null;
      return new Slot(
          () -> leave(used, function.name(), counted),
          running + 1,
          used.all,
          counted ? used.unreserved : 0);
    } finally {
      used.lock.unlock();
    }
  }

  private int unreserved(Key owner) {
    return ReservedConcurrency.ACCOUNT
        - lambda.read(reader -> ReservedConcurrency.sum(lambda, reader, owner));
  }

  private static void leave(Used used, String name, boolean unreserved) {
    used.lock.lock();
    try {
      used.byFunction.computeIfPresent(name, (key, count) -> count == 1 ? null : count - 1);
      used.all--;
      used.unreserved -= unreserved ? 1 : 0;
    } finally {
      used.lock.unlock();
    }
  }
}
