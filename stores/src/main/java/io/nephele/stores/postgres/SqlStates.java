package io.nephele.stores.postgres;

import java.sql.SQLException;

/** What the five characters by which databases name their errors mean here. */
final class SqlStates {
  private SqlStates() {}

  /** The transaction was undone because of others, and may be run again. */
  static boolean isConflict(SQLException e) {
    return switch (stateOf(e)) {
      case "40001", "40P01", "55P03" -> true;
      default -> false;
    };
  }

  /** A conflict that the database does not know of. */
  static SQLException conflict(String reason) {
    return new SQLException(reason, "40001");
  }

  /**
   * The connection, or the server behind it, has gone: it is not known how far the server came with
   * what it was last sent.
   */
  static boolean isLoss(SQLException e) {
    String state = stateOf(e);
    return state.isEmpty()
        || state.startsWith("08")
        || state.startsWith("57P")
        || state.startsWith("58")
        || state.equals("40003");
  }

  /** Somebody else held a lock for too long. */
  static boolean isLockTimeout(SQLException e) {
    return stateOf(e).equals("55P03");
  }

  /** There is no such function. */
  static boolean isUndefinedFunction(SQLException e) {
    return stateOf(e).equals("42883");
  }

  /** There is no room on the database's disk. */
  static boolean isFull(SQLException e) {
    return stateOf(e).equals("53100");
  }

  /** There is no such table. */
  static boolean isUndefinedTable(SQLException e) {
    return stateOf(e).equals("42P01");
  }

  /** Another process is making the same tables at the same time. */
  static boolean isRaceOfCreation(SQLException e) {
    return switch (stateOf(e)) {
      case "23505", "42P07", "42710", "XX000" -> true;
      default -> isConflict(e);
    };
  }

  private static String stateOf(SQLException e) {
    return e.getSQLState() == null ? "" : e.getSQLState();
  }
}
