package io.nephele.stores.postgres;

import io.nephele.core.store.SerializabilityContract;
import io.nephele.core.store.Store;
import io.nephele.core.store.StoreContract;
import org.junit.jupiter.api.Nested;

/** The contract of stores, kept in PostgreSQL. */
class PostgresStoreTest {
  @Nested
  class Contract extends StoreContract {
    private final DatabaseAddress address = TestDatabase.create();

    @Override
    protected Store open() {
      return PostgresStore.open(address);
    }

    @Override
    protected boolean isDurable() {
      return true;
    }
  }

  @Nested
  class Serializability extends SerializabilityContract {
    private final DatabaseAddress address = TestDatabase.create();

    @Override
    protected Store open() {
      return PostgresStore.open(address);
    }

    @Override
    protected int transactionsPerThread() {
      return 300;
    }
  }
}
