package io.nephele.stores.postgres;

import io.nephele.core.store.Batch;
import io.nephele.core.store.Direction;
import io.nephele.core.store.Engine;
import io.nephele.core.store.KeyRange;
import io.nephele.core.store.StoreException;
import io.nephele.core.store.StoreFullException;
import io.nephele.core.store.StoreUnavailableException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

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
  private Turns.Turn lock;

  private boolean locked;

  /** From the first use until the end. */
  private Session session;

  /** Whether something was asked, so that there is a transaction. */
  private boolean begun;

  private final Fetched fetched = new Fetched();

  /** Whether the first question of a reader may be a transaction of its own. */
  private final boolean mayBeAlone;

  /** Whether it was, so that a further one must make sure that the answer still holds. */
  private boolean alone;

  /** Whether the answer was so large that it is not worth being asked for again. */
  private boolean unconfirmable;

  /** Why there has to be another attempt. */
  private SQLException failure;

  /** Why another attempt would be of no use. */
  private StoreException refusal;

  /**
   * For nothing but reading.
   *
   * @param first whether it is the first attempt, which may hope for what others do not disturb
   */
  SqlSnapshot(SessionPool pool, boolean first) {
    this(pool, first, true, null, null);
  }

  /**
   * For reading and writing.
   *
   * @param lock what is to be locked meanwhile; may be null
   */
  SqlSnapshot(SessionPool pool, Turns turns, Turns.Turn lock) {
    this(pool, false, false, turns, lock);
  }

  private SqlSnapshot(
      SessionPool pool, boolean mayBeAlone, boolean readOnly, Turns turns, Turns.Turn lock) {
    this.pool = pool;
    this.mayBeAlone = mayBeAlone;
    this.readOnly = readOnly;
    this.turns = turns;
    this.lock = lock;
  }

  @Override
  public void prefetch(byte[] key) {
    fetched.want(key);
  }

  @Override
  public byte[] get(byte[] key) {
    if (failure == null && fetched.has(key)) {
      return fetched.get(key);
    }
    Row row = ask(() -> lookUp(key), mayBeAlone);
    if (row != null && row.value() == null) {
      row = ask(() -> lookUpLarge(key), false);
    }
    return row == null ? null : row.value();
  }

  /** The row of a key, together with all that is wanted; without its value if that is large. */
  private Row lookUp(byte[] key) throws SQLException {
    List<byte[]> keys = new ArrayList<>(fetched.takeWanted());
    keys.removeIf(wanted -> Arrays.equals(wanted, key));
    if (keys.isEmpty()) {
      byte[] value = session.get(key);
      Row row = value == null ? null : new Row(key, value);
      fetched.add(List.of(key), row == null ? List.of() : List.of(row));
      unconfirmable |= row != null && Fetched.isLarge(value);
      return row;
    }
    keys.add(key);
    fetched.add(keys, session.getAll(keys));
    if (!fetched.has(key)) {
      return new Row(key, null);
    }
    return fetched.get(key) == null ? null : new Row(key, fetched.get(key));
  }

  private Row lookUpLarge(byte[] key) throws SQLException {
    List<byte[]> keys = fetched.takeWanted();
    if (!keys.isEmpty()) {
      fetched.add(keys, session.getAll(keys));
    }
    byte[] value = session.get(key);
    return value == null ? null : new Row(key, value);
  }

  @Override
  public Engine.Cursor scan(KeyRange range, Direction direction) {
    return new PagedCursor(this, range, direction);
  }

  /** The first rows of a range, at most so many. */
  List<Row> page(KeyRange range, Direction direction, int max) {
    return ask(
        () -> {
          List<byte[]> keys = fetched.takeWanted();
          List<Row> found = new ArrayList<>();
          List<Row> page = session.scan(keys, found, range, direction, max);
          fetched.add(keys, found);
          return page;
        },
        false);
  }

  /** The keys that were looked up, which another attempt will look up as well. */
  List<byte[]> keys() {
    return fetched.keys();
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
   * @throws StoreUnavailableException if it is not known whether they were committed
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
        throw new StoreUnavailableException(
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
        rest.add(Change.UNLOCK);
      }
      committing[0] = true;
      session.execute(rest);
      locked = false;
    }
  }

  /** Commits, and gives the lock back in the same round trip. */
  private void endTransaction() throws SQLException {
    if (locked) {
      session.execute(List.of(Change.COMMIT, Change.UNLOCK));
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
                ended.unlock();
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

  /**
   * Asks the database.
   *
   * @param mayBeAll whether the question may be a transaction by itself if it is the first, in the
   *     hope that it remains the only one
   */
  private <T> T ask(Uninterrupted.Work<T> question, boolean mayBeAll) {
    if (hasFailed()) {
      throw new LostAttempt(failure);
    }
    try {
      use();
      if (mayBeAll && !begun && !alone) {
        alone = true;
        return Uninterrupted.run(() -> session.alone(question));
      }
      begun = true;
      return Uninterrupted.run(alone ? () -> askWithTheFirst(question) : question);
    } catch (SQLException e) {
      note(e);
      throw new LostAttempt(e);
    }
  }

  /** Asks in a transaction what was asked before it, too: the answers must be of one state. */
  private <T> T askWithTheFirst(Uninterrupted.Work<T> question) throws SQLException {
    alone = false;
    Map<byte[], byte[]> before = fetched.doubt();
    T answer = question.run();
    if (unconfirmable || !fetched.confirms(before)) {
      throw SqlStates.conflict("What was read first has been changed since");
    }
    return answer;
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
      refusal =
          SqlStates.isFull(e)
              ? new StoreFullException("The database is full: " + e.getMessage(), e)
              : new StoreException("The database refused: " + e.getMessage(), e);
      throw refusal;
    }
  }
}
