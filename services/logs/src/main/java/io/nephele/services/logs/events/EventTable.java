package io.nephele.services.logs.events;

import io.nephele.core.store.Key;
import io.nephele.core.store.KeyRange;
import io.nephele.core.store.Table;
import io.nephele.core.store.Transaction;
import io.nephele.services.logs.state.Group;

/**
 * The events of all streams, several to a row. A row's key is the group's content key, the stream's
 * id, the timestamp of the row's first event and the row's number in the stream.
 */
public final class EventTable {
  private final Table<Chunk> rows = Table.of("logs.events", Chunk.CODEC);

  Table<Chunk> rows() {
    return rows;
  }

  static Key key(Group group, long stream) {
    return group.contentKey().with(stream);
  }

  /** Removes all of a group. */
  public void remove(Transaction transaction, Group group) {
    rows.deletePrefix(transaction, group.contentKey());
  }

  /** Removes all of a stream. */
  public void remove(Transaction transaction, Group group, long stream) {
    rows.deletePrefix(transaction, key(group, stream));
  }

  /** Removes the rows of a stream that begin before a time, in milliseconds since 1970. */
  public void removeBefore(Transaction transaction, Group group, long stream, long time) {
    Key key = key(group, stream);
    rows.deleteRange(transaction, KeyRange.between(key.with(0L), key.with(time)));
  }
}
