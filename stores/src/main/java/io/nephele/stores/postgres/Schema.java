package io.nephele.stores.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Makes the tables where there are none, and refuses those of a newer format. */
final class Schema {
  /** The format of the tables that this program knows. */
  static final int FORMAT = 1;

  /** Others that make the tables at the same time are soon done. */
  private static final int ATTEMPTS = 20;

  private Schema() {}

  /**
   * Sees to it that there are tables of the known format.
   *
   * @param connection one with no transaction, where every statement is one
   * @throws UnknownFormatException if they are of another format
   */
  static void prepare(Connection connection) throws SQLException {
    Integer found = format(connection);
    if (found == null) {
      make(connection);
      found = format(connection);
    }
    if (found == null) {
      throw new UnknownFormatException("its tables have no format");
    }
    if (found != FORMAT) {
      throw new UnknownFormatException(
          "its tables are of format "
              + found
              + (found > FORMAT ? ", which a newer Nephele has made" : "")
              + "; this one knows format "
              + FORMAT);
    }
  }

  /** The format that is there, or null if there is none. */
  private static Integer format(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(Statements.GET_FORMAT)) {
      return result.next() ? result.getInt(1) : null;
    } catch (SQLException e) {
      if (SqlStates.isUndefinedTable(e)) {
        return null;
      }
      throw e;
    }
  }

  private static void make(Connection connection) throws SQLException {
    for (int attempt = 1; ; attempt++) {
      try {
        makeOnce(connection);
        return;
      } catch (SQLException e) {
        if (attempt == ATTEMPTS || !SqlStates.isRaceOfCreation(e)) {
          throw e;
        }
      }
    }
  }

  private static void makeOnce(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      orderedByKeys(statement);
      statement.execute(Statements.MAKE_ENTRIES);
      statement.execute(Statements.MAKE_FORMAT);
    }
    try (PreparedStatement statement = connection.prepareStatement(Statements.PUT_FORMAT)) {
      statement.setInt(1, FORMAT);
      statement.execute();
    }
  }

  private static void orderedByKeys(Statement statement) throws SQLException {
    try {
      statement.execute(Statements.YUGABYTE_ORDER);
    } catch (SQLException e) {
      if (SqlStates.isLoss(e)) {
        throw e; // any other: it is another database, which orders rows by keys anyway
      }
    }
  }
}
