package io.nephele.stores.postgres;

import io.nephele.core.store.Batch;
import io.nephele.core.store.Direction;
import io.nephele.core.store.Engine;
import io.nephele.core.store.KeyRange;
import io.nephele.core.store.StoreException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * One attempt at a transaction: the state of the database as of its first read, and the commit. The
 * database is not asked for anything before that read. Reads for nothing but reading are
 * serialisable transactions too: a mere snapshot may show a state between two that never was
 * (Fekete, O'Neil, O'Neil 2004, "A read-only transaction anomaly under snapshot isolation").
 */
final class SqlSnapshot implements Engine.Snapshot {
  private final SessionPool pool;
  private final boolean readOnly;
  private final Turns turns;

  /** The lock to take before anything else, and to give back in the end; null if there is none. */
  private Long lock;

  private boolean locked;

  /** From the first use until the end. */
  private Session session;

  /** Whether something was asked, so that there is a transaction. */
  private boolean begun;

  /** Why there has to be another attempt. */
  private SQLException failure;

  /** Why another attempt would be of no use. */
  private StoreException refusal;

  /** For nothing but reading. */
  SqlSnapshot(SessionPool pool) {
    this(pool, true, null, null);
  }

  /**
   * For reading and writing.
   *
   * @param lock what is to be locked meanwhile; may be null
   */
  SqlSnapshot(SessionPool pool, Turns turns, Long lock) {
    this(pool, false, turns, lock);
  }

  private SqlSnapshot(SessionPool pool, boolean readOnly, Turns turns, Long lock) {
    this.pool = pool;
    this.readOnly = readOnly;
    this.turns = turns;
    this.lock = lock;
  }

  @Override
  public byte[] get(byte[] key) {
    return ask(() -> session.get(key));
  }

  @Override
  public Engine.Cursor scan(KeyRange range, Direction direction) {
    return new PagedCursor(this, range, direction);
  }

  /** The first rows of a range, at most so many. */
  List<Row> page(KeyRange range, Direction direction, int max) {
    return ask(() -> session.scan(range, direction, max));
  }

  /** Why this attempt failed, if others or a lost connection are to blame; else null. */
  SQLException failure() {
    return failure;
  }

  /** Whether the database refused something, so that another attempt would be of no use. */
  boolean isRefused() {
    return refusal != null;
  }

  /**
   * Ends a transaction that has changed nothing. Only if this returns true was all that it read
   * true at one time.
   */
  boolean commit() {
    if (hasFailed()) {
      return false;
    }
    if (!begun) {
      return true;
    }
    try {
      Uninterrupted.run(
          () -> {
            endTransaction();
            return null;
          });
      begun = false;
      return true;
    } catch (SQLException e) {
      note(e);
      return false;
    }
  }

  /**
   * Makes the changes and commits; false if there was a conflict or the connection was lost before
   * the commit was sent.
   *
   * @throws StoreException if it is not known whether they were committed
   */
  boolean commit(Batch batch) {
    if (hasFailed()) {
      return false;
    }
    List<Change> changes = Change.of(batch);
    boolean[] committing = new boolean[1];
    try {
      use();
      Uninterrupted.run(
          () -> {
            send(changes, committing);
            return null;
          });
      begun = false;
      return true;
    } catch (SQLException e) {
      note(e);
      if (committing[0] && SqlStates.isLoss(e)) {
        throw new StoreException(
            "The database was lost while it committed a transaction: whether its changes were made"
                + " is not known",
            e);
      }
      return false;
    }
  }

  /**
   * The last changes go together with the commit. But a commit is never the first thing to be sent
   * on a connection that may have been broken since it was last used: then nobody would know.
   */
  private void send(List<Change> changes, boolean[] committing) throws SQLException {
    int last = changes.size();
    while (last > 0 && changes.size() - last < 2 && changes.get(last - 1).isWithCommit()) {
      last--;
    }
    boolean fresh = !begun;
    begun = true;
    for (Change change : changes.subList(0, last)) {
      session.execute(List.of(change));
      fresh = false;
    }
    List<Change> rest = new ArrayList<>(changes.subList(last, changes.size()));
    if (fresh) {
      session.execute(rest);
      committing[0] = true;
      endTransaction();
    } else {
      rest.add(Change.COMMIT);
      if (locked) {
        rest.add(Change.unlock(lock));
      }
      committing[0] = true;
      session.execute(rest);
      locked = false;
    }
  }

  /** Commits, and gives the lock back in the same round trip. */
  private void endTransaction() throws SQLException {
    if (locked) {
      session.execute(List.of(Change.COMMIT, Change.unlock(lock)));
      locked = false;
    } else {
      session.commit();
    }
  }

  @Override
  public void close() {
    if (session == null) {
      return;
    }
    Session ended = session;
    session = null;
    if (failure != null && SqlStates.isLoss(failure)) {
      pool.giveUp(ended);
      return;
    }
    if (begun || locked) {
      try {
        Uninterrupted.run(
            () -> {
              if (begun) {
                ended.rollback();
              }
              if (locked) {
                ended.unlock(lock);
              }
              return null;
            });
      } catch (SQLException e) {
        pool.giveUp(ended);
        return;
      }
    }
    pool.giveBack(ended);
  }

  private <T> T ask(Uninterrupted.Work<T> question) {
    if (hasFailed()) {
      throw new LostAttempt(failure);
    }
    try {
      use();
      begun = true;
      return Uninterrupted.run(question);
    } catch (SQLException e) {
      note(e);
      throw new LostAttempt(e);
    }
  }

  private boolean hasFailed() {
    if (refusal != null) {
      throw refusal;
    }
    return failure != null;
  }

  private void use() throws SQLException {
    if (session == null) {
      session = pool.take();
      session.prepare(readOnly);
      if (lock != null) {
        locked = Uninterrupted.run(() -> turns.take(session, lock));
      }
    }
  }

  /** Remembers a failure that another attempt may help against; any other is the caller's. */
  private void note(SQLException e) {
    if (SqlStates.isConflict(e) || SqlStates.isLoss(e)) {
      failure = e;
    } else {
      refusal = new StoreException("The database refused: " + e.getMessage(), e);
      throw refusal;
    }
  }
}
