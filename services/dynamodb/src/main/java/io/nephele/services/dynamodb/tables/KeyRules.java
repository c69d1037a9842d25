package io.nephele.services.dynamodb.tables;

import io.nephele.api.dynamodb.GlobalSecondaryIndex;
import io.nephele.api.dynamodb.KeySchemaElement;
import io.nephele.api.dynamodb.LocalSecondaryIndex;
import io.nephele.api.dynamodb.Projection;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What keys and indexes of one table may be. Remembers the attributes that they use. */
final class KeyRules {
  static final int LOCAL_INDEXES = 5;
  static final int GLOBAL_INDEXES = 20;
  private static final int PROJECTED = 100;
  private static final int KEY_PARTS = 4;

  private final Map<String, String> types;
  private final Set<String> used = new LinkedHashSet<>();
  private final Set<String> names = new HashSet<>();
  private String tableHash;

  /** Rules for keys of attributes of those types. */
  KeyRules(Map<String, String> types) {
    this.types = types;
  }

  /** Checks the key of the table itself. */
  void table(List<KeySchemaElement> schema) {
    if (schema == null) {
      throw DynamoErrors.invalidParameter("KeySchema must be specified in CreateTable");
    }
    if (schema.size() > 2) {
      throw DynamoErrors.validation(
          "1 validation error detected: Value '"
              + shown(schema)
              + "' at 'keySchema' failed to satisfy constraint: Member must have length less than"
              + " or equal to 2");
    }
    for (KeySchemaElement element : schema) {
      if (!types.containsKey(element.attributeName())) {
        throw DynamoErrors.invalidParameter(
            "Some index key attributes are not defined in AttributeDefinitions. Keys: "
                + names(schema)
                + ", AttributeDefinitions: "
                + types.keySet());
      }
    }
    order(schema);
    tableHash = schema.getFirst().attributeName();
    schema.forEach(element -> used.add(element.attributeName()));
  }

  private static void order(List<KeySchemaElement> schema) {
    if (!schema.getFirst().keyType().equals("HASH")) {
      throw DynamoErrors.validation(
          "Invalid KeySchema: The first KeySchemaElement is not a HASH key type");
    }
    if (schema.size() == 1) {
      return;
    }
    if (!schema.get(1).keyType().equals("RANGE")) {
      throw DynamoErrors.validation(
          "Invalid KeySchema: The second KeySchemaElement is not a RANGE key type");
    }
    if (schema.get(0).attributeName().equals(schema.get(1).attributeName())) {
      throw DynamoErrors.validation(
          "Both the Hash Key and the Range Key element in the KeySchema have the same name");
    }
  }

  void checkLocal(List<LocalSecondaryIndex> indexes, String tableRange) {
    if (indexes.isEmpty()) {
      throw DynamoErrors.invalidParameter("List of LocalSecondaryIndexes is empty");
    }
    if (tableRange == null) {
      throw DynamoErrors.invalidParameter(
          "Table KeySchema does not have a range key, which is required when specifying a"
              + " LocalSecondaryIndex");
    }
    if (indexes.size() > LOCAL_INDEXES) {
      throw DynamoErrors.invalidParameter(
          "Number of LocalSecondaryIndexes exceeds per-table limit of " + LOCAL_INDEXES);
    }
  }

  void checkGlobal(int count) {
    if (count == 0) {
      throw DynamoErrors.invalidParameter("List of GlobalSecondaryIndexes is empty");
    }
    if (count > GLOBAL_INDEXES) {
      throw DynamoErrors.invalidParameter(
          "GlobalSecondaryIndex count exceeds the per-table limit of " + GLOBAL_INDEXES);
    }
  }

  IndexRow local(LocalSecondaryIndex index, int number, String hash) {
    List<KeySchemaElement> schema = index.keySchema();
    checkName(index.indexName());
    defined(schema);
    if (schema.size() > 2) {
      throw DynamoErrors.invalidParameter(
          "Index KeySchema has more than two elements for index: " + index.indexName());
    }
    order(schema);
    if (schema.size() < 2) {
      throw DynamoErrors.invalidParameter(
          "Index KeySchema does not have a range key for index: " + index.indexName());
    }
    if (!schema.getFirst().attributeName().equals(hash)) {
      throw DynamoErrors.invalidParameter(
          "Index KeySchema does not have the same leading hash key as table KeySchema for index: "
              + index.indexName()
              + ". index hash key: "
              + schema.getFirst().attributeName()
              + ", table hash key: "
              + tableHash);
    }
    checkProjection(index.projection());
    return new IndexRow(
        number,
        index.indexName(),
        false,
        List.of(hash),
        List.of(schema.get(1).attributeName()),
        index.projection().projectionType(),
        included(index.projection()),
        null,
        false);
  }

  IndexRow global(GlobalSecondaryIndex index, int number, boolean onDemand) {
    List<KeySchemaElement> schema = index.keySchema();
    checkName(index.indexName());
    defined(schema);
    List<String> hash = new ArrayList<>();
    List<String> range = new ArrayList<>();
    parts(schema, hash, range);
    checkProjection(index.projection());
    Billing billing =
        BillingRules.ofIndex(
            index.indexName(),
            onDemand,
            index.provisionedThroughput(),
            index.onDemandThroughput(),
            index.warmThroughput());
    return new IndexRow(
        number,
        index.indexName(),
        true,
        List.copyOf(hash),
        List.copyOf(range),
        index.projection().projectionType(),
        included(index.projection()),
        billing,
        false);
  }

