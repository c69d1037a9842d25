package io.nephele.services.dynamodb;

import static io.nephele.services.dynamodb.DynamoErrorsAssert.assertInvalid;
import static io.nephele.services.dynamodb.TestTables.b;
import static io.nephele.services.dynamodb.TestTables.item;
import static io.nephele.services.dynamodb.TestTables.n;
import static io.nephele.services.dynamodb.TestTables.s;
import static org.assertj.core.api.Assertions.assertThat;

import io.nephele.junit.Fact;
import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;
import software.amazon.awssdk.services.dynamodb.model.Select;

@NepheleTest
class QueryTest {
  @Inject DynamoDbClient dynamo;

  private QueryResponse query(
      String table,
      String condition,
      Map<String, AttributeValue> values,
      Consumer<QueryRequest.Builder> more) {
    return dynamo.query(
        r -> {
          r.tableName(table).keyConditionExpression(condition).expressionAttributeValues(values);
          more.accept(r);
        });
  }

  private List<String> sorted(String table, String condition, Object... values) {
    Map<String, AttributeValue> all = new HashMap<>(item(values));
    all.put(":pk", s("p"));
    List<String> found = new ArrayList<>();
    query(table, "pk = :pk" + condition, all, r -> {})
        .items()
        .forEach(
            i -> {
              AttributeValue sk = i.get("sk");
              found.add(sk.s() != null ? sk.s() : sk.n());
            });
    return found;
  }

  @Test
  @Fact({
    "dynamodb-011",
    "dynamodb-126",
    "dynamodb-127",
    "dynamodb-145",
    "dynamodb-075",
    "dynamodb-143"
  })
  void sortKeysAreOrderedAndComparedByTheirType() {
    TestTables.composite(dynamo, "numbers", ScalarAttributeType.N);
    for (String number : List.of("10", "9", "-1", "0", "1.5", "1000000", "-200")) {
      dynamo.putItem(
          r -> r.tableName("numbers").item(item("pk", "p", "sk", AttributeValue.fromN(number))));
    }
    assertThat(sorted("numbers", ""))
        .containsExactly("-200", "-1", "0", "1.5", "9", "10", "1000000");
    assertThat(sorted("numbers", " AND sk < :v", ":v", 9))
        .containsExactly("-200", "-1", "0", "1.5");
    assertThat(sorted("numbers", " AND sk <= :v", ":v", 0)).containsExactly("-200", "-1", "0");
    assertThat(sorted("numbers", " AND sk > :v", ":v", 9)).containsExactly("10", "1000000");
    assertThat(sorted("numbers", " AND sk >= :v", ":v", 9)).containsExactly("9", "10", "1000000");
    assertThat(sorted("numbers", " AND sk = :v", ":v", 9)).containsExactly("9");
    assertThat(sorted("numbers", " AND sk BETWEEN :v AND :w", ":v", -1, ":w", 9))
        .containsExactly("-1", "0", "1.5", "9");

    TestTables.composite(dynamo, "texts", ScalarAttributeType.S);
    for (String text :
        List.of("b", "a", "ab", "B", "\u00e9", "\ud83d\ude00", "\uffee", "a\u0000")) {
      dynamo.putItem(r -> r.tableName("texts").item(item("pk", "p", "sk", text)));
    }
    assertThat(sorted("texts", ""))
        .containsExactly("B", "a", "a\u0000", "ab", "b", "\u00e9", "\uffee", "\ud83d\ude00");
    assertThat(sorted("texts", " AND begins_with(sk, :v)", ":v", "a"))
        .containsExactly("a", "a\u0000", "ab");
    assertThat(
            query("texts", "pk = :p", Map.of(":p", s("p")), r -> r.scanIndexForward(false))
                .items()
                .getFirst()
                .get("sk")
                .s())
        .isEqualTo("\ud83d\ude00");
  }

