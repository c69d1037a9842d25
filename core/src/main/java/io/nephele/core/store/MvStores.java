package io.nephele.core.store;

import java.nio.file.Path;

/** Stores on H2's MVStore, a B-tree in pure Java. */
public final class MvStores {
  private MvStores() {}

  /** An empty store in memory, gone when closed. */
  public static Store inMemory() {
    return new OptimisticStore(MvStoreEngine.inMemory());
  }

  /**
   * The store in a file, which is made if there is none. What was committed within the last second
   * may be lost if the process is killed, unless {@link Store#flush} returned after it; what is
   * left is always a state between transactions.
   *
   * @throws StoreInUseException if the file is open elsewhere
   * @throws StoreException if the file cannot be read or written
   */
  public static Store onFile(Path file) {
    return new OptimisticStore(MvStoreEngine.onFile(file));
  }
}
