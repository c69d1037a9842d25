package io.nephele.services.dynamodb;

import static io.nephele.services.dynamodb.DynamoErrorsAssert.assertInvalid;
import static io.nephele.services.dynamodb.TestTables.item;
import static io.nephele.services.dynamodb.TestTables.n;
import static io.nephele.services.dynamodb.TestTables.s;
import static org.assertj.core.api.Assertions.assertThat;

import io.nephele.junit.Fact;
import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndexUpdate;
import software.amazon.awssdk.services.dynamodb.model.ItemCollectionMetrics;
import software.amazon.awssdk.services.dynamodb.model.LocalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.Select;

@NepheleTest(scope = NepheleTest.Scope.METHOD)
class IndexesTest {
  @Inject DynamoDbClient dynamo;

  @BeforeEach
  void table() {
    TestTables.create(
        dynamo,
        "t-index",
        r ->
            r.attributeDefinitions(
                    TablesTest.attribute("pk", ScalarAttributeType.S),
                    TablesTest.attribute("sk", ScalarAttributeType.S),
                    TablesTest.attribute("a", ScalarAttributeType.S),
                    TablesTest.attribute("b", ScalarAttributeType.N))
                .keySchema(TablesTest.hash("pk"), TablesTest.range("sk"))
                .localSecondaryIndexes(
                    LocalSecondaryIndex.builder()
                        .indexName("local")
                        .keySchema(TablesTest.hash("pk"), TablesTest.range("b"))
                        .projection(p -> p.projectionType(ProjectionType.KEYS_ONLY))
                        .build())
                .globalSecondaryIndexes(
                    GlobalSecondaryIndex.builder()
                        .indexName("global")
                        .keySchema(TablesTest.hash("a"), TablesTest.range("b"))
                        .projection(
                            p -> p.projectionType(ProjectionType.INCLUDE).nonKeyAttributes("x"))
                        .build(),
                    GlobalSecondaryIndex.builder()
                        .indexName("keys")
                        .keySchema(TablesTest.hash("a"))
                        .projection(p -> p.projectionType(ProjectionType.KEYS_ONLY))
                        .build(),
                    GlobalSecondaryIndex.builder()
                        .indexName("all")
                        .keySchema(TablesTest.hash("a"))
                        .projection(p -> p.projectionType(ProjectionType.ALL))
                        .build()));
  }

  private void put(Object... namesAndValues) {
    dynamo.putItem(r -> r.tableName("t-index").item(item(namesAndValues)));
  }

  private QueryResponse query(
      String index,
      String condition,
      Map<String, AttributeValue> values,
      Consumer<QueryRequest.Builder> more) {
    return dynamo.query(
        r -> {
          r.tableName("t-index")
              .indexName(index)
              .keyConditionExpression(condition)
              .expressionAttributeValues(values);
          more.accept(r);
        });
  }

  @Test
  @Fact({
    "dynamodb-022", "dynamodb-091", "dynamodb-105", "dynamodb-110", "dynamodb-111",
    "dynamodb-113", "dynamodb-114", "dynamodb-115", "dynamodb-116", "dynamodb-109"
  })
  void indexesHoldWhatTheyProjectOfItemsThatHaveTheirKeys() {
    put("pk", "1", "sk", "s", "a", "A", "b", 1, "x", "X", "y", "Y");
    put("pk", "2", "sk", "s", "a", "A", "b", 1, "y", "Y");
    put("pk", "3", "sk", "s", "a", "A");
    put("pk", "4", "sk", "s", "b", 4);
    Map<String, AttributeValue> a = Map.of(":a", s("A"));
    assertThat(query("global", "a = :a", a, r -> {}).items())
        .containsExactly(
            item("pk", "1", "sk", "s", "a", "A", "b", 1, "x", "X"),
            item("pk", "2", "sk", "s", "a", "A", "b", 1));
    assertThat(query("keys", "a = :a", a, r -> {}).items())
        .containsExactly(
            item("pk", "1", "sk", "s", "a", "A"),
            item("pk", "2", "sk", "s", "a", "A"),
            item("pk", "3", "sk", "s", "a", "A"));
    assertThat(query("all", "a = :a", a, r -> {}).items().get(1))
        .isEqualTo(item("pk", "2", "sk", "s", "a", "A", "b", 1, "y", "Y"));
    assertThat(dynamo.scan(r -> r.tableName("t-index").indexName("global")).count()).isEqualTo(2);
    dynamo.updateItem(
        r ->
            r.tableName("t-index")
                .key(item("pk", "1", "sk", "s"))
                .updateExpression("REMOVE b SET a = :b")
                .expressionAttributeValues(Map.of(":b", s("B"))));
    assertThat(query("global", "a = :a", a, r -> {}).count()).isEqualTo(1);
    assertThat(query("all", "a = :a", Map.of(":a", s("B")), r -> {}).count()).isEqualTo(1);
    dynamo.deleteItem(r -> r.tableName("t-index").key(item("pk", "2", "sk", "s")));
    assertThat(dynamo.scan(r -> r.tableName("t-index").indexName("global")).count()).isZero();
  }

