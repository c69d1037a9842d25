package io.nephele.services.dynamodb.tables;

import io.nephele.api.dynamodb.DeleteTableInput;
import io.nephele.api.dynamodb.DeleteTableOutput;
import io.nephele.api.dynamodb.DescribeEndpointsRequest;
import io.nephele.api.dynamodb.DescribeEndpointsResponse;
import io.nephele.api.dynamodb.DescribeLimitsInput;
import io.nephele.api.dynamodb.DescribeLimitsOutput;
import io.nephele.api.dynamodb.DescribeTableInput;
import io.nephele.api.dynamodb.DescribeTableOutput;
import io.nephele.api.dynamodb.Endpoint;
import io.nephele.api.dynamodb.ListTablesInput;
import io.nephele.api.dynamodb.ListTablesOutput;
import io.nephele.core.World;
import io.nephele.core.call.Call;
import io.nephele.core.store.Transaction;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/** Describing, listing and deleting tables, and what can be asked of the service itself. */
public final class Tables {
  private static final int PAGE = 100;
  private static final long CACHED_MINUTES = 1440;

  private final World world;
  private final TableCatalog catalog;
  private final TableDescriptions descriptions;
  private final Encryption encryption;
  private final TableTags tags;
  private final ResourcePolicies policies;
  private final List<BiConsumer<Transaction, TableDefinition>> whenDeleted = new ArrayList<>();

  /** The tables of that catalog. */
  public Tables(
      World world,
      TableCatalog catalog,
      TableDescriptions descriptions,
      Encryption encryption,
      TableTags tags,
      ResourcePolicies policies) {
    this.world = world;
    this.catalog = catalog;
    this.descriptions = descriptions;
    this.encryption = encryption;
    this.tags = tags;
    this.policies = policies;
  }

  /** Has something done in the transaction that deletes a table, such as deleting its items. */
  public void whenDeleted(BiConsumer<Transaction, TableDefinition> action) {
    whenDeleted.add(action);
  }

  /** Answers DescribeTable. */
  public DescribeTableOutput describe(DescribeTableInput in, Call call) {
    TableDefinition table = catalog.require(in.tableName(), call);
    TableKey key = table.row().settings().tableKey();
    if (key != null) {
      table = encryption.examined(table, catalog);
    }
    return new DescribeTableOutput().table(descriptions.of(table, TableDescriptions.ACTIVE));
  }

  /** Answers ListTables. */
  public ListTablesOutput list(ListTablesInput in, Call call) {
    int limit = in.limit() == null ? PAGE : in.limit();
    List<String> names = new ArrayList<>();
    boolean more =
        world
            .store()
            .read(
                reader -> {
                  names.clear();
                  for (TableDefinition table :
                      catalog.list(
                          reader,
                          call.accountId(),
                          call.region().name(),
                          in.exclusiveStartTableName())) {
                    if (names.size() == limit) {
                      return true;
                    }
                    names.add(table.name());
                  }
                  return false;
                });
    return new ListTablesOutput()
        .tableNames(names)
        .lastEvaluatedTableName(more ? names.getLast() : null);
  }

  /** Answers DeleteTable. */
  public DeleteTableOutput delete(DeleteTableInput in, Call call) {
    TableAddress address = TableAddress.of(in.tableName(), call);
    TableDefinition deleted =
        world
            .store()
            .write(
                transaction -> {
                  TableDefinition table = catalog.require(transaction, address);
                  if (table.row().settings().deletionProtected()) {
                    throw DynamoErrors.validation(
                        "Resource cannot be deleted as it is currently protected against deletion."
                            + " Disable deletion protection first.");
                  }
                  delete(transaction, table);
                  transaction.afterCommit(() -> encryption.release(table));
                  return table;
                });
    return new DeleteTableOutput()
        .tableDescription(descriptions.of(deleted, TableDescriptions.DELETING));
  }

  /** Deletes a table and all that belongs to it. */
  public void delete(Transaction transaction, TableDefinition table) {
    for (BiConsumer<Transaction, TableDefinition> action : whenDeleted) {
      action.accept(transaction, table);
    }
    tags.put(transaction, table.address(), java.util.Map.of());
    policies.deleteAll(transaction, table.address());
    catalog.delete(transaction, table.address());
  }

  /** Answers DescribeLimits. */
  public DescribeLimitsOutput limits(DescribeLimitsInput in, Call call) {
    return new DescribeLimitsOutput()
        .accountMaxReadCapacityUnits(BillingRules.ACCOUNT_UNITS)
        .accountMaxWriteCapacityUnits(BillingRules.ACCOUNT_UNITS)
        .tableMaxReadCapacityUnits(BillingRules.TABLE_UNITS)
        .tableMaxWriteCapacityUnits(BillingRules.TABLE_UNITS);
  }

  /** Answers DescribeEndpoints: the one that was called. */
  public DescribeEndpointsResponse endpoints(DescribeEndpointsRequest in, Call call) {
    String host = call.origin().host();
    String usual = "dynamodb." + call.region().name() + '.' + call.region().partition().dnsSuffix();
    return new DescribeEndpointsResponse()
        .endpoints(
            List.of(
                new Endpoint()
                    .address(host == null ? usual : host)
                    .cachePeriodInMinutes(CACHED_MINUTES)));
  }
}
