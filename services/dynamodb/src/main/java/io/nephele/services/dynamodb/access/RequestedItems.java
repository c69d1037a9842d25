package io.nephele.services.dynamodb.access;

import io.nephele.core.call.Call;
import io.nephele.model.AwsException;
import io.nephele.model.Bytes;
import io.nephele.model.Struct;
import io.nephele.services.dynamodb.expressions.Condition;
import io.nephele.services.dynamodb.expressions.ExpressionContext;
import io.nephele.services.dynamodb.expressions.ExpressionKind;
import io.nephele.services.dynamodb.expressions.KeyCondition;
import io.nephele.services.dynamodb.expressions.Projection;
import io.nephele.services.dynamodb.expressions.Update;
import io.nephele.services.dynamodb.tables.IndexDefinition;
import io.nephele.services.dynamodb.tables.TableAddress;
import io.nephele.services.dynamodb.tables.TableDefinition;
import io.nephele.services.dynamodb.values.AttributeValues;
import io.nephele.services.dynamodb.values.Value;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which partition keys and attributes a request names of one table. What is wrong in it is passed
 * over: the operation will tell.
 */
final class RequestedItems {
  private static final List<String> ATTRIBUTE_MAPS =
      List.of(
          "Key",
          "Item",
          "Expected",
          "AttributeUpdates",
          "KeyConditions",
          "QueryFilter",
          "ScanFilter",
          "ExclusiveStartKey");

  private final TableDefinition table;
  private final Call call;
  private final Set<String> leading = new LinkedHashSet<>();
  private final Set<String> attributes = new LinkedHashSet<>();

  RequestedItems(TableDefinition table, Call call) {
    this.table = table;
    this.call = call;
  }

  List<String> leadingKeys() {
    return List.copyOf(leading);
  }

  List<String> attributes() {
    return List.copyOf(attributes);
  }

  void read(String operation, Struct request) {
    try {
      switch (operation) {
        case "BatchGetItem", "BatchWriteItem" -> batch((Map<?, ?>) request.get("RequestItems"));
        case "TransactGetItems", "TransactWriteItems" ->
            transaction((List<?>) request.get("TransactItems"));
        default -> part(request);
      }
    } catch (AwsException e) {
      // the operation tells of it
    }
  }

  private void batch(Map<?, ?> tables) {
    if (tables == null) {
      return;
    }
    for (Map.Entry<?, ?> entry : tables.entrySet()) {
      if (!isTable((String) entry.getKey())) {
        continue;
      }
      if (entry.getValue() instanceof Struct reads) {
        part(reads);
        for (Object key : (List<?>) reads.get("Keys")) {
          item((Map<?, ?>) key);
        }
      } else {
        for (Object write : (List<?>) entry.getValue()) {
          for (String kind : List.of("PutRequest", "DeleteRequest")) {
            if (((Struct) write).get(kind) instanceof Struct one) {
              part(one);
            }
          }
        }
      }
    }
  }

  private void transaction(List<?> items) {
    if (items == null) {
      return;
    }
    for (Object item : items) {
      Struct parts = (Struct) item;
      for (int i = 0; i < parts.shape().members().size(); i++) {
        if (parts.get(i) instanceof Struct part
            && part.get("TableName") instanceof String name
            && isTable(name)) {
          part(part);
        }
      }
    }
  }

  private boolean isTable(String name) {
    return TableAddress.of(name, call).equals(table.address());
  }

  /** A request, or part of one, with its parameters by name. */
  private void part(Struct part) {
    for (String name : ATTRIBUTE_MAPS) {
      if (get(part, name) instanceof Map<?, ?> map) {
        map.keySet().forEach(attribute -> attributes.add((String) attribute));
        if (name.equals("Key") || name.equals("Item")) {
          item(map);
        }
        if (name.equals("KeyConditions") && map.get(hash(part)) instanceof Struct condition) {
          legacyLeading(condition);
        }
      }
    }
    if (get(part, "AttributesToGet") instanceof List<?> names) {
      names.forEach(name -> attributes.add((String) name));
    }
    expressions(part);
  }

  private void item(Map<?, ?> item) {
    item.keySet().forEach(attribute -> attributes.add((String) attribute));
    if (item.get(table.hash().name()) instanceof Struct value) {
      addLeading(value);
    }
  }

  private void legacyLeading(Struct condition) {
    if ("EQ".equals(condition.get("ComparisonOperator"))
        && condition.get("AttributeValueList") instanceof List<?> values
        && values.size() == 1) {
      addLeading((Struct) values.getFirst());
    }
  }

  private void addLeading(Struct value) {
    addLeading(AttributeValues.readSlot(Map.of("value", value)).get("value"));
  }

  private void addLeading(Value value) {
    switch (value) {
      case Value.S text -> leading.add(text.value());
      case Value.N number -> leading.add(number.text());
      case Value.B bytes -> leading.add(base64(bytes.value()));
      default -> {
        // no value of a key
      }
    }
  }

  private static String base64(Bytes bytes) {
    return Base64.getEncoder().encodeToString(bytes.toArray());
  }

  @SuppressWarnings("unchecked") // as the model has it
  private void expressions(Struct part) {
    Map<String, String> names = (Map<String, String>) get(part, "ExpressionAttributeNames");
    Object values = get(part, "ExpressionAttributeValues");
    ExpressionContext context =
        ExpressionContext.of(
            names, io.nephele.model.Views.map(values, io.nephele.api.dynamodb.AttributeValue::new));
    if (get(part, "ProjectionExpression") instanceof String text) {
      attributes.addAll(Projection.parse(text, context).attributes());
    }
    if (get(part, "UpdateExpression") instanceof String text) {
      attributes.addAll(Update.parse(text, context).attributes());
    }
    if (get(part, "ConditionExpression") instanceof String text) {
      attributes.addAll(Condition.parse(ExpressionKind.CONDITION, text, context).attributes());
    }
    if (get(part, "FilterExpression") instanceof String text) {
      attributes.addAll(Condition.parse(ExpressionKind.FILTER, text, context).attributes());
    }
    if (get(part, "KeyConditionExpression") instanceof String text) {
      Condition condition = Condition.parse(ExpressionKind.KEY_CONDITION, text, context);
      attributes.addAll(condition.attributes());
      KeyCondition.Clause clause = KeyCondition.of(condition).clauses().get(hash(part));
      if (clause != null && clause.operator() == KeyCondition.Operator.EQ) {
        addLeading(clause.values().getFirst());
      }
    }
  }

  /** The partition key that a query names: that of the index if it is of one. */
  private String hash(Struct part) {
    IndexDefinition index =
        get(part, "IndexName") instanceof String name ? table.index(name) : null;
    return index == null ? table.hash().name() : index.hash().getFirst().name();
  }

  private static Object get(Struct part, String name) {
    return part.shape().member(name) == null ? null : part.get(name);
  }
}
