package io.nephele.services.dynamodb;

import static io.nephele.services.dynamodb.DynamoErrorsAssert.assertError;
import static io.nephele.services.dynamodb.DynamoErrorsAssert.assertInvalid;
import static io.nephele.services.dynamodb.TestTables.b;
import static io.nephele.services.dynamodb.TestTables.item;
import static io.nephele.services.dynamodb.TestTables.n;
import static io.nephele.services.dynamodb.TestTables.s;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.nephele.junit.Fact;
import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.AttributeValueUpdate;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

@NepheleTest
class ItemsTest {
  @Inject DynamoDbClient dynamo;

  private Map<String, AttributeValue> get(String table, Map<String, AttributeValue> key) {
    return dynamo.getItem(r -> r.tableName(table).key(key)).item();
  }

  @Test
  @Fact({"dynamodb-001", "dynamodb-008", "dynamodb-147", "dynamodb-142"})
  void itemsOfAllTypesComeBackAsTheyWere() {
    TestTables.simple(dynamo, "types");
    Map<String, AttributeValue> all =
        item(
            "pk",
            "all",
            "number",
            n(-12),
            "bytes",
            b(0, 255, 1),
            "yes",
            AttributeValue.fromBool(true),
            "nothing",
            AttributeValue.fromNul(true),
            "texts",
            AttributeValue.fromSs(List.of("a", "b")),
            "numbers",
            AttributeValue.fromNs(List.of("1", "2")),
            "list",
            AttributeValue.fromL(List.of(s("x"), n(1), AttributeValue.fromL(List.of()))),
            "map",
            AttributeValue.fromM(Map.of("in", AttributeValue.fromM(Map.of("deeper", s("y"))))),
            "empty",
            s(""));
    dynamo.putItem(r -> r.tableName("types").item(all));
    assertThat(get("types", item("pk", "all"))).isEqualTo(all);
    dynamo.putItem(r -> r.tableName("types").item(item("pk", "all", "other", 1)));
    assertThat(get("types", item("pk", "all"))).isEqualTo(item("pk", "all", "other", 1));
    assertInvalid(
        () ->
            dynamo.putItem(
                r ->
                    r.tableName("types")
                        .item(item("pk", "x", "set", AttributeValue.fromSs(List.of("a", "a"))))),
        "1 validation error detected: One or more parameter values were invalid: Input collection"
            + " [\"a\", \"a\"] contains"
            + " duplicates.");
  }

  @Test
  @Fact({"dynamodb-148", "dynamodb-009"})
  void anItemNeedsItsKey() {
    TestTables.composite(dynamo, "keys", ScalarAttributeType.N);
    assertInvalid(
        () -> dynamo.putItem(r -> r.tableName("keys").item(item("pk", "a"))),
        "One or more parameter values were invalid: Missing the key sk in the item");
    assertInvalid(
        () -> dynamo.putItem(r -> r.tableName("keys").item(item("pk", "a", "sk", "text"))),
        "One or more parameter values were invalid: Type mismatch for key sk expected: N actual:"
            + " S");
    assertInvalid(
        () -> dynamo.putItem(r -> r.tableName("keys").item(item("pk", "", "sk", 1))),
        "One or more parameter values are not valid. The AttributeValue for a key attribute cannot"
            + " contain an empty string value. Key: pk");
    assertInvalid(
        () -> get("keys", item("pk", "a")), "The provided key element does not match the schema");
    assertInvalid(
        () -> get("keys", item("pk", "a", "sk", "1")),
        "The provided key element does not match the schema");
    assertError(
        () -> get("nothing", item("pk", "a")),
        "ResourceNotFoundException",
        "Requested resource not found");
    assertInvalid(
        () -> dynamo.putItem(r -> r.tableName("keys").item(item("pk", "k".repeat(2049), "sk", 1))),
        "One or more parameter values were invalid: Size of hashkey has exceeded the maximum size"
            + " limit of2048 bytes");
  }

