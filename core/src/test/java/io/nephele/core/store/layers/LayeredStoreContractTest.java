package io.nephele.core.store.layers;

import io.nephele.core.store.MvStores;
import io.nephele.core.store.SerializabilityContract;
import io.nephele.core.store.Store;
import io.nephele.core.store.StoreContract;
import java.time.Instant;
import org.junit.jupiter.api.Nested;

/** A world is a store like any other, whatever layers it is made of. */
class LayeredStoreContractTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  static Store main() {
    return new LayeredStores(MvStores.inMemory(), "main").open("main");
  }

  static Store created() {
    LayeredStores stores = new LayeredStores(MvStores.inMemory(), "main");
    stores.create("a", NOW);
    return stores.open("a");
  }

  static Store forked() {
    LayeredStores stores = new LayeredStores(MvStores.inMemory(), "main");
    stores.fork("main", "a", false, NOW);
    stores.fork("a", "b", false, NOW);
    return stores.open("b");
  }

  @Nested
  class Main extends Contract {
    @Override
    protected Store open() {
      return main();
    }
  }

  @Nested
  class Created extends Contract {
    @Override
    protected Store open() {
      return created();
    }
  }

  @Nested
  class Forked extends Contract {
    @Override
    protected Store open() {
      return forked();
    }
  }

  @Nested
  class ForkedSerializability extends SerializabilityContract {
    @Override
    protected Store open() {
      return forked();
    }
  }

  abstract static class Contract extends StoreContract {
    @Override
    protected boolean isDurable() {
      return false;
    }
  }
}
