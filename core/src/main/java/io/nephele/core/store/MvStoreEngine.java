package io.nephele.core.store;

import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;
import org.h2.mvstore.RootReference;

/**
 * An engine on MVStore. All keys live in one map, whose root page after a batch is that state of
 * the whole store, since pages are never changed in place. In memory nothing keeps an old root once
 * no reader uses it. On a file, MVStore's own saving thread is off: it would save in the middle of
 * a batch, so saving is done here, between batches.
 */
final class MvStoreEngine implements Engine {
  private static final System.Logger LOG = System.getLogger(MvStoreEngine.class.getName());
  private static final String MAP = "entries";

  /** How long changes may wait to be saved. */
  private static final long SAVE_DELAY_MILLIS = 1000;

  /** Unsaved changes, in bytes as MVStore counts them, after which a commit saves them itself. */
  private static final int MAX_UNSAVED = 32 << 20;

  /**
   * Share of live data, in percent, beneath which a save also rewrites sparse parts of the file.
   */
  private static final int FILL_RATE = 90;

  private static final int COMPACTED_AT_ONCE = 4 << 20;
  private static final int CACHE_MEGABYTES = 32;
  private static final int CLOSE_COMPACTION_MILLIS = 100;

  private final MVStore store;
  private final RangeMap map;
  private final boolean persistent;

  /** Held while the map changes and while it is saved. */
  private final ReentrantLock changing = new ReentrantLock();

  private final AtomicBoolean saveScheduled = new AtomicBoolean();
  private volatile State published;

  /** Why the store cannot be used any more, or null. */
  private volatile String ended;

  private MvStoreEngine(MVStore store, boolean persistent) {
    this.store = store;
    this.persistent = persistent;
    this.map = store.openMap(MAP, new RangeMap.Builder());
    this.published = new State(map.getRoot(), persistent ? new VersionUse(store) : null);
  }

  static MvStoreEngine inMemory() {
    return new MvStoreEngine(new MVStore.Builder().open(), false);
  }

  static MvStoreEngine onFile(Path file) {
    try {
      MVStore store =
          new MVStore.Builder()
              .fileName(UninterruptiblePath.nameOf(file))
              .autoCommitDisabled()
              .autoCommitBufferSize(0)
              .autoCompactFillRate(FILL_RATE)
              .cacheSize(CACHE_MEGABYTES)
              .open();
      store.setRetentionTime(0);
      store.setVersionsToKeep(0);
      return new MvStoreEngine(store, true);
    } catch (MVStoreException e) {
      throw e.getErrorCode() == DataUtils.ERROR_FILE_LOCKED
          ? new StoreInUseException(file, e)
          : new StoreException("Cannot open the store " + file + ": " + e.getMessage(), e);
    } catch (IllegalArgumentException e) {
      throw new StoreException("Cannot open the store " + file + ": " + e.getMessage(), e);
    }
  }

  @Override
  public Snapshot snapshot() {
    while (true) {
      checkOpen();
      State state = published;
      if (state.use == null || state.use.acquire()) {
        return new RootSnapshot(map, state);
      }
      // The version was let go of between the two lines, so a newer state is published.
      Thread.onSpinWait();
    }
  }

  @Override
  public long apply(Batch batch) {
    changing.lock();
    try {
      checkOpen();
      RootReference<byte[], byte[]> before = published.root;
      try {
        for (KeyRange range : batch.deletedRanges()) {
          map.deleteRange(range);
        }
        map.write(batch.keys(), batch.values());
      } catch (RuntimeException | Error e) {
        undo(before);
        throw failure(e);
      }
      published = new State(map.getRoot(), published.use);
      if (persistent) {
        if (store.getUnsavedMemory() > MAX_UNSAVED) {
          save();
        } else if (saveScheduled.compareAndSet(false, true)) {
          scheduleSave();
        }
      }
      return 0; // no state is more durable than another
    } finally {
      changing.unlock();
    }
  }

  /**
   * On a file, MVStore has already accounted for the pages that were to go, so only what was saved
   * can be trusted.
   */
  private void undo(RootReference<byte[], byte[]> before) {
    if (persistent) {
      ended = "The store failed and was closed";
      store.closeImmediately();
    } else {
      map.restore(before);
    }
  }

  private void scheduleSave() {
    Executor later = CompletableFuture.delayedExecutor(SAVE_DELAY_MILLIS, TimeUnit.MILLISECONDS);
    later.execute(this::saveLater);
  }

  private void saveLater() {
    saveScheduled.set(false);
    changing.lock();
    try {
      if (ended == null) {
        save();
        if (store.compact(FILL_RATE, COMPACTED_AT_ONCE)) {
          publishAnew();
        }
      }
    } catch (RuntimeException e) {
      LOG.log(System.Logger.Level.ERROR, "The store could not be saved", e);
    } finally {
      changing.unlock();
    }
  }

  @Override
  public void flush() {
    if (!persistent) {
      return;
    }
    changing.lock();
    try {
      checkOpen();
      save();
      store.sync();
    } finally {
      changing.unlock();
    }
  }

  private void save() {
    try {
      if (store.hasUnsavedChanges()) {
        store.commit();
      }
      publishAnew();
    } catch (MVStoreException e) {
      // A full disk, for example. MVStore closes itself then, with what was saved before.
      ended = "The store failed and was closed: " + e.getMessage();
      throw failure(e);
    }
  }

  /**
   * Saved pages belong to a new version, so that the chunks of older ones may be reused when their
   * readers are done.
   */
  private void publishAnew() {
    State old = published;
    published = new State(map.getRoot(), new VersionUse(store));
    old.use.release();
  }

  @Override
  public void close() {
    changing.lock();
    try {
      if (ended != null) {
        return;
      }
      ended = "The store is closed";
      if (persistent) {
        published.use.release();
        store.close(CLOSE_COMPACTION_MILLIS);
      } else {
        store.closeImmediately();
      }
    } catch (MVStoreException e) {
      throw failure(e);
    } finally {
      changing.unlock();
    }
  }

  private void checkOpen() {
    if (ended != null) {
      throw new StoreException(ended, null);
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

  /** A root and the hold on the version its pages are in (null in memory). */
  private record State(RootReference<byte[], byte[]> root, VersionUse use) {}

  /** A counted hold on a version of the file, so that no chunk of it is overwritten. */
  private static final class VersionUse {
    private final MVStore store;
    private final MVStore.TxCounter counter;
    private final AtomicInteger holders = new AtomicInteger(1);

    private VersionUse(MVStore store) {
      this.store = store;
      this.counter = store.registerVersionUsage();
    }

    private boolean acquire() {
      int count;
      do {
        count = holders.get();
        if (count == 0) {
          return false;
        }
      } while (!holders.compareAndSet(count, count + 1));
      return true;
    }

    private void release() {
      if (holders.decrementAndGet() == 0) {
        store.deregisterVersionUsage(counter);
      }
    }
  }

  private static final class RootSnapshot implements Snapshot {
    private final RangeMap map;
    private final State state;
    private boolean closed;

    private RootSnapshot(RangeMap map, State state) {
      this.map = map;
      this.state = state;
    }

    @Override
    public byte[] get(byte[] key) {
      return map.get(state.root.root, key);
    }

    @Override
    public Engine.Cursor scan(KeyRange range, Direction direction) {
      return new RootCursor(state.root, range, direction);
    }

    @Override
    public void close() {
      if (!closed) {
        closed = true;
        if (state.use != null) {
          state.use.release();
        }
      }
    }
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
