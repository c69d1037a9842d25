package io.nephele.core.store;

import java.util.List;
import java.util.NoSuchElementException;

/** Reads a snapshot of an engine. */
public final class SnapshotReader implements Reader, AutoCloseable {
  private final Engine.Snapshot snapshot;
  private boolean closed;

  /** A reader of a snapshot, which it will close. */
  public SnapshotReader(Engine.Snapshot snapshot) {
    this.snapshot = snapshot;
  }

  @Override
  public byte[] get(Key key) {
    check();
    return snapshot.get(key.encoded());
  }

  @Override
  public Scan scan(KeyRange range, Direction direction) {
    check();
    return new SnapshotScan(range.isEmpty() ? null : snapshot.scan(range, direction));
  }

  @Override
  public void prefetch(List<Key> keys) {
    check();
    for (Key key : keys) {
      snapshot.prefetch(key.encoded());
    }
  }

  @Override
  public void close() {
    closed = true;
    snapshot.close();
  }

  private void check() {
    if (closed) {
      throw new IllegalStateException("The body that this reader was given to has ended");
    }
  }

  private final class SnapshotScan implements Scan {
    private final Engine.Cursor cursor;
    private boolean fetched;
    private boolean present;

    private SnapshotScan(Engine.Cursor cursor) {
      this.cursor = cursor;
    }

    @Override
    public boolean hasNext() {
      if (!fetched) {
        check();
        present = cursor != null && cursor.next();
        fetched = true;
      }
      return present;
    }

    @Override
    public Entry next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      fetched = false;
      return new Entry(Key.encoded(cursor.key()), cursor.value());
    }
  }
}
