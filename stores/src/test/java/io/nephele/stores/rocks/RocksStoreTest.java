package io.nephele.stores.rocks;

import io.nephele.core.store.SerializabilityContract;
import io.nephele.core.store.Store;
import io.nephele.core.store.StoreContract;
import io.nephele.stores.Durability;
import org.junit.jupiter.api.Nested;

/** RocksDB as a store, with either durability. */
class RocksStoreTest {
  @Nested
  class Relaxed extends StoreContract {
    @Override
    protected Store open() {
      return RocksStores.open(folder.resolve("db"), Durability.RELAXED);
    }

    @Override
    protected boolean isDurable() {
      return true;
    }
  }

  @Nested
  class Strict extends StoreContract {
    @Override
    protected Store open() {
      return RocksStores.open(folder.resolve("db"), Durability.STRICT);
    }

    @Override
    protected boolean isDurable() {
      return true;
    }
  }

  @Nested
  class RelaxedSerializability extends SerializabilityContract {
    @Override
    protected Store open() {
      return RocksStores.open(folder.resolve("db"), Durability.RELAXED);
    }
  }

  @Nested
  class StrictSerializability extends SerializabilityContract {
    @Override
    protected Store open() {
      return RocksStores.open(folder.resolve("db"), Durability.STRICT);
    }

    @Override
    protected int transactionsPerThread() {
      return 60; // each waits for the disk
    }
  }
}
