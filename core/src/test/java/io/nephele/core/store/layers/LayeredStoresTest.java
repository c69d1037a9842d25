package io.nephele.core.store.layers;

import io.nephele.core.store.MvStores;
import io.nephele.core.store.Store;

/** Worlds in layers of a store in memory. */
class LayeredStoresTest extends LayeredStoresContract {
  @Override
  protected Store openStore() {
    return MvStores.inMemory();
  }
}
