package io.nephele.core.store;

import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/**
 * Serialisable transactions over an {@link Engine}, optimistically: a body runs on a snapshot
 * without any lock, what it reads is remembered, and its changes are applied under a short lock if
 * nothing it read has been changed since.
 *
 * <p>Nobody is told of a state before it is durable: transactions build on what others have just
 * applied, and wait, without any lock, before they return or throw; what only reads is given the
 * last durable state, and never waits.
 */
public final class OptimisticStore implements Store {
  private static final long CONFLICT = -1;

  private final Engine engine;
  private final CommitLog log = new CommitLog();
  private final ReentrantLock commitLock = new ReentrantLock();
  private final TransactionRunner runner = new TransactionRunner();

  /** Commits so far. Written under the commit lock, after the engine has applied the commit. */
  private volatile long version;

  /** A store on an engine, which it will close. */
  public OptimisticStore(Engine engine) {
    this.engine = engine;
  }

  @Override
  public <T> T read(Function<? super Reader, T> body) {
    try (SnapshotReader reader = new SnapshotReader(engine.durableSnapshot())) {
      return body.apply(reader);
    }
  }

  @Override
  public <T> T write(Function<? super Transaction, T> body) {
    return write(null, body);
  }

  @Override
  public <T> T write(LockKey hint, Function<? super Transaction, T> body) {
    return runner.run(hint, () -> tryOnce(body));
  }

  /** Returns null if there was a conflict. */
  private <T> TransactionRunner.Committed<T> tryOnce(Function<? super Transaction, T> body) {
    // Read before the snapshot is taken: the snapshot then holds at least the commits up to this
    // one.
    long seen = version;
    Engine.Snapshot snapshot = engine.snapshot();
    try (OptimisticTransaction transaction = new OptimisticTransaction(snapshot)) {
      T result;
      try {
        result = body.apply(transaction);
      } catch (RuntimeException | Error e) {
        return failed(e, snapshot.number());
      }
      transaction.end();
      long number = transaction.hasWrites() ? commit(transaction, seen) : snapshot.number();
      return number == CONFLICT
          ? null
          : new TransactionRunner.Committed<>(
              result,
              transaction.actions(),
              number == 0 ? null : () -> engine.awaitDurable(number));
    }
  }

  /** What a body throws may tell of what it has read, so it waits for that too. */
  private <T> TransactionRunner.Committed<T> failed(Throwable failure, long number) {
    Runnable rethrow =
        () -> {
          engine.awaitDurable(number);
          if (failure instanceof Error error) {
            throw error;
          }
          throw (RuntimeException) failure;
        };
    return new TransactionRunner.Committed<>(null, List.of(), rethrow);
  }

  /** The number of the engine's state after the commit, or {@link #CONFLICT}. */
  private long commit(OptimisticTransaction transaction, long seen) {
    Batch batch = transaction.batch();
    commitLock.lock();
    try {
      long now = version;
      if (now != seen && conflicts(transaction.reads(), seen, transaction.snapshot())) {
        return CONFLICT;
      }
      long number = engine.apply(batch);
      log.add(now + 1, batch);
      version = now + 1;
      return number;
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
}
