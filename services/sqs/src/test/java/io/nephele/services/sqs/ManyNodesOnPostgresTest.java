package io.nephele.services.sqs;

import io.nephele.stores.postgres.DatabaseAddress;
import io.nephele.stores.postgres.PostgresStore;
import io.nephele.stores.postgres.TestDatabase;

/** Nodes in one process on one database. */
final class ManyNodesOnPostgresTest extends ManyNodes {
  private final DatabaseAddress database = TestDatabase.create();

  @Override
  SharedStore open() {
    return new SharedStore(PostgresStore.open(database), true);
  }
}
