package io.nephele.stores.rocks;

import io.nephele.core.store.OptimisticStore;
import io.nephele.core.store.Store;
import io.nephele.stores.Durability;
import java.nio.file.Path;

/** Stores on RocksDB, in a folder of one process. */
public final class RocksStores {
  private RocksStores() {}

  /**
   * The store in a folder, which is made if there is none. The folder is RocksDB's alone.
   *
   * @throws io.nephele.core.store.StoreInUseException if the folder is open elsewhere
   * @throws io.nephele.core.store.StoreException if the folder cannot be read or written
   */
  public static Store open(Path folder, Durability durability) {
    return new OptimisticStore(RocksEngine.open(folder, durability));
  }
}