  @Test
  @Fact({
    "dynamodb-015", "dynamodb-019", "dynamodb-023", "dynamodb-082", "dynamodb-083",
    "dynamodb-100", "dynamodb-101", "dynamodb-103", "dynamodb-106", "dynamodb-108"
  })
  void localIndexesFetchAndAreConsistentGlobalOnesAreNot() {
    put("pk", "1", "sk", "s", "a", "A", "b", 1, "y", "Y");
    Map<String, AttributeValue> p = Map.of(":p", s("1"));
    Map<String, AttributeValue> a = Map.of(":a", s("A"));
    assertThat(query("local", "pk = :p", p, r -> r.consistentRead(true)).items())
        .containsExactly(item("pk", "1", "sk", "s", "b", 1));
    assertThat(query("local", "pk = :p", p, r -> r.projectionExpression("y")).items())
        .containsExactly(item("y", "Y"));
    assertThat(query("local", "pk = :p", p, r -> r.select(Select.ALL_ATTRIBUTES)).items())
        .containsExactly(item("pk", "1", "sk", "s", "a", "A", "b", 1, "y", "Y"));
    assertInvalid(
        () -> query("keys", "a = :a", a, r -> r.consistentRead(true)),
        "Consistent reads are not supported on global secondary indexes");
    assertInvalid(
        () -> query("keys", "a = :a", a, r -> r.projectionExpression("y")),
        "One or more parameter values were invalid: Global secondary index keys does not project"
            + " [y]");
    assertInvalid(
        () -> query("keys", "a = :a", a, r -> r.select(Select.ALL_ATTRIBUTES)),
        "One or more parameter values were invalid: Select type ALL_ATTRIBUTES is not supported for"
            + " global secondary index keys because its projection type is not ALL");
    assertInvalid(
        () -> query("none", "a = :a", a, r -> {}),
        "The table does not have the specified index: none");
  }

  @Test
  @Fact({"dynamodb-020", "dynamodb-102"})
  void capacityIsToldByIndex() {
    ConsumedCapacity put =
        dynamo
            .putItem(
                r ->
                    r.tableName("t-index")
                        .item(
                            item("pk", "1", "sk", "s", "a", "A", "b", 1, "text", "x".repeat(1500)))
                        .returnConsumedCapacity("INDEXES"))
            .consumedCapacity();
    assertThat(put.table().capacityUnits()).isEqualTo(2);
    assertThat(put.localSecondaryIndexes().get("local").capacityUnits()).isEqualTo(1);
    assertThat(put.globalSecondaryIndexes().get("global").capacityUnits()).isEqualTo(1);
    assertThat(put.globalSecondaryIndexes().get("all").capacityUnits()).isEqualTo(2);
    assertThat(put.capacityUnits()).isEqualTo(7);
    ConsumedCapacity read =
        query("all", "a = :a", Map.of(":a", s("A")), r -> r.returnConsumedCapacity("INDEXES"))
            .consumedCapacity();
    assertThat(read.capacityUnits()).isEqualTo(0.5);
    assertThat(read.table().capacityUnits()).isZero();
    assertThat(read.globalSecondaryIndexes().get("all").capacityUnits()).isEqualTo(0.5);
    ConsumedCapacity moved =
        dynamo
            .updateItem(
                r ->
                    r.tableName("t-index")
                        .key(item("pk", "1", "sk", "s"))
                        .updateExpression("SET b = :b")
                        .expressionAttributeValues(Map.of(":b", n(2)))
                        .returnConsumedCapacity("INDEXES"))
            .consumedCapacity();
    // The entry is deleted at its old place and added at its new one.
    assertThat(moved.globalSecondaryIndexes().get("global").capacityUnits()).isEqualTo(2);
    assertThat(moved.globalSecondaryIndexes()).doesNotContainKey("keys");
  }

