package io.nephele.stores.rocks;

import io.nephele.core.logging.LazyLogger;
import io.nephele.core.store.Batch;
import io.nephele.core.store.Engine;
import io.nephele.core.store.KeyRange;
import io.nephele.core.store.StoreException;
import io.nephele.core.store.StoreInUseException;
import io.nephele.stores.Durability;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.locks.ReentrantLock;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;

/**
 * An engine on RocksDB. All keys live in one column family. A batch is in RocksDB's log, and so
 * with the operating system, when it is applied: it survives whatever becomes of the process. With
 * {@link Durability#STRICT} the log is brought to the disk before anybody is told; until then the
 * batch is seen by transactions only, which wait in their turn.
 *
 * <p>After a failure to write RocksDB refuses further writes, and its memory and its log may
 * differ. Reads go on then, and the database is opened anew as soon as that is possible.
 */
public final class RocksEngine implements Engine {
  private static final System.Logger LOG = new LazyLogger(RocksEngine.class);

  /** Above all keys: every kind of part begins with a lesser byte. */
  private static final byte[] ABOVE_ALL = {(byte) 0xFF};

  /** Batches that need more are given a buffer of their own. */
  private static final long MAX_KEPT_BUFFER = 1 << 20;

  /** How long closing waits for readers. */
  private static final long CLOSE_SECONDS = 10;

  /**
   * How often reopening looks whether the last reader has gone before it lets others read again.
   */
  private static final int REOPEN_MILLIS = 1_000;

  private final Path folder;
  private final boolean strict;
  private final LogSync logSync = new LogSync(this::sync);
  private final Repair repair = new Repair(this::reopen);
  private final DiskSpace space;

  /** Held while the database is written, opened or closed. */
  private final ReentrantLock changing = new ReentrantLock();

  private volatile OpenedDatabase opened;
  private WriteBatch buffer = new WriteBatch();

  /** Closed while the database is opened anew. */
  private final Gate gate = new Gate();

  /** Why nothing can be written, or null. */
  private volatile StoreException broken;

  private volatile boolean closed;

  private RocksEngine(Path folder, RocksDatabase database, boolean strict, long keptFree) {
    this.folder = folder;
    this.strict = strict;
    this.space = new DiskSpace(folder, keptFree);
    this.opened = new OpenedDatabase(database, 0);
  }

  /**
   * Opens the database in a folder, which is made if there is none.
   *
   * @throws StoreInUseException if it is open elsewhere
   * @throws StoreException if it cannot be read or written
   */
  public static RocksEngine open(Path folder, Durability durability) {
    return open(folder, durability, DiskSpace.KEPT_FREE);
  }

