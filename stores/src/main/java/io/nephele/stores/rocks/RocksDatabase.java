package io.nephele.stores.rocks;

import io.nephele.core.store.StoreException;
import io.nephele.core.store.StoreInUseException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.rocksdb.CompactRangeOptions;
import org.rocksdb.FlushOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/**
 * An open database, and the count of the states that are read. RocksDB would bring down the process
 * if it were closed under a reader.
 */
final class RocksDatabase {
  /** How much of the log a start may have to read; what is more is saved when closing. */
  private static final long MAX_LOG_LEFT = 256 << 10;

  private final RocksDB db;
  private final RocksOptions options;
  private final WriteOptions writeOptions = new WriteOptions();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition unused = lock.newCondition();
  private int states;

  /** What was written since it was opened. */
  private long written;

  private RocksDatabase(RocksDB db, RocksOptions options) {
    this.db = db;
    this.options = options;
  }

  /**
   * Opens the database in a folder.
   *
   * @param strict whether what is found there is brought to the disk before it is read
   * @throws StoreInUseException if it is open elsewhere
   * @throws StoreException if it cannot be read or written
   */
  static RocksDatabase open(Path folder, boolean strict) {
    return open(folder, new RocksOptions(strict), false);
  }

  /** Opens it where it cannot be written. */
  static RocksDatabase openReadOnly(Path folder) {
    return open(folder, new RocksOptions(false), true);
  }

  private static RocksDatabase open(Path folder, RocksOptions options, boolean readOnly) {
    try {
      String path = folder.toString();
      return new RocksDatabase(
          readOnly
              ? RocksDB.openReadOnly(options.options(), path)
              : RocksDB.open(options.options(), path),
          options);
    } catch (RocksDBException e) {
      options.close();
      throw RocksFailures.isLocked(e)
          ? new StoreInUseException(folder, e)
          : new StoreException("Cannot open the store " + folder + ": " + e.getMessage(), e);
    }
  }

  RocksDB db() {
    return db;
  }

  /** What is in the database now, as the state of that number, held once. */
  RocksState state(long number) {
    lock.lock();
    try {
      states++;
    } finally {
      lock.unlock();
    }
    return new RocksState(number, db, this::stateGone);
  }

  private void stateGone() {
    lock.lock();
    try {
      if (--states == 0) {
        unused.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  /** How many states are held by anybody. */
  int states() {
    lock.lock();
    try {
      return states;
    } finally {
      lock.unlock();
    }
  }

  /** Writes to the log, which is then with the operating system, and to memory. */
  void write(WriteBatch batch) throws RocksDBException {
    db.write(writeOptions, batch);
    written += batch.getDataSize();
  }

  /** Brings the log to the disk. */
  void sync() throws RocksDBException {
    db.syncWal();
  }

  /** Brings everything to the disk, in a form that is quick to start from. */
  void save() throws RocksDBException {
    if (written > MAX_LOG_LEFT) {
      try (FlushOptions flush = new FlushOptions()) {
        db.flush(flush);
      }
    }
    db.syncWal();
  }

  /** Rewrites all tables, without what was overwritten. */
  void compact() throws RocksDBException {
    try (FlushOptions flush = new FlushOptions();
        CompactRangeOptions all =
            new CompactRangeOptions()
                .setBottommostLevelCompaction(
                    CompactRangeOptions.BottommostLevelCompaction.kForce)) {
      db.flush(flush);
      db.compactRange(db.getDefaultColumnFamily(), null, null, all);
      // Which looks for all files that are of no use any more: logs of earlier runs, too.
      db.disableFileDeletions();
      db.enableFileDeletions();
    }
  }

  /** Waits until nobody reads; false if somebody does even after so many seconds. */
  boolean awaitUnused(long seconds) {
    boolean interrupted = false;
    lock.lock();
    try {
      long left = TimeUnit.SECONDS.toNanos(seconds);
      while (states > 0 && left > 0) {
        try {
          left = unused.awaitNanos(left);
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
      return states == 0;
    } finally {
      lock.unlock();
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Closes it; nobody reads it any more. */
  void close() {
    db.close();
    writeOptions.close();
    options.close();
  }
}
