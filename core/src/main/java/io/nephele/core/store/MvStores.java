package io.nephele.core.store;

/** Stores on H2's MVStore, a B-tree in pure Java, in memory. */
public final class MvStores {
  private MvStores() {}

  /** An empty store, gone when closed. */
  public static Store inMemory() {
    return new OptimisticStore(MvStoreEngine.inMemory());
  }
}
