package io.nephele.services.dynamodb;

import io.nephele.core.store.Store;
import io.nephele.junit.NepheleTest;
import io.nephele.stores.postgres.PostgresStore;
import io.nephele.stores.postgres.TestDatabase;
import java.util.function.Supplier;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * What tests show of DynamoDB in memory, they show on a database too. All of them take a minute:
 * {@code -Dnephele.database.all=true}.
 */
final class OnDatabaseTest {
  private static final String ALL = "nephele.database.all";

  /** Opens a database of its own for each world. */
  public static final class Database implements Supplier<Store> {
    /** Made when a world is. */
    public Database() {}

    @Override
    public Store get() {
      return PostgresStore.open(TestDatabase.create());
    }
  }

  @Nested
  @NepheleTest(scope = NepheleTest.Scope.METHOD, store = Database.class)
  final class OnTransactions extends TransactionsTest {}

  @Nested
  @EnabledIfSystemProperty(named = ALL, matches = "true")
  @NepheleTest(scope = NepheleTest.Scope.METHOD, store = Database.class)
  final class OnStreams extends StreamsTest {}

  @Nested
  @EnabledIfSystemProperty(named = ALL, matches = "true")
  @NepheleTest(scope = NepheleTest.Scope.METHOD, store = Database.class)
  final class OnIndexes extends IndexesTest {}

  @Nested
  @EnabledIfSystemProperty(named = ALL, matches = "true")
  @NepheleTest(scope = NepheleTest.Scope.METHOD, store = Database.class)
  final class OnItems extends ItemsTest {}

  @Nested
  @EnabledIfSystemProperty(named = ALL, matches = "true")
  @NepheleTest(scope = NepheleTest.Scope.METHOD, store = Database.class)
  final class OnBackups extends BackupsTest {}

  @Nested
  @NepheleTest(scope = NepheleTest.Scope.METHOD, store = Database.class)
  final class OnGlobalTables extends GlobalTablesTest {}

  @Nested
  @EnabledIfSystemProperty(named = ALL, matches = "true")
  @NepheleTest(scope = NepheleTest.Scope.METHOD, store = Database.class)
  final class OnQuery extends QueryTest {}

  @Nested
  @EnabledIfSystemProperty(named = ALL, matches = "true")
  @NepheleTest(scope = NepheleTest.Scope.METHOD, store = Database.class)
  final class OnConcurrency extends ConcurrencyTest {}
}
