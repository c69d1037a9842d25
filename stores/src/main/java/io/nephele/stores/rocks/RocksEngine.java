package io.nephele.stores.rocks;

import io.nephele.core.store.Batch;
import io.nephele.core.store.Engine;
import io.nephele.core.store.KeyRange;
import io.nephele.core.store.StoreException;
import io.nephele.core.store.StoreInUseException;
import io.nephele.stores.Durability;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.rocksdb.FlushOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/**
 * An engine on RocksDB. All keys live in one column family. A batch is in RocksDB's log, and so
 * with the operating system, when it is applied: it survives whatever becomes of the process. With
 * {@link Durability#STRICT} the log is brought to the disk before anybody is told; until then the
 * batch is seen by transactions only, which wait in their turn.
 */
public final class RocksEngine implements Engine {
  private static final System.Logger LOG = System.getLogger(RocksEngine.class.getName());

  /** Above all keys: every kind of part begins with a lesser byte. */
  private static final byte[] ABOVE_ALL = {(byte) 0xFF};

  /** Batches that need more are given a buffer of their own. */
  private static final long MAX_KEPT_BUFFER = 1 << 20;

  /** How much of the log a start may have to read; what is more is saved when closing. */
  private static final long MAX_LOG_LEFT = 256 << 10;

  private static final long CLOSE_SECONDS = 10;

  private final RocksDB db;
  private final RocksOptions options;
  private final boolean strict;
  private final WriteOptions writeOptions = new WriteOptions();
  private final RecentValues values = new RecentValues();
  private final EmptyStretches empty = new EmptyStretches();
  private final LogSync logSync = new LogSync(this::sync);
  private WriteBatch buffer = new WriteBatch();

  /** What was written since the log was last begun anew, roughly. */
  private long logBytes;

  private volatile RocksState latest;

  /** Held for readers if strict. */
  private volatile RocksState durable;

  private volatile boolean closed;
  private final ReentrantLock statesLock = new ReentrantLock();
  private final Condition statesGone = statesLock.newCondition();
  private int states;

  private RocksEngine(RocksDB db, RocksOptions options, boolean strict) {
    this.db = db;
    this.options = options;
    this.strict = strict;
    this.latest = state(0);
    if (strict) {
      latest.acquire();
      this.durable = latest;
    }
  }

  /**
   * Opens the database in a folder, which is made if there is none.
   *
   * @throws StoreInUseException if it is open elsewhere
   * @throws StoreException if it cannot be read or written
   */
  public static RocksEngine open(Path folder, Durability durability) {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new StoreException("The folder " + folder + " cannot be made", e);
    }
    NativeLibrary.load(folder);
    RocksOptions options = new RocksOptions();
    try {
      RocksDB db = RocksDB.open(options.options(), folder.toString());
      return new RocksEngine(db, options, durability == Durability.STRICT);
    } catch (RocksDBException e) {
      options.close();
      throw RocksFailures.isLocked(e)
          ? new StoreInUseException(folder, e)
          : new StoreException("Cannot open the store " + folder + ": " + e.getMessage(), e);
    }
  }

  private RocksState state(long number) {
    statesLock.lock();
    try {
      states++;
    } finally {
      statesLock.unlock();
    }
    return new RocksState(number, db, this::stateGone);
  }

  private void stateGone() {
    statesLock.lock();
    try {
      if (--states == 0) {
        statesGone.signalAll();
      }
    } finally {
      statesLock.unlock();
    }
  }

  @Override
  public Snapshot snapshot() {
    return new RocksSnapshot(db, acquireLatest(), values, empty);
  }

  private RocksState acquireLatest() {
    while (true) {
      checkOpen();
      RocksState state = latest;
      if (state.acquire()) {
        return state;
      }
      // It was let go of between the two lines, so there is a later one.
      Thread.onSpinWait();
    }
  }

  @Override
  public Snapshot durableSnapshot() {
    if (!strict) {
      return snapshot();
    }
    while (true) {
      checkOpen();
      RocksState state = durable;
      if (state.acquire()) {
        return new RocksSnapshot(db, state, values, empty);
      }
      Thread.onSpinWait();
    }
  }

  @Override
  public long apply(Batch batch) {
    checkOpen();
    RocksState before = latest;
    long number = before.number() + 1;
    try {
      write(batch);
    } catch (RocksDBException e) {
      throw RocksFailures.unwritable(e);
    }
    values.written(batch, number);
    empty.written(batch, number);
    latest = state(number);
    before.release();
    if (!strict) {
      logSync.wrote();
    }
    return number;
  }

  private void write(Batch batch) throws RocksDBException {
    buffer.clear();
    for (KeyRange range : batch.deletedRanges()) {
      buffer.deleteRange(range.from(), range.to() == null ? ABOVE_ALL : range.to());
    }
    byte[][] keys = batch.keys();
    byte[][] puts = batch.values();
    for (int i = 0; i < keys.length; i++) {
      if (puts[i] == null) {
        buffer.delete(keys[i]);
      } else {
        buffer.put(keys[i], puts[i]);
      }
    }
    db.write(writeOptions, buffer);
    long size = buffer.getDataSize();
    logBytes += size;
    if (size > MAX_KEPT_BUFFER) {
      buffer.close();
      buffer = new WriteBatch();
    }
  }

  @Override
  public void awaitDurable(long number) {
    if (strict) {
      logSync.await(number);
    }
  }

  /** Brings the latest state to the disk; called by one thread. */
  private long sync() {
    RocksState state = acquireLatest();
    boolean kept = false;
    try {
      db.syncWal();
      if (strict) {
        RocksState before = durable;
        durable = state;
        kept = true;
        before.release();
      }
      return state.number();
    } catch (RocksDBException e) {
      LOG.log(System.Logger.Level.ERROR, "The store's log could not be brought to the disk", e);
      throw RocksFailures.unwritable(e);
    } finally {
      if (!kept) {
        state.release();
      }
    }
  }

  @Override
  public void flush() {
    checkOpen();
    logSync.await(latest.number());
  }

  /**
   * Waits for readers, since RocksDB would bring down the process if it were closed under them. One
   * that never ends leaves it open, which is as safe as the end of the process.
   */
  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    logSync.close();
    latest.release();
    if (strict) {
      durable.release();
    }
    if (!awaitStatesGone()) {
      LOG.log(System.Logger.Level.WARNING, "The store is left to the end of the process");
      return;
    }
    try {
      save();
    } catch (RocksDBException e) {
      throw RocksFailures.unwritable(e);
    } finally {
      buffer.close();
      db.close();
      writeOptions.close();
      options.close();
    }
  }

  private void save() throws RocksDBException {
    if (logBytes > MAX_LOG_LEFT) {
      try (FlushOptions flush = new FlushOptions()) {
        db.flush(flush);
      }
    }
    db.syncWal();
  }

  private boolean awaitStatesGone() {
    boolean interrupted = false;
    statesLock.lock();
    try {
      long left = TimeUnit.SECONDS.toNanos(CLOSE_SECONDS);
      while (states > 0 && left > 0) {
        try {
          left = statesGone.awaitNanos(left);
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
      return states == 0;
    } finally {
      statesLock.unlock();
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void checkOpen() {
    if (closed) {
      throw new StoreException("The store is closed", null);
    }
  }
}
