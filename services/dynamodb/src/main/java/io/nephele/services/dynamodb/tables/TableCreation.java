package io.nephele.services.dynamodb.tables;

import io.nephele.api.dynamodb.AttributeDefinition;
import io.nephele.api.dynamodb.CreateTableInput;
import io.nephele.api.dynamodb.CreateTableOutput;
import io.nephele.api.dynamodb.GlobalSecondaryIndex;
import io.nephele.api.dynamodb.LocalSecondaryIndex;
import io.nephele.core.World;
import io.nephele.core.call.Call;
import io.nephele.core.store.Transaction;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/** CreateTable. */
public final class TableCreation {
  private final World world;
  private final TableCatalog catalog;
  private final TableDescriptions descriptions;
  private final TableTags tags;
  private final Encryption encryption;
  private final ResourcePolicies policies;
  private final List<BiConsumer<Transaction, TableDefinition>> whenCreated = new ArrayList<>();

  /** Creates tables of that catalog. */
  public TableCreation(
      World world,
      TableCatalog catalog,
      TableDescriptions descriptions,
      TableTags tags,
      Encryption encryption,
      ResourcePolicies policies) {
    this.world = world;
    this.catalog = catalog;
    this.descriptions = descriptions;
    this.tags = tags;
    this.encryption = encryption;
    this.policies = policies;
  }

  /** Has something done in the transaction that creates a table. */
  public void whenCreated(BiConsumer<Transaction, TableDefinition> action) {
    whenCreated.add(action);
  }

  /** Answers CreateTable. */
  public CreateTableOutput create(CreateTableInput in, Call call) {
    TableAddress address = TableAddress.of(in.tableName(), call);
    if (!address.accountId().equals(call.accountId())
        || !address.region().equals(call.region().name())) {
      throw DynamoErrors.validation("Invalid TableArn: " + in.tableName());
    }
    if (in.globalTableSourceArn() != null || in.globalTableSettingsReplicationMode() != null) {
      throw DynamoErrors.validation(
          "Nephele has no global tables of several accounts: GlobalTableSourceArn and"
              + " GlobalTableSettingsReplicationMode cannot be given.");
    }
    TableRow draft = draft(in, address, call);
    Map<String, String> given = TableTags.checked(in.tags());
    String document = in.resourcePolicy() == null ? null : policies.checked(in.resourcePolicy());
    Encryption.Chosen key = encryption.choose(in.sseSpecification(), address, call);
    TableRow settled = draft.with(draft.settings().withKey(key.arn(), key.tableKey()));
    TableDefinition created =
        world
            .store()
            .write(
                transaction -> {
                  TableDefinition table = put(transaction, settled, address);
                  tags.put(transaction, address, given);
                  if (document != null) {
                    policies.put(transaction, table.arn(), document);
                  }
                  return table;
                });
    return new CreateTableOutput()
        .tableDescription(descriptions.of(created, TableDescriptions.CREATING));
  }

  /**
   * Stores a new table under a number of its own.
   *
   * @throws io.nephele.model.AwsException if there is one of that name
   */
  public TableDefinition put(Transaction transaction, TableRow draft, TableAddress address) {
    if (catalog.find(transaction, address) != null) {
      throw DynamoErrors.tableExists(address.name());
    }
    TableDefinition table =
        catalog.put(transaction, draft.withNumber(catalog.nextNumber(transaction, address)));
    for (BiConsumer<Transaction, TableDefinition> action : whenCreated) {
      action.accept(transaction, table);
    }
    return table;
  }

  private TableRow draft(CreateTableInput in, TableAddress address, Call call) {
    Billing billing = BillingRules.ofTable(in);
    Map<String, String> types = types(in.attributeDefinitions());
    KeyRules keys = new KeyRules(types);
    keys.table(in.keySchema());
    String hash = in.keySchema().get(0).attributeName();
    String range = in.keySchema().size() < 2 ? null : in.keySchema().get(1).attributeName();
    List<IndexRow> indexes = indexes(in, keys, billing, hash, range);
    keys.checkAllUsed(indexes.isEmpty());
    BillingRules.checkMaximum(billing);
    StreamSettings stream = StreamRules.created(in.streamSpecification(), world.clock().now());
    return new TableRow(
        0,
        world.ids().uuid().toString(),
        address.accountId(),
        address.region(),
        address.name(),
        call.partition(),
        world.clock().millis(),
        types,
        hash,
        range,
        indexes.size() + 1,
        indexes,
        billing.onDemand() ? billing.since(world.clock().millis()) : billing,
        stream,
        null,
        Recovery.OFF,
        TableSettings.of(
            Boolean.TRUE.equals(in.deletionProtectionEnabled()), in.tableClass(), null, null),
        List.of());
  }

  private static Map<String, String> types(List<AttributeDefinition> definitions) {
    Map<String, String> types = new LinkedHashMap<>();
    if (definitions == null) {
      throw DynamoErrors.invalidParameter("AttributeDefinitions must be specified in CreateTable");
    }
    for (AttributeDefinition definition : definitions) {
      if (types.put(definition.attributeName(), definition.attributeType()) != null) {
        throw DynamoErrors.invalidParameter(
            "Duplicate AttributeName in AttributeDefinitions: " + definition.attributeName());
      }
    }
    return types;
  }

  private static List<IndexRow> indexes(
      CreateTableInput in, KeyRules keys, Billing billing, String hash, String range) {
    List<IndexRow> rows = new ArrayList<>();
    if (in.localSecondaryIndexes() != null) {
      keys.checkLocal(in.localSecondaryIndexes(), range);
      for (LocalSecondaryIndex index : in.localSecondaryIndexes()) {
        rows.add(keys.local(index, rows.size() + 1, hash));
      }
    }
    if (in.globalSecondaryIndexes() != null) {
      keys.checkGlobal(in.globalSecondaryIndexes().size());
      for (GlobalSecondaryIndex index : in.globalSecondaryIndexes()) {
        rows.add(keys.global(index, rows.size() + 1, billing.onDemand()));
      }
    }
    keys.checkProjections(rows);
    return List.copyOf(rows);
  }
}
