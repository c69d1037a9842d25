package io.nephele.services.dynamodb.tables;

import io.nephele.api.dynamodb.AttributeDefinition;
import io.nephele.api.dynamodb.CreateGlobalSecondaryIndexAction;
import io.nephele.api.dynamodb.GlobalSecondaryIndex;
import io.nephele.api.dynamodb.GlobalSecondaryIndexUpdate;
import io.nephele.api.dynamodb.LimitExceededException;
import io.nephele.api.dynamodb.ResourceNotFoundException;
import io.nephele.api.dynamodb.UpdateGlobalSecondaryIndexAction;
import io.nephele.api.dynamodb.UpdateTableInput;
import io.nephele.core.store.Transaction;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What UpdateTable does about global secondary indexes. */
public final class IndexUpdates {
  private final Dropped dropped;

  /** Is told of an index that is deleted, in the transaction that does it. */
  public interface Dropped {
    /** That index of that table goes. */
    void dropped(Transaction transaction, TableDefinition table, IndexDefinition index);
  }

  IndexUpdates(Dropped dropped) {
    this.dropped = dropped;
  }

  TableRow apply(
      Transaction transaction, TableDefinition table, TableRow row, UpdateTableInput in, long now) {
    check(in.globalSecondaryIndexUpdates());
    Map<String, String> types = new LinkedHashMap<>(row.attributes());
    if (in.attributeDefinitions() != null) {
      for (AttributeDefinition definition : in.attributeDefinitions()) {
        String known = types.putIfAbsent(definition.attributeName(), definition.attributeType());
        if (known != null && !known.equals(definition.attributeType())) {
          throw DynamoErrors.invalidParameter(
              "Attribute " + definition.attributeName() + " is already defined with type " + known);
        }
      }
    }
    KeyRules keys = new KeyRules(types);
    keys.use(row);
    List<IndexRow> indexes = new ArrayList<>(row.indexes());
    int next = row.nextIndex();
    for (GlobalSecondaryIndexUpdate update : in.globalSecondaryIndexUpdates()) {
      if (update.create() != null) {
        indexes.add(create(update.create(), keys, next++, row, indexes));
      } else if (update.update() != null) {
        update(update.update(), indexes, row, now, in);
      } else {
        IndexDefinition gone = table.index(update.delete().indexName());
        IndexRow found = find(indexes, update.delete().indexName(), row.name());
        indexes.remove(found);
        dropped.dropped(transaction, table, gone);
      }
    }
    keys.checkProjections(indexes);
    return row.withIndexes(used(types, row, indexes, in), List.copyOf(indexes), next);
  }

  private static void check(List<GlobalSecondaryIndexUpdate> updates) {
    int created = 0;
    int deleted = 0;
    Set<String> names = new HashSet<>();
    for (GlobalSecondaryIndexUpdate update : updates) {
      int actions =
          (update.create() == null ? 0 : 1)
              + (update.update() == null ? 0 : 1)
              + (update.delete() == null ? 0 : 1);
      if (actions != 1) {
        throw DynamoErrors.invalidParameter(
            actions == 0
                ? "One of GlobalSecondaryIndexUpdate.Update, GlobalSecondaryIndexUpdate.Create,"
                    + " GlobalSecondaryIndexUpdate.Delete must not be null"
                : "Only one of GlobalSecondaryIndexUpdate.Update,"
                    + " GlobalSecondaryIndexUpdate.Create, GlobalSecondaryIndexUpdate.Delete may be"
                    + " specified per update");
      }
      created += update.create() == null ? 0 : 1;
      deleted += update.delete() == null ? 0 : 1;
      String name =
          update.create() != null
              ? update.create().indexName()
              : update.update() != null ? update.update().indexName() : update.delete().indexName();
      if (!names.add(name)) {
        throw DynamoErrors.invalidParameter(
            "Only one global secondary index update per index is allowed simultaneously. Index: "
                + name);
      }
    }
    if (created + deleted > 1) {
      throw new LimitExceededException(
          "Subscriber limit exceeded: Only 1 online index can be created or deleted simultaneously"
              + " per table");
    }
  }

