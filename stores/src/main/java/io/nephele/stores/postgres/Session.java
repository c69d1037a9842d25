package io.nephele.stores.postgres;

import io.nephele.core.store.Direction;
import io.nephele.core.store.KeyRange;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A connection and the statements that are prepared on it. A transaction begins by itself with the
 * first statement, in the same round trip. Used by one thread at a time.
 */
final class Session {
  private final Connection connection;
  private final Map<String, PreparedStatement> statements = new HashMap<>();

  /** How often all connections had been given up when this one was made. */
  private final int generation;

  Session(Connection connection, int generation) {
    this.connection = connection;
    this.generation = generation;
  }

  int generation() {
    return generation;
  }

  /** Says what the next transaction will do, without asking the server. */
  void prepare(boolean readOnly) throws SQLException {
    connection.setReadOnly(readOnly);
  }

  /** Takes an advisory lock, which no transaction's end gives back. */
  void lock(long lock) throws SQLException {
    connection.setAutoCommit(true); // else a transaction would begin before the lock is got
    try {
      execute(List.of(Change.lock(lock)));
    } finally {
      connection.setAutoCommit(false);
    }
  }

  /** Gives an advisory lock back. */
  void unlock(long lock) throws SQLException {
    connection.setAutoCommit(true);
    try {
      execute(List.of(Change.unlock(lock)));
    } finally {
      connection.setAutoCommit(false);
    }
  }

  /** The value under a key, or null. */
  byte[] get(byte[] key) throws SQLException {
    PreparedStatement statement = statement(Statements.GET);
    statement.setBytes(1, key);
    try (ResultSet result = statement.executeQuery()) {
      return result.next() ? result.getBytes(1) : null;
    }
  }

  /** The first rows of a range, at most so many. */
  List<Row> scan(KeyRange range, Direction direction, int max) throws SQLException {
    boolean toTheEnd = range.to() == null;
    PreparedStatement statement = statement(Statements.scan(direction, toTheEnd));
    statement.setBytes(1, range.from());
    int next = 2;
    if (!toTheEnd) {
      statement.setBytes(next++, range.to());
    }
    statement.setInt(next, max);
    List<Row> rows = new ArrayList<>(Math.min(max, 64));
    try (ResultSet result = statement.executeQuery()) {
      while (result.next()) {
        rows.add(new Row(result.getBytes(1), result.getBytes(2)));
      }
    }
    return rows;
  }

  /** Executes changes in one round trip. */
  void execute(List<Change> changes) throws SQLException {
    PreparedStatement statement = statement(textOf(changes));
    try {
      int next = 1;
      for (Change change : changes) {
        next = change.bind(connection, statement, next);
      }
      statement.execute();
    } finally {
      statement.clearParameters(); // the statement is kept, but the values are not to be
    }
  }

  private static String textOf(List<Change> changes) {
    if (changes.size() == 1) {
      return changes.getFirst().text();
    }
    StringBuilder text = new StringBuilder(320);
    for (Change change : changes) {
      text.append(text.isEmpty() ? "" : "; ").append(change.text());
    }
    return text.toString();
  }

  void commit() throws SQLException {
    connection.commit();
  }

  void rollback() throws SQLException {
    connection.rollback();
  }

  /** Lets go of the connection, which may be broken. */
  void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      // It is of no more use either way.
    }
  }

  private PreparedStatement statement(String text) throws SQLException {
    PreparedStatement known = statements.get(text);
    if (known == null) {
      known = connection.prepareStatement(text);
      statements.put(text, known);
    }
    return known;
  }
}