  @Test
  void binarySortKeysAreComparedByUnsignedBytes() {
    TestTables.composite(dynamo, "binary", ScalarAttributeType.B);
    List<AttributeValue> keys =
        List.of(
            b(0), b(0, 0), b(0, 255), b(1), b(127), b(128), b(255), b(255, 255), b(255, 255, 0));
    for (AttributeValue key : keys.reversed()) {
      dynamo.putItem(r -> r.tableName("binary").item(item("pk", "p", "sk", key)));
    }
    assertThat(query("binary", "pk = :p", Map.of(":p", s("p")), r -> {}).items())
        .extracting(i -> i.get("sk"))
        .isEqualTo(keys);
    assertThat(
            query(
                    "binary",
                    "pk = :p AND begins_with(sk, :b)",
                    Map.of(":p", s("p"), ":b", b(255, 255)),
                    r -> {})
                .items())
        .hasSize(2);
    assertThat(
            query(
                    "binary",
                    "pk = :p AND begins_with(sk, :b)",
                    Map.of(":p", s("p"), ":b", b(0)),
                    r -> {})
                .items())
        .hasSize(3);
  }

  @Test
  @Fact({"dynamodb-032", "dynamodb-033", "dynamodb-034", "dynamodb-077"})
  void filtersComeAfterReading() {
    TestTables.composite(dynamo, "filters", ScalarAttributeType.N);
    for (int i = 0; i < 10; i++) {
      int sk = i;
      dynamo.putItem(r -> r.tableName("filters").item(item("pk", "p", "sk", sk, "v", sk % 2)));
    }
    QueryResponse odd =
        query(
            "filters",
            "pk = :p",
            Map.of(":p", s("p"), ":v", n(1)),
            r -> r.filterExpression("v = :v").returnConsumedCapacity("TOTAL"));
    assertThat(odd.count()).isEqualTo(5);
    assertThat(odd.scannedCount()).isEqualTo(10);
    assertThat(odd.items()).hasSize(5);
    assertThat(odd.consumedCapacity().capacityUnits())
        .isEqualTo(
            query(
                    "filters",
                    "pk = :p",
                    Map.of(":p", s("p")),
                    r -> r.returnConsumedCapacity("TOTAL"))
                .consumedCapacity()
                .capacityUnits());
    QueryResponse counted =
        query("filters", "pk = :p", Map.of(":p", s("p")), r -> r.select(Select.COUNT));
    assertThat(counted.count()).isEqualTo(10);
    assertThat(counted.hasItems()).isFalse();
    assertInvalid(
        () ->
            query(
                "filters",
                "pk = :p",
                Map.of(":p", s("p"), ":v", n(1)),
                r -> r.filterExpression("sk = :v")),
        "Filter Expression can only contain non-primary key attributes: Primary key attribute: sk");
    assertInvalid(
        () -> query("filters", "pk < :p", Map.of(":p", s("p")), r -> {}),
        "Query key condition not supported");
    assertInvalid(
        () -> query("filters", "sk = :v", Map.of(":v", n(1)), r -> {}),
        "Query condition missed key schema element: pk");
  }

  @Test
  @Fact({"dynamodb-037", "dynamodb-119", "dynamodb-120"})
  void aPageIsOneMegabyte() {
    TestTables.composite(dynamo, "pages", ScalarAttributeType.N);
    String text = "x".repeat(100_000);
    for (int i = 0; i < 25; i++) {
      int sk = i;
      dynamo.putItem(
          r -> r.tableName("pages").item(item("pk", "p" + sk % 3, "sk", sk, "text", text)));
    }
    ScanResponse page = dynamo.scan(r -> r.tableName("pages"));
    assertThat(page.items()).hasSize(11);
    assertThat(page.hasLastEvaluatedKey()).isTrue();
    Set<Map<String, AttributeValue>> seen = new HashSet<>();
    dynamo
        .scanPaginator(r -> r.tableName("pages"))
        .items()
        .forEach(i -> assertThat(seen.add(i)).isTrue());
    assertThat(seen).hasSize(25);
  }

