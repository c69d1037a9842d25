package io.nephele.stores.postgres;

import io.nephele.core.store.ConflictException;
import io.nephele.core.store.LockKey;
import io.nephele.core.store.OptimisticTransaction;
import io.nephele.core.store.Reader;
import io.nephele.core.store.SnapshotReader;
import io.nephele.core.store.Store;
import io.nephele.core.store.StoreException;
import io.nephele.core.store.StoreUnavailableException;
import io.nephele.core.store.Transaction;
import io.nephele.core.store.TransactionRunner;
import io.nephele.core.store.TransactionRunner.Committed;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A store in a database that speaks PostgreSQL's protocol: PostgreSQL itself, CockroachDB,
 * YugabyteDB. Any number of processes may use one database at the same time. Every transaction is
 * one of the database, at isolation level SERIALIZABLE, and run again when the database finds that
 * it cannot be put in order with others, or when its connection is lost before it commits. A body
 * is therefore run on one state of the database; its changes are kept back until it has returned,
 * and are sent together with the commit.
 */
public final class PostgresStore implements Store {
  private static final int MAX_READS = 100;

  private static final int MAX_LOSSES = 3;

  private final SessionPool pool;
  private final TransactionRunner runner = new TransactionRunner();
  private final Turns turns = new Turns();

  private PostgresStore(SessionPool pool) {
    this.pool = pool;
  }

  /**
   * Opens the store in a database, which is prepared if it is new.
   *
   * @throws StoreException if the database cannot be reached or entered, or holds a world of a
   *     newer format; the message says which, and not the password
   */
  public static PostgresStore open(DatabaseAddress address) {
    SessionPool pool = new SessionPool(address);
    pool.prepareDatabase();
    return new PostgresStore(pool);
  }

  @Override
  public <T> T read(Function<? super Reader, T> body) {
    Failures failures = new Failures();
    for (int attempt = 1; ; attempt++) {
      Committed<T> read = tryToRead(body, failures);
      if (read != null) {
        return read.result();
      }
      if (attempt == MAX_READS) {
        throw new ConflictException(attempt, failures.latest);
      }
    }
  }

  private <T> Committed<T> tryToRead(Function<? super Reader, T> body, Failures failures) {
    SqlSnapshot snapshot = new SqlSnapshot(pool, failures.isEmpty());
    failures.prefetch(snapshot);
    try (SnapshotReader reader = new SnapshotReader(snapshot)) {
      T result = run(() -> body.apply(reader), snapshot);
      if (snapshot.commit()) {
        return new Committed<>(result, List.of());
      }
      failures.note(snapshot);
      return null;
    }
  }

  @Override
  public <T> T write(Function<? super Transaction, T> body) {
    return write(null, body);
  }

  @Override
  public <T> T write(LockKey hint, Function<? super Transaction, T> body) {
    Failures failures = new Failures();
    return runner.run(hint, () -> tryToWrite(hint, body, failures));
  }

  private <T> Committed<T> tryToWrite(
      LockKey hint, Function<? super Transaction, T> body, Failures failures) {
    SqlSnapshot snapshot = new SqlSnapshot(pool, turns, turns.of(hint, failures.count));
    failures.prefetch(snapshot);
    try (OptimisticTransaction transaction = new OptimisticTransaction(snapshot)) {
      T result = run(() -> body.apply(transaction), snapshot);
      transaction.end();
      boolean committed =
          transaction.hasWrites() ? snapshot.commit(transaction.batch()) : snapshot.commit();
      if (committed) {
        return new Committed<>(result, transaction.actions());
      }
      failures.note(snapshot);
      return null;
    }
  }

  /**
   * Runs a body. What it throws is only thrown if what it had read was true; else it is null, and
   * the snapshot has failed.
   */
  private static <T> T run(Supplier<T> body, SqlSnapshot snapshot) {
    try {
      return body.get();
    } catch (RuntimeException | Error e) {
      if (snapshot.isRefused() || snapshot.commit()) {
        throw e;
      }
      return null;
    }
  }

  /** Every transaction is durable once it is committed. */
  @Override
  public void flush() {
    pool.checkOpen();
  }

  @Override
  public boolean isShared() {
    return true;
  }

  @Override
  public void expectOthers(boolean others) {
    turns.expectOthers(others);
  }

  @Override
  public void close() {
    pool.close();
  }

  /** What is known of the attempts of one transaction that have failed. */
  private static final class Failures {
    private SQLException latest;
    private List<byte[]> keys = List.of();
    private int losses;
    private int count;

    private boolean isEmpty() {
      return latest == null;
    }

    /** What was looked up before will be looked up again: this time in one go. */
    private void prefetch(SqlSnapshot snapshot) {
      for (byte[] key : keys) {
        snapshot.prefetch(key);
      }
    }

    private void note(SqlSnapshot failed) {
      latest = failed.failure();
      count++;
      keys = failed.keys();
      // Unlike a conflict, a connection that breaks again and again will go on so.
      if (SqlStates.isLoss(latest) && ++losses == MAX_LOSSES) {
        throw new StoreUnavailableException(
            "The connection to the database was lost: " + latest.getMessage(), latest);
      }
    }
  }
}
