package io.nephele.stores.rocks;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.Snapshot;

/**
 * One state of the engine: a snapshot of RocksDB that is shared by all who read that state, and let
 * go of by the last of them.
 */
final class RocksState {
  /**
   * How many deleted or outdated keys a scan looks at, at a step, before it says so. Stretches of
   * fewer are not worth remembering.
   */
  private static final int MAX_SKIPPED = 64;

  private final long number;
  private final RocksDB db;
  private final Snapshot snapshot;
  private final Runnable whenClosed;
  private final AtomicReference<ReadOptions> options = new AtomicReference<>();

  /** Readers, and one for being the latest state, and one for being the last durable one. */
  private final AtomicInteger holders = new AtomicInteger(1);

  /** The state of the database now, held once. */
  RocksState(long number, RocksDB db, Runnable whenClosed) {
    this.number = number;
    this.db = db;
    this.snapshot = db.getSnapshot();
    this.whenClosed = whenClosed;
  }

  /** How many batches had been applied. */
  long number() {
    return number;
  }

  /** Holds it once more; false if it was let go of already. */
  boolean acquire() {
    int count;
    do {
      count = holders.get();
      if (count == 0) {
        return false;
      }
    } while (!holders.compareAndSet(count, count + 1));
    return true;
  }

  /** How many hold it. */
  int holders() {
    return holders.get();
  }

  void release() {
    if (holders.decrementAndGet() == 0) {
      ReadOptions used = options.get();
      if (used != null) {
        used.close();
      }
      db.releaseSnapshot(snapshot);
      snapshot.close();
      whenClosed.run();
    }
  }

  /** For lookups, and scans that give up where much is deleted. Held by the state. */
  ReadOptions options() {
    ReadOptions known = options.get();
    if (known != null) {
      return known;
    }
    ReadOptions made = patientOptions().setMaxSkippableInternalKeys(MAX_SKIPPED);
    if (options.compareAndSet(null, made)) {
      return made;
    }
    made.close();
    return options.get();
  }

  /** For scans that go through all that is deleted; to be closed by the caller. */
  ReadOptions patientOptions() {
    return new ReadOptions().setSnapshot(snapshot);
  }
}
