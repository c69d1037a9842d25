package io.nephele.stores.postgres;

import io.nephele.core.store.Direction;
import io.nephele.core.store.KeyRange;
import java.sql.Array;
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
    connection.setAutoCommit(false); // it may still be set, after a failure
    connection.setReadOnly(readOnly);
  }

  /** Takes an advisory lock, which no transaction's end gives back. */
  void lock(Turns.Turn turn) throws SQLException {
    connection.setAutoCommit(true); // else a transaction would begin before the lock is got
    try {
      execute(List.of(Change.lock(turn)));
    } finally {
      connection.setAutoCommit(false);
    }
  }

  /** Gives all advisory locks back. */
  void unlock() throws SQLException {
    connection.setAutoCommit(true);
    try {
      execute(List.of(Change.UNLOCK));
    } finally {
      connection.setAutoCommit(false);
    }
  }

  /** Asks something that is a transaction by itself, for one round trip. */
  <T> T alone(Uninterrupted.Work<T> question) throws SQLException {
    connection.setAutoCommit(true);
    T answer = question.run();
    connection.setAutoCommit(false);
    return answer;
  }

  /** The value under a key, or null. */
  byte[] get(byte[] key) throws SQLException {
    PreparedStatement statement = statement(Statements.GET);
    statement.setBytes(1, key);
    try (ResultSet result = statement.executeQuery()) {
      return result.next() ? result.getBytes(1) : null;
    }
  }

  /** The rows of these keys, in no order. */
  List<Row> getAll(List<byte[]> keys) throws SQLException {
    PreparedStatement statement = statement(Statements.GET_MANY);
    statement.setArray(1, array(keys));
    try (ResultSet result = statement.executeQuery()) {
      return rows(result);
    }
  }

  /**
   * The first rows of a range, and those of some keys, in one round trip.
   *
   * @param keys further keys, perhaps none
   * @param found where their rows are added
   * @param max how many rows of the range, at most
   */
  List<Row> scan(List<byte[]> keys, List<Row> found, KeyRange range, Direction direction, int max)
      throws SQLException {
    String scan = Statements.scan(direction, range.to() == null);
    PreparedStatement statement =
        statement(keys.isEmpty() ? scan : Statements.GET_MANY + "; " + scan);
    int next = 1;
    if (!keys.isEmpty()) {
      statement.setArray(next++, array(keys));
    }
    statement.setBytes(next++, range.from());
    if (range.to() != null) {
      statement.setBytes(next++, range.to());
    }
    statement.setInt(next, max);
    statement.execute();
    if (!keys.isEmpty()) {
      try (ResultSet result = statement.getResultSet()) {
        found.addAll(rows(result));
      }
      statement.getMoreResults();
    }
    try (ResultSet result = statement.getResultSet()) {
      return rows(result);
    }
  }

  private static List<Row> rows(ResultSet result) throws SQLException {
    List<Row> rows = new ArrayList<>();
    while (result.next()) {
      rows.add(new Row(result.getBytes(1), result.getBytes(2)));
    }
    return rows;
  }

  private Array array(List<byte[]> keys) throws SQLException {
    return connection.createArrayOf("bytea", keys.toArray(new byte[0][]));
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
