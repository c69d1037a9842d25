package io.nephele.stores.postgres;

import io.nephele.core.store.ConflictException;
import io.nephele.core.store.LockKey;
import io.nephele.core.store.OptimisticTransaction;
import io.nephele.core.store.Reader;
import io.nephele.core.store.SnapshotReader;
import io.nephele.core.store.Store;
import io.nephele.core.store.StoreException;
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

  /** A connection that breaks again and again is no accident. */
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
    Losses losses = new Losses();
    for (int attempt = 1; ; attempt++) {
      Committed<T> read = tryToRead(body, losses);
      if (read != null) {
        return read.result();
      }
      if (attempt == MAX_READS) {
        throw new ConflictException(attempt, losses.latest);
      }
    }
  }

  private <T> Committed<T> tryToRead(Function<? super Reader, T> body, Losses losses) {
    SqlSnapshot snapshot = new SqlSnapshot(pool);
    try (SnapshotReader reader = new SnapshotReader(snapshot)) {
      T result = run(() -> body.apply(reader), snapshot);
      if (snapshot.commit()) {
        return new Committed<>(result, List.of());
      }
      losses.note(snapshot.failure());
      return null;
    }
  }

  @Override
  public <T> T write(Function<? super Transaction, T> body) {
    return write(null, body);
  }

  @Override
  public <T> T write(LockKey hint, Function<? super Transaction, T> body) {
    Losses losses = new Losses();
    return runner.run(hint, () -> tryToWrite(hint, body, losses));
  }

  private <T> Committed<T> tryToWrite(
      LockKey hint, Function<? super Transaction, T> body, Losses losses) {
    SqlSnapshot snapshot = new SqlSnapshot(pool, turns, turns.lock(hint));
    try (OptimisticTransaction transaction = new OptimisticTransaction(snapshot)) {
      T result = run(() -> body.apply(transaction), snapshot);
      transaction.end();
      boolean committed =
          transaction.hasWrites() ? snapshot.commit(transaction.batch()) : snapshot.commit();
      if (committed) {
        return new Committed<>(result, transaction.actions());
      }
      losses.note(snapshot.failure());
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

  /** Counts lost connections of one transaction, which conflicts with others are not. */
  private static final class Losses {
    private SQLException latest;
    private int count;

    private void note(SQLException failure) {
      latest = failure;
      if (SqlStates.isLoss(failure) && ++count == MAX_LOSSES) {
        throw new StoreException(
            "The connection to the database was lost: " + failure.getMessage(), failure);
      }
    }
  }
}
