package io.nephele.stores.rocks;

import io.nephele.core.store.StoreException;
import io.nephele.core.store.StoreFullException;
import java.util.Locale;
import org.rocksdb.RocksDBException;
import org.rocksdb.Status;

/** What RocksDB's errors mean to the users of a store. */
final class RocksFailures {
  private RocksFailures() {}

  static StoreException unreadable(RocksDBException e) {
    return new StoreException("The store cannot be read: " + e.getMessage(), e);
  }

  static StoreException unwritable(RocksDBException e) {
    String message = "The store cannot be written: " + e.getMessage();
    return isFull(e) ? new StoreFullException(message, e) : new StoreException(message, e);
  }

  private static boolean isFull(RocksDBException e) {
    return e.getStatus() != null && e.getStatus().getSubCode() == Status.SubCode.NoSpace;
  }

  /** The same failure for another who meets it. */
  static StoreException again(StoreException failure) {
    return failure instanceof StoreFullException
        ? new StoreFullException(failure.getMessage(), failure)
        : new StoreException(failure.getMessage(), failure);
  }

  /** Whether a scan gave up because too much was deleted. */
  static boolean isIncomplete(RocksDBException e) {
    return e.getStatus() != null && e.getStatus().getCode() == Status.Code.Incomplete;
  }

  /** Whether a database could not be opened because it is open elsewhere. */
  static boolean isLocked(RocksDBException e) {
    return e.getMessage() != null && e.getMessage().toLowerCase(Locale.ROOT).contains("lock ");
  }
}
