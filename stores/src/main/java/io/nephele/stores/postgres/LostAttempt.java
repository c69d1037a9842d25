package io.nephele.stores.postgres;

import java.sql.SQLException;

/**
 * Ends a body whose transaction the database has undone, or whose connection has gone, on the way
 * to another attempt. A body that catches it is run again all the same.
 */
final class LostAttempt extends RuntimeException {
  private static final long serialVersionUID = 1L;

  LostAttempt(SQLException cause) {
    super(cause.getMessage(), cause, false, false);
  }
}
