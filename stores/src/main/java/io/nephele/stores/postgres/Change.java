package io.nephele.stores.postgres;

import io.nephele.core.store.Batch;
import io.nephele.core.store.KeyRange;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * A statement that changes rows, with its values. There are few texts, whatever is changed, so that
 * all of them are soon prepared.
 *
 * @param text the SQL
 * @param values its parameters: arrays of bytes, arrays of such arrays, or numbers
 */
record Change(String text, List<Object> values) {
  /** About so many bytes go to the server in one statement. */
  private static final int MAX_BYTES = 4 << 20;

  private static final byte[][] NONE = {};

  static final Change COMMIT = new Change(Statements.COMMIT, List.of());

  static final Change UNLOCK = new Change(Statements.UNLOCK, List.of());

  static Change lock(Turns.Turn turn) {
    return new Change(turn.alone() ? Statements.LOCK_ALL : Statements.LOCK, List.of(turn.lock()));
  }

  /** The statements that make the changes of a batch, in order. */
  static List<Change> of(Batch batch) {
    List<Change> changes = new ArrayList<>(3);
    for (KeyRange range : batch.deletedRanges()) {
      changes.add(
          range.to() == null
              ? new Change(Statements.DELETE_TAIL, List.<Object>of(range.from()))
              : new Change(Statements.DELETE_RANGE, List.<Object>of(range.from(), range.to())));
    }
    List<byte[]> deleted = new ArrayList<>();
    List<byte[]> keys = new ArrayList<>();
    List<byte[]> values = new ArrayList<>();
    List<Change> puts = new ArrayList<>(1);
    long bytes = 0;
    for (int i = 0; i < batch.keys().length; i++) {
      byte[] key = batch.keys()[i];
      byte[] value = batch.values()[i];
      if (value == null) {
        deleted.add(key);
        continue;
      }
      int length = key.length + value.length;
      if (!keys.isEmpty() && bytes + length > MAX_BYTES) {
        puts.add(put(keys, values));
        keys.clear();
        values.clear();
        bytes = 0;
      }
      keys.add(key);
      values.add(value);
      bytes += length;
    }
    if (deleted.size() == 1) {
      changes.add(new Change(Statements.DELETE_ONE, List.<Object>of(deleted.getFirst())));
    } else if (!deleted.isEmpty()) {
      changes.add(
          new Change(Statements.DELETE_MANY, List.<Object>of((Object) deleted.toArray(NONE))));
    }
    changes.addAll(puts);
    if (!keys.isEmpty()) {
      changes.add(put(keys, values));
    }
    return changes;
  }

  private static Change put(List<byte[]> keys, List<byte[]> values) {
    return keys.size() == 1
        ? new Change(Statements.PUT_ONE, List.<Object>of(keys.getFirst(), values.getFirst()))
        : new Change(
            Statements.PUT_MANY, List.<Object>of(keys.toArray(NONE), values.toArray(NONE)));
  }

  /** Whether it may go in one statement with the commit: such combinations are few. */
  boolean isWithCommit() {
    return !text.equals(Statements.DELETE_RANGE) && !text.equals(Statements.DELETE_TAIL);
  }

  /** Sets the parameters from that place on, and returns the place after them. */
  int bind(Connection connection, PreparedStatement statement, int first) throws SQLException {
    int next = first;
    for (Object value : values) {
      if (value instanceof byte[] bytes) {
        statement.setBytes(next++, bytes);
      } else if (value instanceof Long number) {
        statement.setLong(next++, number);
      } else {
        statement.setArray(next++, connection.createArrayOf("bytea", (byte[][]) value));
      }
    }
    return next;
  }
}