  /** Up to four attributes of the partition key, then up to four of the sort key. */
  private static void parts(List<KeySchemaElement> schema, List<String> hash, List<String> range) {
    boolean bothHash = schema.stream().allMatch(element -> element.keyType().equals("HASH"));
    if (schema.size() == 2 && !bothHash) {
      order(schema);
    }
    Set<String> seen = new HashSet<>();
    for (KeySchemaElement element : schema) {
      if (!seen.add(element.attributeName())) {
        throw DynamoErrors.validation(
            "Invalid KeySchema: The attribute "
                + element.attributeName()
                + " is in the KeySchema more than once");
      }
      if (element.keyType().equals("RANGE")) {
        range.add(element.attributeName());
      } else if (range.isEmpty()) {
        hash.add(element.attributeName());
      } else {
        throw DynamoErrors.validation(
            "Invalid KeySchema: HASH key elements must come before RANGE key elements");
      }
    }
    if (hash.isEmpty()) {
      throw DynamoErrors.validation(
          "Invalid KeySchema: The first KeySchemaElement is not a HASH key type");
    }
    if (hash.size() > KEY_PARTS || range.size() > KEY_PARTS) {
      throw DynamoErrors.validation(
          "Invalid KeySchema: A key schema can have at most "
              + KEY_PARTS
              + " HASH and "
              + KEY_PARTS
              + " RANGE key elements");
    }
  }

  private void checkName(String name) {
    if (!names.add(name)) {
      throw DynamoErrors.invalidParameter("Duplicate index name: " + name);
    }
  }

  private void defined(List<KeySchemaElement> schema) {
    for (KeySchemaElement element : schema) {
      if (!types.containsKey(element.attributeName())) {
        throw DynamoErrors.invalidParameter(
            "Some index key attributes are not defined in AttributeDefinitions. Keys: "
                + names(schema)
                + ", AttributeDefinitions: "
                + types.keySet());
      }
      used.add(element.attributeName());
    }
  }

  private static void checkProjection(Projection projection) {
    String type = projection.projectionType();
    List<String> attributes = projection.nonKeyAttributes();
    if (type == null) {
      throw DynamoErrors.invalidParameter("Unknown ProjectionType: null");
    }
    if (!type.equals("INCLUDE") && attributes != null) {
      throw DynamoErrors.invalidParameter(
          "ProjectionType is " + type + ", but NonKeyAttributes is specified");
    }
    if (type.equals("INCLUDE") && attributes == null) {
      throw DynamoErrors.invalidParameter(
          "ProjectionType is INCLUDE, but NonKeyAttributes is not specified");
    }
    if (attributes != null && new HashSet<>(attributes).size() < attributes.size()) {
      throw DynamoErrors.invalidParameter("NonKeyAttributes contains duplicate attribute names");
    }
  }

  /** What indexes include of further attributes is limited over all of them. */
  void checkProjections(List<IndexRow> indexes) {
    int projected = 0;
    for (IndexRow index : indexes) {
      projected += index.included().size();
    }
    if (projected > PROJECTED) {
      throw DynamoErrors.invalidParameter(
          "Number of projected attributes across all indexes exceeds per-table limit of "
              + PROJECTED
              + ". Number of projected attributes: "
              + projected);
    }
  }

  /** Every attribute that is defined has to be part of a key. */
  void checkAllUsed(boolean noIndexes) {
    if (types.size() == used.size()) {
      return;
    }
    throw DynamoErrors.invalidParameter(
        noIndexes
            ? "Number of attributes in KeySchema does not exactly match number of attributes"
                + " defined in AttributeDefinitions"
            : "Some AttributeDefinitions are not used. AttributeDefinitions: "
                + types.keySet()
                + ", keys used: "
                + used);
  }

  /** The attributes of keys that are already there. */
  void use(TableRow table) {
    tableHash = table.hash();
    used.add(table.hash());
    if (table.range() != null) {
      used.add(table.range());
    }
    for (IndexRow index : table.indexes()) {
      use(index);
    }
  }

  void use(IndexRow index) {
    names.add(index.name());
    used.addAll(index.hash());
    used.addAll(index.range());
  }

  private static List<String> included(Projection projection) {
    return projection.nonKeyAttributes() == null
        ? List.of()
        : List.copyOf(projection.nonKeyAttributes());
  }

  private static List<String> names(List<KeySchemaElement> schema) {
    List<String> names = new ArrayList<>();
    schema.forEach(element -> names.add(element.attributeName()));
    return names;
  }

  private static String shown(List<KeySchemaElement> schema) {
    List<String> shown = new ArrayList<>();
    for (KeySchemaElement element : schema) {
      shown.add(
          "KeySchemaElement(attributeName="
              + element.attributeName()
              + ", keyType="
              + element.keyType()
              + ")");
    }
    return shown.toString();
  }
}