  @Test
  @Fact({"dynamodb-038", "dynamodb-124", "dynamodb-121", "dynamodb-122"})
  void limitIsWhatIsLookedAt() {
    TestTables.simple(dynamo, "limits");
    for (int i = 0; i < 10; i++) {
      int v = i;
      dynamo.putItem(r -> r.tableName("limits").item(item("pk", "k" + v, "v", v)));
    }
    ScanResponse none =
        dynamo.scan(
            r ->
                r.tableName("limits")
                    .limit(5)
                    .filterExpression("v > :v")
                    .expressionAttributeValues(Map.of(":v", n(100))));
    assertThat(none.count()).isZero();
    assertThat(none.scannedCount()).isEqualTo(5);
    assertThat(none.hasLastEvaluatedKey()).isTrue();
    ScanResponse rest =
        dynamo.scan(r -> r.tableName("limits").exclusiveStartKey(none.lastEvaluatedKey()).limit(6));
    assertThat(rest.count()).isEqualTo(5);
    assertThat(rest.hasLastEvaluatedKey()).isFalse();
    ScanResponse filtered =
        dynamo.scan(
            r ->
                r.tableName("limits")
                    .filterExpression("v = :v")
                    .expressionAttributeValues(Map.of(":v", n(3))));
    assertThat(filtered.items()).containsExactly(item("pk", "k3", "v", 3));
  }

  @Test
  @Fact({"dynamodb-031", "dynamodb-123", "dynamodb-118"})
  void segmentsAreDisjointAndCoverTheTable() {
    TestTables.simple(dynamo, "segments");
    for (int i = 0; i < 60; i++) {
      int v = i;
      dynamo.putItem(r -> r.tableName("segments").item(item("pk", "k" + v)));
    }
    Set<Map<String, AttributeValue>> seen = new HashSet<>();
    for (int i = 0; i < 4; i++) {
      int segment = i;
      ScanResponse part =
          dynamo.scan(r -> r.tableName("segments").segment(segment).totalSegments(4));
      assertThat(part.count()).isBetween(5, 30);
      part.items().forEach(item -> assertThat(seen.add(item)).isTrue());
    }
    assertThat(seen).hasSize(60);
    assertThat(dynamo.scan(r -> r.tableName("segments")).scannedCount()).isEqualTo(60);
    assertInvalid(
        () -> dynamo.scan(r -> r.tableName("segments").segment(4).totalSegments(4)),
        "The Segment parameter is zero-based and must be less than parameter TotalSegments:"
            + " Segment: 4 is not less than TotalSegments: 4");
    assertInvalid(
        () -> dynamo.scan(r -> r.tableName("segments").segment(0)),
        "The TotalSegments parameter is required but was not present in the request when Segment"
            + " parameter is present");
  }

  @Test
  @Fact({"dynamodb-030", "dynamodb-076", "dynamodb-128"})
  void projectionsDoNotMakeReadsCheaper() {
    TestTables.simple(dynamo, "projections");
    dynamo.putItem(
        r -> r.tableName("projections").item(item("pk", "a", "text", "x".repeat(9000), "v", 1)));
    ScanResponse all = dynamo.scan(r -> r.tableName("projections").returnConsumedCapacity("TOTAL"));
    ScanResponse part =
        dynamo.scan(
            r ->
                r.tableName("projections")
                    .projectionExpression("v")
                    .returnConsumedCapacity("TOTAL"));
    assertThat(all.items().getFirst()).hasSize(3);
    assertThat(part.items()).containsExactly(item("v", 1));
    assertThat(part.consumedCapacity().capacityUnits())
        .isEqualTo(all.consumedCapacity().capacityUnits())
        .isEqualTo(1.5);
  }
}
