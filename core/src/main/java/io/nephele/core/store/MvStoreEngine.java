package io.nephele.core.store;

import java.util.concurrent.locks.ReentrantLock;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;
import org.h2.mvstore.RootReference;

/**
 * An engine in memory, on MVStore. All keys live in one map, whose root page after a batch is that
 * state of the whole store, since pages are never changed in place. Nothing keeps an old root once
 * no reader uses it.
 */
final class MvStoreEngine implements Engine {
  private static final String MAP = "entries";

  private final MVStore store;
  private final RangeMap map;

  /** Held while the map changes. */
  private final ReentrantLock changing = new ReentrantLock();

  private volatile RootReference<byte[], byte[]> published;
  private volatile boolean closed;

  private MvStoreEngine(MVStore store) {
    this.store = store;
    this.map = store.openMap(MAP, new RangeMap.Builder());
    this.published = map.getRoot();
  }

  static MvStoreEngine inMemory() {
    return new MvStoreEngine(new MVStore.Builder().open());
  }

  @Override
  public Snapshot snapshot() {
    checkOpen();
    return new RootSnapshot(map, published);
  }

  @Override
  public long apply(Batch batch) {
    changing.lock();
    try {
      checkOpen();
      RootReference<byte[], byte[]> before = published;
      try {
        for (KeyRange range : batch.deletedRanges()) {
          map.deleteRange(range);
        }
        map.write(batch.keys(), batch.values());
      } catch (RuntimeException | Error e) {
        map.restore(before);
        throw failure(e);
      }
      published = map.getRoot();
      return 0; // no state is more durable than another
    } finally {
      changing.unlock();
    }
  }

  /** Nothing ever is durable. */
  @Override
  public void flush() {}

  @Override
  public void close() {
    changing.lock();
    try {
      if (!closed) {
        closed = true;
        store.closeImmediately();
      }
    } finally {
      changing.unlock();
    }
  }

  private void checkOpen() {
    if (closed) {
      throw new StoreException("The store is closed", null);
    }
  }

  private static RuntimeException failure(Throwable e) {
    if (e instanceof Error error) {
      throw error;
    }
    return e instanceof MVStoreException
        ? new StoreException("The store failed: " + e.getMessage(), e)
        : (RuntimeException) e;
  }

  private record RootSnapshot(RangeMap map, RootReference<byte[], byte[]> state)
      implements Snapshot {
    @Override
    public byte[] get(byte[] key) {
      return map.get(state.root, key);
    }

    @Override
    public Engine.Cursor scan(KeyRange range, Direction direction) {
      return new RootCursor(state, range, direction);
    }

    /** The garbage collector sees to it. */
    @Override
    public void close() {}
  }

  private static final class RootCursor implements Engine.Cursor {
    private final org.h2.mvstore.Cursor<byte[], byte[]> cursor;
    private final KeyRange range;
    private byte[] key;

    private RootCursor(RootReference<byte[], byte[]> root, KeyRange range, Direction direction) {
      boolean reverse = direction == Direction.REVERSE;
      this.range = range;
      this.cursor =
          reverse
              ? new org.h2.mvstore.Cursor<>(root, range.to(), range.from(), true)
              : new org.h2.mvstore.Cursor<>(root, range.from(), range.to(), false);
    }

    @Override
    public boolean next() {
      while (cursor.hasNext()) {
        key = cursor.next();
        // MVStore's bounds are both inclusive.
        if (range.contains(key)) {
          return true;
        }
      }
      return false;
    }

    @Override
    public byte[] key() {
      return key;
    }

    @Override
    public byte[] value() {
      return cursor.getValue();
    }
  }
}
