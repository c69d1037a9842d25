package io.nephele.core.store;

import org.junit.jupiter.api.Nested;

/** MVStore on a file as a store. */
class MvStoreOnFileTest {
  @Nested
  class Contract extends StoreContract {
    @Override
    protected Store open() {
      return MvStores.onFile(folder.resolve("world.mv"));
    }

    @Override
    protected boolean isDurable() {
      return true;
    }
  }

  @Nested
  class Serializability extends SerializabilityContract {
    @Override
    protected Store open() {
      return MvStores.onFile(folder.resolve("world.mv"));
    }
  }
}
