package io.nephele.core.store;

import io.nephele.core.logging.LazyLogger;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Has bodies of transactions tried until they commit, which is the same for every store that tells
 * of conflicts only afterwards: bodies with an equal hint run one after another, those that keep
 * losing take turns, a starving one is let go first, and what was to be done after the commit is
 * done.
 */
public final class TransactionRunner {
  private static final System.Logger LOG = new LazyLogger(TransactionRunner.class);

  /** Conflicts after which a body takes its turn among all those that conflict so often. */
  private static final int PATIENCE = 4;

  /**
   * Every conflict is another transaction's success, so this many mean that the body is hopelessly
   * slow.
   */
  private static final int MAX_ATTEMPTS = 100;

  /** Conflicts of the body whose turn it is after which others let it go first. */
  private static final int STARVATION = 12;

  /** How often others look whether it has gone, at the most: they never wait for it without end. */
  private static final int COURTESY = 5_000;

  private static final int STRIPES = 256;

  private final ReentrantLock turn = new ReentrantLock(true);
  private final ReentrantLock[] stripes = new ReentrantLock[STRIPES];
  private final ThreadLocal<Boolean> writing = new ThreadLocal<>();

  /**
   * Whether the body whose turn it is keeps losing to quicker ones. Written by who has the turn.
   */
  private volatile boolean starving;

  /** A runner for the transactions of one store. */
  public TransactionRunner() {
    for (int i = 0; i < STRIPES; i++) {
      stripes[i] = new ReentrantLock();
    }
  }

  /**
   * What came of a body that has committed.
   *
   * @param result what it returned
   * @param actions what it wants to be done now, in order
   * @param settling done before anybody is told, without any lock: waits until the commit is
   *     durable, for example; what it throws is what the body is then said to have thrown; null for
   *     nothing
   */
  public record Committed<T>(T result, List<Runnable> actions, Runnable settling) {
    /** Nothing is to be waited for. */
    public Committed(T result, List<Runnable> actions) {
      this(result, actions, null);
    }
  }

  /**
   * Runs a body until it commits, does what it wants to be done afterwards, and returns what it
   * returned.
   *
   * @param hint bodies with an equal one run one after another; may be null
   * @param attempt runs the body once; null if there was a conflict
   * @throws ConflictException if there was a conflict again and again
   * @throws IllegalStateException if called from inside an attempt of this runner
   */
  public <T> T run(LockKey hint, Supplier<Committed<T>> attempt) {
    if (writing.get() != null) {
      throw new IllegalStateException(
          "A transaction was begun inside a transaction of the same store");
    }
    Committed<T> committed;
    ReentrantLock stripe = hint == null ? null : stripeOf(hint);
    if (stripe != null) {
      stripe.lock();
    }
    writing.set(Boolean.TRUE);
    try {
      committed = untilCommitted(attempt);
    } finally {
      writing.remove();
      if (stripe != null) {
        stripe.unlock();
      }
    }
    if (committed.settling != null) {
      committed.settling.run();
    }
    for (Runnable action : committed.actions) {
      try {
        action.run();
      } catch (RuntimeException e) {
        LOG.log(System.Logger.Level.ERROR, "An action after a commit failed", e);
      }
    }
    return committed.result;
  }

  private <T> Committed<T> untilCommitted(Supplier<Committed<T>> body) {
    boolean inTurn = false;
    try {
      for (int attempt = 1; ; attempt++) {
        if (!inTurn) {
          giveWay();
        }
        Committed<T> committed = body.get();
        if (committed != null) {
          return committed;
        }
        if (attempt == MAX_ATTEMPTS) {
          throw new ConflictException(attempt, null);
        }
        if (attempt == PATIENCE) {
          turn.lock();
          inTurn = true;
        } else if (attempt == STARVATION) {
          starving = true;
        }
      }
    } finally {
      if (inTurn) {
        starving = false;
        turn.unlock();
      }
    }
  }

  /**
   * Lets a starving body go first, else a slow one could lose to an endless stream of quick ones.
   */
  private void giveWay() {
    for (int looks = 0; starving && looks < COURTESY; looks++) {
      Thread.yield();
    }
  }

  private ReentrantLock stripeOf(LockKey hint) {
    int hash = hint.hashCode() * 0x9E3779B9;
    return stripes[hash >>> 24];
  }
}