  private static IndexRow create(
      CreateGlobalSecondaryIndexAction action,
      KeyRules keys,
      int number,
      TableRow row,
      List<IndexRow> indexes) {
    for (IndexRow index : indexes) {
      if (index.name().equals(action.indexName())) {
        throw DynamoErrors.validation("Attempting to create an index which already exists");
      }
      if (index.backfilling()) {
        throw new LimitExceededException(
            "Subscriber limit exceeded: Only 1 online index can be created or deleted"
                + " simultaneously per table");
      }
    }
    GlobalSecondaryIndex asked =
        new GlobalSecondaryIndex()
            .indexName(action.indexName())
            .keySchema(action.keySchema())
            .projection(action.projection())
            .provisionedThroughput(action.provisionedThroughput())
            .onDemandThroughput(action.onDemandThroughput())
            .warmThroughput(action.warmThroughput());
    int globals = 1;
    for (IndexRow index : indexes) {
      globals += index.global() ? 1 : 0;
    }
    keys.checkGlobal(globals);
    IndexRow made = keys.global(asked, number, row.billing().onDemand());
    return new IndexRow(
        made.number(),
        made.name(),
        true,
        made.hash(),
        made.range(),
        made.projection(),
        made.included(),
        made.billing(),
        true);
  }

  private static void update(
      UpdateGlobalSecondaryIndexAction action,
      List<IndexRow> indexes,
      TableRow row,
      long now,
      UpdateTableInput in) {
    IndexRow index = find(indexes, action.indexName(), row.name());
    Billing billing = index.billing();
    boolean switched = in.billingMode() != null;
    if (action.provisionedThroughput() != null && !switched) {
      if (billing.onDemand()) {
        throw DynamoErrors.invalidParameter(
            "ProvisionedThroughput should not be specified for index: "
                + index.name()
                + " when BillingMode is PAY_PER_REQUEST");
      }
      billing =
          billing.with(
              BillingUpdates.changed(
                  billing.throughput(),
                  action.provisionedThroughput(),
                  now,
                  "The provisioned throughput for the index "
                      + index.name()
                      + " will not change."));
    }
    if (action.onDemandThroughput() != null) {
      billing =
          billing.withMaximum(
              BillingRules.limit(
                  action.onDemandThroughput().maxReadRequestUnits(), "MaxReadRequestUnits"),
              BillingRules.limit(
                  action.onDemandThroughput().maxWriteRequestUnits(), "MaxWriteRequestUnits"));
    }
    if (action.warmThroughput() != null) {
      billing = BillingRules.warmed(billing, action.warmThroughput());
    }
    indexes.set(indexes.indexOf(index), index.with(billing));
  }

  private static IndexRow find(List<IndexRow> indexes, String name, String table) {
    for (IndexRow index : indexes) {
      if (index.name().equals(name) && index.global()) {
        return index;
      }
    }
    throw new ResourceNotFoundException(
        "Requested resource not found: Index: " + name + " not found for table: " + table);
  }

  /** Attributes of keys that are still there; those that were defined for nothing are an error. */
  private static Map<String, String> used(
      Map<String, String> types, TableRow row, List<IndexRow> indexes, UpdateTableInput in) {
    Set<String> used = new HashSet<>();
    used.add(row.hash());
    if (row.range() != null) {
      used.add(row.range());
    }
    for (IndexRow index : indexes) {
      used.addAll(index.hash());
      used.addAll(index.range());
    }
    if (in.attributeDefinitions() != null) {
      for (AttributeDefinition definition : in.attributeDefinitions()) {
        if (!used.contains(definition.attributeName())
            && !row.attributes().containsKey(definition.attributeName())) {
          throw DynamoErrors.invalidParameter(
              "Some AttributeDefinitions are not used. AttributeDefinitions: "
                  + types.keySet()
                  + ", keys used: "
                  + used);
        }
      }
    }
    Map<String, String> left = new LinkedHashMap<>(types);
    left.keySet().retainAll(used);
    return left;
  }
}
