package io.nephele.stores.rocks;

import io.nephele.core.store.Store;
import io.nephele.core.store.layers.LayeredStoresContract;
import io.nephele.stores.Durability;

/** Worlds in layers of RocksDB. */
class RocksLayersTest extends LayeredStoresContract {
  @Override
  protected Store openStore() {
    return RocksStores.open(folder.resolve("db"), Durability.RELAXED);
  }
}