  /** As the other, with so many bytes of the disk to be left free. */
  static RocksEngine open(Path folder, Durability durability, long keptFree) {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new StoreException("The folder " + folder + " cannot be made", e);
    }
    NativeLibrary.load(folder);
    boolean strict = durability == Durability.STRICT;
    return new RocksEngine(folder, RocksDatabase.open(folder, strict), strict, keptFree);
  }

  @Override
  public Snapshot snapshot() {
    return snapshot(false);
  }

  @Override
  public Snapshot durableSnapshot() {
    return snapshot(strict);
  }

  private Snapshot snapshot(boolean durable) {
    while (true) {
      checkOpen();
      OpenedDatabase database = opened;
      RocksState state = durable ? database.durable() : database.latest();
      if (state.acquire()) {
        // Looked at only now: whoever reopens closes it and then looks who holds a state.
        if (!gate.isClosed()) {
          return database.snapshot(state);
        }
        state.release();
        gate.await();
      } else {
        Thread.onSpinWait(); // there is a later one
      }
    }
  }

  @Override
  public long apply(Batch batch) {
    checkWritable();
    changing.lock();
    try {
      checkWritable();
      space.require();
      OpenedDatabase database = opened;
      try {
        write(database.database(), batch);
      } catch (RocksDBException e) {
        space.failed();
        throw broken(RocksFailures.unwritable(e));
      }
      long number = database.latest().number() + 1;
      database.values().written(batch, number);
      database.empty().written(batch, number);
      RocksState state = database.database().state(number);
      database.latest(state);
      if (!strict) {
        // Nobody asks for the durable state, and an old one would keep all that it had.
        state.acquire();
        database.durable(state);
        logSync.wrote();
      }
      return number;
    } finally {
      changing.unlock();
    }
  }

  private void write(RocksDatabase database, Batch batch) throws RocksDBException {
    buffer.clear();
    for (KeyRange range : batch.deletedRanges()) {
      buffer.deleteRange(range.from(), range.to() == null ? ABOVE_ALL : range.to());
    }
    byte[][] keys = batch.keys();
    byte[][] values = batch.values();
    for (int i = 0; i < keys.length; i++) {
      if (values[i] == null) {
        buffer.delete(keys[i]);
      } else {
        buffer.put(keys[i], values[i]);
      }
    }
    database.write(buffer);
    long size = buffer.getDataSize();
    space.wrote(size);
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

  /** Brings the latest state to the disk; called by the thread of the log. */
  private long sync() {
    RocksState state;
    OpenedDatabase database;
    do {
      checkWritable();
      database = opened;
      state = database.latest();
    } while (!acquire(state));
    boolean kept = false;
    try {
      database.database().sync();
      if (strict) {
        database.durable(state);
        kept = true;
      }
      return state.number();
    } catch (RocksDBException e) {
      throw broken(RocksFailures.unwritable(e));
    } finally {
      if (!kept) {
        state.release();
      }
    }
  }

  private boolean acquire(RocksState state) {
    if (!state.acquire()) {
      return false;
    }
    if (gate.isClosed()) {
      state.release();
      gate.await();
      return false;
    }
    return true;
  }

  private StoreException broken(StoreException failure) {
    if (broken == null) {
      broken = failure;
      LOG.log(System.Logger.Level.ERROR, failure.getMessage());
    }
    repair.begin();
    return failure;
  }

  /** Opens the database anew after a failure; whether it can be written again. */
  private boolean reopen() {
    if (!space.isEnough()) {
      return false;
    }
    gate.close();
    try {
      return awaitUnused() && reopenUnused();
    } finally {
      gate.open();
    }
  }

  private boolean awaitUnused() {
    for (int waited = 0; !opened.isUnused(); waited++) {
      if (waited == REOPEN_MILLIS || closed) {
        return false; // somebody reads for long, which others must not wait for
      }
      gate.pause();
    }
    return true;
  }

  private boolean reopenUnused() {
    changing.lock();
    try {
      if (closed) {
        return true;
      }
      long number = opened.latest().number() + 1;
      opened.release();
      opened.database().close();
      return reopenAs(number);
    } finally {
      changing.unlock();
    }
  }

  private boolean reopenAs(long number) {
    try {
      // What was not yet on the disk must be before anybody reads it, whatever the durability.
      opened = new OpenedDatabase(RocksDatabase.open(folder, true), number);
      broken = null;
      LOG.log(System.Logger.Level.INFO, "The store can be written again");
      return true;
    } catch (StoreException e) {
      broken = e;
      try {
        opened = new OpenedDatabase(RocksDatabase.openReadOnly(folder), number);
        return false;
      } catch (StoreException last) {
        closed = true;
        LOG.log(System.Logger.Level.ERROR, "The store was closed: " + last.getMessage());
        return true; // there is nothing left to try
      }
    }
  }

  @Override
  public void flush() {
    checkOpen();
    logSync.await(opened.latest().number());
  }

  @Override
  public void compact() {
    checkOpen();
    try {
      opened.database().compact();
    } catch (RocksDBException e) {
      throw new StoreException("The store cannot be compacted: " + e.getMessage(), e);
    }
  }

  /**
   * Waits for readers, since RocksDB would bring down the process if it were closed under them. One
   * that never ends leaves it open, which is as safe as the end of the process.
   */
  @Override
  public void close() {
    changing.lock();
    try {
      if (closed) {
        return;
      }
      closed = true;
    } finally {
      changing.unlock();
    }
    repair.close();
    logSync.close();
    opened.release();
    RocksDatabase database = opened.database();
    if (!database.awaitUnused(CLOSE_SECONDS)) {
      LOG.log(System.Logger.Level.WARNING, "The store is left to the end of the process");
      return;
    }
    try {
      if (broken == null) {
        database.save();
      }
    } catch (RocksDBException e) {
      throw RocksFailures.unwritable(e);
    } finally {
      buffer.close();
      database.close();
    }
  }

  private void checkWritable() {
    checkOpen();
    StoreException failure = broken;
    if (failure != null) {
      throw RocksFailures.again(failure);
    }
  }

  private void checkOpen() {
    if (closed) {
      throw new StoreException("The store is closed", null);
    }
  }
}
