package io.nephele.stores.postgres;

import io.nephele.core.store.StoreException;
import io.nephele.core.store.StoreUnavailableException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.postgresql.Driver;

/**
 * The connections to a database, opened as they are needed, at most so many; who finds none free
 * waits in line. A connection that turns out to be broken is given up, and with it all others of
 * its age, since a database that went away has left them all.
 *
 * <p>A thread that has one and needs another, since it reads inside a transaction, takes it from a
 * reserve, so that threads which all have one cannot wait for each other.
 */
final class SessionPool implements AutoCloseable {
  private final DatabaseAddress address;
  private final Driver driver = new Driver();
  private final ConcurrentLinkedDeque<Session> idle = new ConcurrentLinkedDeque<>();
  private final Semaphore places;
  private final Semaphore reserve;
  private final ThreadLocal<Integer> held = new ThreadLocal<>();
  private final AtomicInteger generation = new AtomicInteger();
  private volatile boolean knowsHabits = true;
  private volatile boolean closed;

  SessionPool(DatabaseAddress address) {
    this.address = address;
    int all = address.connections();
    int inReserve = Math.max(1, all / 4);
    this.places = new Semaphore(all - inReserve, true);
    this.reserve = new Semaphore(inReserve, true);
  }

  /**
   * A session of one's own, with no transaction; to be given back by the same thread.
   *
   * @throws StoreException if the database cannot be reached, or the pool is closed
   */
  Session take() {
    Integer before = held.get();
    Semaphore line = before == null ? places : reserve;
    line.acquireUninterruptibly();
    boolean taken = false;
    try {
      Session session = closed ? null : idle.pollFirst();
      if (session == null) {
        session = connect(false);
      }
      held.set(before == null ? 1 : before + 1);
      taken = true;
      return session;
    } finally {
      if (!taken) {
        line.release();
      }
    }
  }

  /** Takes a session back that has no transaction any more. */
  void giveBack(Session session) {
    if (session.generation() == generation.get()) {
      idle.addFirst(session);
    } else {
      session.close();
    }
    leave();
    if (closed) {
      closeIdle();
    }
  }

  /** Takes a session back whose connection is broken. */
  void giveUp(Session session) {
    session.close();
    if (generation.compareAndSet(session.generation(), session.generation() + 1)) {
      closeIdle();
    }
    leave();
  }

  private void leave() {
    int left = held.get() - 1;
    if (left == 0) {
      held.remove();
      places.release();
    } else {
      held.set(left);
      reserve.release();
    }
  }

  /**
   * Makes the tables if there are none.
   *
   * @throws StoreException if the database cannot be reached or holds tables of another format
   */
  void prepareDatabase() {
    idle.addFirst(connect(true));
  }

  /**
   * Nothing but a check.
   *
   * @throws StoreException if the pool is closed
   */
  void checkOpen() {
    if (closed) {
      throw new StoreException("The store is closed", null);
    }
  }

  private Session connect(boolean prepareDatabase) {
    checkOpen();
    int born = generation.get();
    try {
      return Uninterrupted.run(
          () -> {
            Connection connection = driver.connect(address.driverUrl(), address.driverProperties());
            boolean usable = false;
            try {
              connection.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
              if (prepareDatabase) {
                Schema.prepare(connection);
              }
              settle(connection);
              connection.setAutoCommit(false);
              usable = true;
              return new Session(connection, born);
            } finally {
              if (!usable) {
                connection.close();
              }
            }
          });
    } catch (SQLException e) {
      throw new StoreUnavailableException(
          "the database " + address + " cannot be used: " + line(e), e);
    } catch (UnknownFormatException e) {
      throw new StoreException("the database " + address + " cannot be used: " + e.getMessage(), e);
    }
  }

  /** The first line of what the driver says: the others are details of the server's parser. */
  private static String line(SQLException e) {
    return e.getMessage().lines().findFirst().orElse("no reason given");
  }

  private void settle(Connection connection) throws SQLException {
    if (knowsHabits) {
      try (Statement statement = connection.createStatement()) {
        statement.execute(Statements.POSTGRESQL_HABITS);
      } catch (SQLException e) {
        if (SqlStates.isLoss(e)) {
          throw e;
        }
        knowsHabits = false; // another database, which has no need of them
      }
    }
  }

  private void closeIdle() {
    for (Session session = idle.pollFirst(); session != null; session = idle.pollFirst()) {
      Session given = session;
      try {
        Uninterrupted.run(
            () -> {
              given.close();
              return null;
            });
      } catch (SQLException e) {
        throw new IllegalStateException(e); // closing throws none
      }
    }
  }

  /** Closes all connections: those in use when they are given back. */
  @Override
  public void close() {
    closed = true;
    closeIdle();
  }
}
