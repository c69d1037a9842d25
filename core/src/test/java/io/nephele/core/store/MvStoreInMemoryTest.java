package io.nephele.core.store;

import org.junit.jupiter.api.Nested;

/** MVStore in memory as a store. */
class MvStoreInMemoryTest {
  @Nested
  class Contract extends StoreContract {
    @Override
    protected Store open() {
      return MvStores.inMemory();
    }

    @Override
    protected boolean isDurable() {
      return false;
    }
  }

  @Nested
  class Serializability extends SerializabilityContract {
    @Override
    protected Store open() {
      return MvStores.inMemory();
    }
  }
}