  @Test
  @Fact({"dynamodb-016", "dynamodb-146"})
  void itemCollectionsAreMeasured() {
    ItemCollectionMetrics metrics =
        dynamo
            .putItem(
                r ->
                    r.tableName("t-index")
                        .item(item("pk", "1", "sk", "s"))
                        .returnItemCollectionMetrics("SIZE"))
            .itemCollectionMetrics();
    assertThat(metrics.itemCollectionKey()).isEqualTo(item("pk", "1"));
    assertThat(metrics.sizeEstimateRangeGB()).containsExactly(0.0, 1.0);
  }

  @Test
  void indexesThatComeLaterHaveAllItems() {
    for (int i = 0; i < 700; i++) {
      put("pk", "p" + i % 7, "sk", "s" + i, "owner", "o" + i % 2);
    }
    dynamo.updateTable(
        r ->
            r.tableName("t-index")
                .attributeDefinitions(TablesTest.attribute("owner", ScalarAttributeType.S))
                .globalSecondaryIndexUpdates(
                    GlobalSecondaryIndexUpdate.builder()
                        .create(
                            c ->
                                c.indexName("owners")
                                    .keySchema(TablesTest.hash("owner"))
                                    .projection(p -> p.projectionType(ProjectionType.ALL)))
                        .build()));
    while (dynamo
        .describeTable(r -> r.tableName("t-index"))
        .table()
        .globalSecondaryIndexes()
        .getLast()
        .indexStatusAsString()
        .equals("CREATING")) {
      Thread.onSpinWait();
    }
    assertThat(
            query(
                    "owners",
                    "#o = :o",
                    Map.of(":o", s("o1")),
                    r -> r.expressionAttributeNames(Map.of("#o", "owner")))
                .count())
        .isEqualTo(350);
  }

  @Test
  void keysOfIndexesMayHaveSeveralAttributes() {
    TestTables.create(
        dynamo,
        "multi",
        r ->
            r.attributeDefinitions(
                    TablesTest.attribute("pk", ScalarAttributeType.S),
                    TablesTest.attribute("h1", ScalarAttributeType.S),
                    TablesTest.attribute("h2", ScalarAttributeType.N),
                    TablesTest.attribute("r1", ScalarAttributeType.S),
                    TablesTest.attribute("r2", ScalarAttributeType.N))
                .keySchema(TablesTest.hash("pk"))
                .globalSecondaryIndexes(
                    GlobalSecondaryIndex.builder()
                        .indexName("several")
                        .keySchema(
                            TablesTest.hash("h1"),
                            TablesTest.hash("h2"),
                            TablesTest.range("r1"),
                            TablesTest.range("r2"))
                        .projection(p -> p.projectionType(ProjectionType.ALL))
                        .build()));
    for (int i = 0; i < 12; i++) {
      int v = i;
      dynamo.putItem(
          r ->
              r.tableName("multi")
                  .item(item("pk", "p" + v, "h1", "h", "h2", v % 2, "r1", "r" + v % 3, "r2", v)));
    }
    QueryResponse found =
        dynamo.query(
            r ->
                r.tableName("multi")
                    .indexName("several")
                    .keyConditionExpression("h1 = :a AND h2 = :b AND r1 = :c AND r2 > :d")
                    .expressionAttributeValues(item(":a", "h", ":b", 1, ":c", "r1", ":d", 1)));
    assertThat(found.items()).extracting(i -> i.get("pk").s()).containsExactly("p7");
  }
}
