package io.nephele.services.sqs;

import io.nephele.core.store.MvStores;
import io.nephele.core.store.Store;

/** Nodes in one process on one store in memory. */
final class ManyNodesInMemoryTest extends ManyNodes {
  private final Store store = MvStores.inMemory();

  @Override
  SharedStore open() {
    return new SharedStore(store, false);
  }
}