  @Test
  @Fact({"dynamodb-004"})
  void anItemIsAtMost400Kilobytes() {
    TestTables.simple(dynamo, "large");
    String most = "x".repeat(400 * 1024 - "pk".length() - "k".length() - "text".length());
    dynamo.putItem(r -> r.tableName("large").item(item("pk", "k", "text", most)));
    assertInvalid(
        () -> dynamo.putItem(r -> r.tableName("large").item(item("pk", "k", "text", most + "x"))),
        "Item size has exceeded the maximum allowed size");
    assertInvalid(
        () ->
            dynamo.updateItem(
                r ->
                    r.tableName("large")
                        .key(item("pk", "k"))
                        .updateExpression("SET more = :m")
                        .expressionAttributeValues(Map.of(":m", s("more")))),
        "Item size to update has exceeded the maximum allowed size");
  }

  @Test
  @Fact({"dynamodb-043", "dynamodb-044", "dynamodb-129"})
  void aWriteWhoseConditionFailsChangesNothing() {
    TestTables.simple(dynamo, "conditions");
    dynamo.putItem(
        r ->
            r.tableName("conditions")
                .item(item("pk", "a", "v", 1))
                .conditionExpression("attribute_not_exists(pk)"));
    ConditionalCheckFailedException failed =
        catchThrowableOfType(
            ConditionalCheckFailedException.class,
            () ->
                dynamo.putItem(
                    r ->
                        r.tableName("conditions")
                            .item(item("pk", "a", "v", 2))
                            .conditionExpression("attribute_not_exists(pk)")
                            .returnValuesOnConditionCheckFailure(
                                ReturnValuesOnConditionCheckFailure.ALL_OLD)));
    assertThat(failed.awsErrorDetails().errorMessage()).isEqualTo("The conditional request failed");
    assertThat(failed.statusCode()).isEqualTo(400);
    assertThat(failed.item()).isEqualTo(item("pk", "a", "v", 1));
    assertThat(get("conditions", item("pk", "a"))).isEqualTo(item("pk", "a", "v", 1));
    assertError(
        () ->
            dynamo.deleteItem(
                r ->
                    r.tableName("conditions")
                        .key(item("pk", "a"))
                        .conditionExpression("v > :v")
                        .expressionAttributeValues(Map.of(":v", n(1)))),
        "ConditionalCheckFailedException",
        "The conditional request failed");
  }

  @Test
  @Fact({"dynamodb-045"})
  void deletingWhatIsNotThereSucceeds() {
    TestTables.simple(dynamo, "deletes");
    dynamo.putItem(r -> r.tableName("deletes").item(item("pk", "a", "v", 1)));
    assertThat(
            dynamo
                .deleteItem(
                    r ->
                        r.tableName("deletes")
                            .key(item("pk", "a"))
                            .returnValues(ReturnValue.ALL_OLD))
                .attributes())
        .isEqualTo(item("pk", "a", "v", 1));
    assertThat(
            dynamo
                .deleteItem(
                    r ->
                        r.tableName("deletes")
                            .key(item("pk", "a"))
                            .returnValues(ReturnValue.ALL_OLD))
                .hasAttributes())
        .isFalse();
    assertInvalid(
        () ->
            dynamo.deleteItem(
                r -> r.tableName("deletes").key(item("pk", "a")).returnValues(ReturnValue.ALL_NEW)),
        "1 validation error detected: ReturnValues can only be ALL_OLD or NONE");
  }

  @Test
  @Fact({"dynamodb-010", "dynamodb-141"})
  void updatesReturnWhatIsAskedFor() {
    TestTables.simple(dynamo, "updates");
    assertThat(
            update(
                "SET a = :v, m = :m",
                ReturnValue.ALL_NEW,
                Map.of(":v", n(1), ":m", AttributeValue.fromM(Map.of("x", n(5), "y", n(6))))))
        .containsOnlyKeys("pk", "a", "m");
    assertThat(update("SET a = a + :v", ReturnValue.UPDATED_OLD, Map.of(":v", n(2))))
        .isEqualTo(item("a", 1));
    assertThat(update("SET m.x = :v", ReturnValue.UPDATED_NEW, Map.of(":v", n(7))))
        .isEqualTo(item("m", AttributeValue.fromM(Map.of("x", n(7)))));
    assertThat(update("REMOVE a", ReturnValue.ALL_OLD, null)).containsOnlyKeys("pk", "a", "m");
    assertThat(update("REMOVE m", ReturnValue.ALL_NEW, null)).isEqualTo(item("pk", "u"));
    assertInvalid(
        () -> update("SET pk = :v", ReturnValue.NONE, Map.of(":v", s("other"))),
        "One or more parameter values were invalid: Cannot update attribute pk. This attribute is"
            + " part of the key");
  }

