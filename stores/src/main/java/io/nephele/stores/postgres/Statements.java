package io.nephele.stores.postgres;

import io.nephele.core.store.Direction;

/**
 * The SQL of the store: plain enough for every database that speaks PostgreSQL's protocol. Bytes
 * are ordered as unsigned everywhere.
 */
final class Statements {
  /** Values longer than this are fetched one by one, so that no page of rows can be huge. */
  static final int LARGE_VALUE = 32 * 1024;

  static final String GET = "SELECT value FROM nephele_entries WHERE key = ?";
  static final String COMMIT = "COMMIT";

  private static final String SMALL_ROWS =
      "SELECT key, CASE WHEN octet_length(value) <= "
          + LARGE_VALUE
          + " THEN value END FROM nephele_entries WHERE ";
  static final String GET_MANY = SMALL_ROWS + "key = ANY(?::bytea[])";

  private static final String DELETE = "DELETE FROM nephele_entries WHERE ";
  static final String DELETE_RANGE = DELETE + "key >= ? AND key < ?";
  static final String DELETE_TAIL = DELETE + "key >= ?";
  static final String DELETE_ONE = DELETE + "key = ?";
  static final String DELETE_MANY = DELETE + "key = ANY(?::bytea[])";

  private static final String INSERT = "INSERT INTO nephele_entries (key, value) ";
  private static final String OR_UPDATE = " ON CONFLICT (key) DO UPDATE SET value = excluded.value";
  static final String PUT_ONE = INSERT + "VALUES (?, ?)" + OR_UPDATE;
  static final String PUT_MANY =
      INSERT + "SELECT * FROM unnest(?::bytea[], ?::bytea[])" + OR_UPDATE;

  private static final String ROWS = SMALL_ROWS + "key >= ?";
  private static final String SCAN = ROWS + " AND key < ? ORDER BY key LIMIT ?";
  private static final String SCAN_BACK = ROWS + " AND key < ? ORDER BY key DESC LIMIT ?";
  private static final String SCAN_TAIL = ROWS + " ORDER BY key LIMIT ?";
  private static final String SCAN_TAIL_BACK = ROWS + " ORDER BY key DESC LIMIT ?";

  static final String GET_FORMAT = "SELECT format FROM nephele_format WHERE id = 1";
  static final String MAKE_ENTRIES =
      "CREATE TABLE IF NOT EXISTS nephele_entries (key bytea PRIMARY KEY, value bytea NOT NULL)";
  static final String MAKE_FORMAT =
      "CREATE TABLE IF NOT EXISTS nephele_format (id integer PRIMARY KEY, format integer NOT NULL)";
  static final String PUT_FORMAT =
      "INSERT INTO nephele_format (id, format) VALUES (1, ?) ON CONFLICT (id) DO NOTHING";

  /**
   * PostgreSQL notes what a serialisable transaction depends on by what it had to look at. For a
   * small table it would rather look at all of it, and everything would conflict with everything;
   * nor need it plan a statement anew each time. And it would wait without end for a lock of a node
   * that has stopped. Databases that do not know these settings have no such habit.
   */
  static final String POSTGRESQL_HABITS =
      "SET enable_seqscan = off; SET enable_bitmapscan = off; SET enable_sort = off;"
          + " SET plan_cache_mode = force_generic_plan; SET lock_timeout = '2s'";

  /** The lock of all is shared by those who have one of their own. */
  static final String LOCK = "SELECT pg_advisory_lock_shared(0), pg_advisory_lock(?)";

  static final String LOCK_ALL = "SELECT pg_advisory_lock(0), pg_advisory_lock(?)";
  static final String UNLOCK = "SELECT pg_advisory_unlock_all()";

  /** YugabyteDB would spread rows by a hash of their keys, which makes scans slow. */
  static final String YUGABYTE_ORDER = "SET yb_use_hash_splitting_by_default = off";

  private Statements() {}

  /**
   * The rows of a range; parameters are its bounds, the upper one if there is one, and how many.
   */
  static String scan(Direction direction, boolean toTheEnd) {
    if (direction == Direction.FORWARD) {
      return toTheEnd ? SCAN_TAIL : SCAN;
    }
    return toTheEnd ? SCAN_TAIL_BACK : SCAN_BACK;
  }
}
