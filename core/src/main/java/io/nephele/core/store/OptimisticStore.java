package io.nephele.core.store;

import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/**
 * Serialisable transactions over an {@link Engine}, optimistically: a body runs on a snapshot
 * without any lock, what it reads is remembered, and its changes are applied under a short lock if
 * nothing it read has been changed since.
 */
public final class OptimisticStore implements Store {
  private static final System.Logger LOG = System.getLogger(OptimisticStore.class.getName());

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

  private final Engine engine;
  private final CommitLog log = new CommitLog();
  private final ReentrantLock commitLock = new ReentrantLock();
  private final ReentrantLock turn = new ReentrantLock(true);
  private final ReentrantLock[] stripes = new ReentrantLock[STRIPES];
  private final ThreadLocal<Boolean> writing = new ThreadLocal<>();

  /**
   * Whether the body whose turn it is keeps losing to quicker ones. Written by who has the turn.
   */
  private volatile boolean starving;

  /** Commits so far. Written under the commit lock, after the engine has applied the commit. */
  private volatile long version;

  /** A store on an engine, which it will close. */
  public OptimisticStore(Engine engine) {
    this.engine = engine;
    for (int i = 0; i < STRIPES; i++) {
      stripes[i] = new ReentrantLock();
    }
  }

  @Override
  public <T> T read(Function<? super Reader, T> body) {
    try (SnapshotReader reader = new SnapshotReader(engine.snapshot())) {
      return body.apply(reader);
    }
  }

  @Override
  public <T> T write(Function<? super Transaction, T> body) {
    return write(null, body);
  }

  @Override
  public <T> T write(LockKey hint, Function<? super Transaction, T> body) {
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
      committed = attempt(body);
    } finally {
      writing.remove();
      if (stripe != null) {
        stripe.unlock();
      }
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

  private <T> Committed<T> attempt(Function<? super Transaction, T> body) {
    boolean inTurn = false;
    try {
      for (int attempt = 1; ; attempt++) {
        if (!inTurn) {
          giveWay();
        }
        Committed<T> committed = tryOnce(body);
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

  /** Returns null if there was a conflict. */
  private <T> Committed<T> tryOnce(Function<? super Transaction, T> body) {
    // Read before the snapshot is taken: the snapshot then holds at least the commits up to this
    // one.
    long seen = version;
    try (OptimisticTransaction transaction = new OptimisticTransaction(engine.snapshot())) {
      T result = body.apply(transaction);
      transaction.end();
      if (!transaction.hasWrites() || commit(transaction, seen)) {
        return new Committed<>(result, transaction.actions());
      }
      return null;
    }
  }

  private boolean commit(OptimisticTransaction transaction, long seen) {
    Batch batch = transaction.batch();
    commitLock.lock();
    try {
      long now = version;
      if (now != seen && conflicts(transaction.reads(), seen, transaction.snapshot())) {
        return false;
      }
      engine.apply(batch);
      log.add(now + 1, batch);
      version = now + 1;
      return true;
    } finally {
      commitLock.unlock();
    }
  }

  private boolean conflicts(ReadSet reads, long seen, Engine.Snapshot before) {
    if (reads.isEmpty()) {
      return false;
    }
    if (log.reachesBackTo(seen)) {
      return log.changedSince(seen, reads);
    }
    // So long a body that the log has forgotten its beginning: compare what it read with what it
    // would read now.
    try (Engine.Snapshot now = engine.snapshot()) {
      return !reads.same(before, now);
    }
  }

  private ReentrantLock stripeOf(LockKey hint) {
    int hash = hint.hashCode() * 0x9E3779B9;
    return stripes[hash >>> 24];
  }

  @Override
  public void flush() {
    engine.flush();
  }

  @Override
  public void close() {
    commitLock.lock();
    try {
      engine.close();
    } finally {
      commitLock.unlock();
    }
  }

  private record Committed<T>(T result, List<Runnable> actions) {}
}
