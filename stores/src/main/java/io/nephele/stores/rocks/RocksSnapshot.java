package io.nephele.stores.rocks;

import io.nephele.core.store.Direction;
import io.nephele.core.store.Engine;
import io.nephele.core.store.KeyRange;
import java.util.ArrayList;
import java.util.List;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;

/** A reader of one state. */
final class RocksSnapshot implements Engine.Snapshot {
  private final RocksDB db;
  private final RocksState state;
  private final RecentValues values;
  private final EmptyStretches empty;
  private List<RocksCursor> cursors = List.of();
  private boolean closed;

  /** Reads a state that is held for it. */
  RocksSnapshot(RocksDB db, RocksState state, RecentValues values, EmptyStretches empty) {
    this.db = db;
    this.state = state;
    this.values = values;
    this.empty = empty;
  }

  @Override
  public long number() {
    return state.number();
  }

  @Override
  public byte[] get(byte[] key) {
    check();
    RecentValues.Recent known = values.find(key, state.number());
    if (known != null) {
      return known.value();
    }
    try {
      byte[] value = db.get(state.options(), key);
      values.read(key, value, state.number());
      return value;
    } catch (RocksDBException e) {
      throw RocksFailures.unreadable(e);
    }
  }

  @Override
  public Engine.Cursor scan(KeyRange range, Direction direction) {
    check();
    RocksCursor cursor = new RocksCursor(db, state, empty, range, direction);
    if (cursors.isEmpty()) {
      cursors = new ArrayList<>(4);
    }
    cursors.add(cursor);
    return cursor;
  }

  /** What is closed would not answer but bring the process down. */
  private void check() {
    if (closed) {
      throw new IllegalStateException("The snapshot is closed");
    }
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      cursors.forEach(RocksCursor::close);
      state.release();
    }
  }
}