  private Map<String, AttributeValue> update(
      String expression, ReturnValue returned, Map<String, AttributeValue> values) {
    return dynamo
        .updateItem(
            r ->
                r.tableName("updates")
                    .key(item("pk", "u"))
                    .updateExpression(expression)
                    .expressionAttributeValues(values)
                    .returnValues(returned))
        .attributes();
  }

  @Test
  @Fact({"dynamodb-130", "dynamodb-051"})
  void aHotItemKeepsEveryUpdate() {
    TestTables.simple(dynamo, "counters");
    int clients = 16;
    int updates = 25;
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int c = 0; c < clients; c++) {
        executor.execute(
            () -> {
              for (int i = 0; i < updates; i++) {
                dynamo.updateItem(
                    r ->
                        r.tableName("counters")
                            .key(item("pk", "hot"))
                            .updateExpression("ADD n :one")
                            .expressionAttributeValues(Map.of(":one", n(1))));
              }
            });
      }
    }
    assertThat(get("counters", item("pk", "hot")).get("n")).isEqualTo(n(clients * updates));
    int[] won = {0};
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int c = 0; c < 8; c++) {
        executor.execute(
            () -> {
              try {
                dynamo.updateItem(
                    r ->
                        r.tableName("counters")
                            .key(item("pk", "hot"))
                            .updateExpression("SET version = :next")
                            .conditionExpression("attribute_not_exists(version)")
                            .expressionAttributeValues(Map.of(":next", n(1))));
                synchronized (won) {
                  won[0]++;
                }
              } catch (ConditionalCheckFailedException e) {
                // another was first
              }
            });
      }
    }
    assertThat(won[0]).isEqualTo(1);
  }

  @Test
  void legacyParametersMeanTheSame() {
    TestTables.simple(dynamo, "legacy");
    dynamo.putItem(r -> r.tableName("legacy").item(item("pk", "a", "v", 1, "w", 2)));
    dynamo.updateItem(
        r ->
            r.tableName("legacy")
                .key(item("pk", "a"))
                .attributeUpdates(
                    Map.of(
                        "v",
                        software.amazon.awssdk.services.dynamodb.model.AttributeValueUpdate
                            .builder()
                            .action("ADD")
                            .value(n(4))
                            .build()))
                .expected(
                    Map.of(
                        "w",
                        software.amazon.awssdk.services.dynamodb.model.ExpectedAttributeValue
                            .builder()
                            .value(n(2))
                            .build())));
    assertThat(
            dynamo
                .getItem(r -> r.tableName("legacy").key(item("pk", "a")).attributesToGet("v", "x"))
                .item())
        .isEqualTo(item("v", 5));
  }

  @Test
  void updatesThatOnlyTakeAwayMakeNoItems() {
    TestTables.simple(dynamo, "takes");
    for (String expression : List.of("REMOVE a", "DELETE a :set", "REMOVE a, b DELETE c :set")) {
      dynamo.updateItem(
          r -> {
            r.tableName("takes").key(item("pk", "x")).updateExpression(expression);
            if (expression.contains(":set")) {
              r.expressionAttributeValues(Map.of(":set", AttributeValue.fromSs(List.of("y"))));
            }
          });
      assertThat(get("takes", item("pk", "x"))).as(expression).isEmpty();
    }
    assertThat(
            dynamo
                .updateItem(
                    r ->
                        r.tableName("takes")
                            .key(item("pk", "x"))
                            .updateExpression("REMOVE a")
                            .returnValues(ReturnValue.UPDATED_NEW))
                .hasAttributes())
        .isFalse();
    dynamo.updateItem(
        r ->
            r.tableName("takes")
                .key(item("pk", "x"))
                .attributeUpdates(
                    Map.of("a", AttributeValueUpdate.builder().action("DELETE").build())));
    assertThat(get("takes", item("pk", "x"))).isEmpty();
    dynamo.updateItem(r -> r.tableName("takes").key(item("pk", "x")));
    assertThat(get("takes", item("pk", "x"))).isEqualTo(item("pk", "x"));
  }
}
