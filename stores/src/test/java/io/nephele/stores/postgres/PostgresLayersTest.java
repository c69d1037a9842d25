package io.nephele.stores.postgres;

import io.nephele.core.store.Store;
import io.nephele.core.store.layers.LayeredStoresContract;

/** Worlds in layers of PostgreSQL. */
class PostgresLayersTest extends LayeredStoresContract {
  @Override
  protected Store openStore() {
    return PostgresStore.open(TestDatabase.create());
  }

  @Override
  protected int steps() {
    return 40;
  }
}
