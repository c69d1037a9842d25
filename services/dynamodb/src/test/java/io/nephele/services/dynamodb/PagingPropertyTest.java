package io.nephele.services.dynamodb;

import static io.nephele.services.dynamodb.TestTables.item;
import static io.nephele.services.dynamodb.TestTables.n;
import static io.nephele.services.dynamodb.TestTables.s;
import static org.assertj.core.api.Assertions.assertThat;

import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.LocalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/** Random writes of all kinds, and what queries and scans then find, beside a sorted map. */
@NepheleTest(scope = NepheleTest.Scope.METHOD)
final class PagingPropertyTest {
  private static final int PARTITIONS = 4;
  private static final int OWNERS = 3;

  @Inject DynamoDbClient dynamo;

  /** The items by partition and sort key: obviously what a table holds. */
  private final Map<String, TreeMap<BigDecimal, Map<String, AttributeValue>>> model =
      new TreeMap<>();

  private void createTable() {
    TestTables.create(
        dynamo,
        "model",
        r ->
            r.attributeDefinitions(
                    TablesTest.attribute("pk", ScalarAttributeType.S),
                    TablesTest.attribute("sk", ScalarAttributeType.N),
                    TablesTest.attribute("owner", ScalarAttributeType.S),
                    TablesTest.attribute("rank", ScalarAttributeType.N))
                .keySchema(TablesTest.hash("pk"), TablesTest.range("sk"))
                .localSecondaryIndexes(
                    LocalSecondaryIndex.builder()
                        .indexName("ranks")
                        .keySchema(TablesTest.hash("pk"), TablesTest.range("rank"))
                        .projection(p -> p.projectionType(ProjectionType.ALL))
                        .build())
                .globalSecondaryIndexes(
                    GlobalSecondaryIndex.builder()
                        .indexName("owners")
                        .keySchema(TablesTest.hash("owner"), TablesTest.range("rank"))
                        .projection(p -> p.projectionType(ProjectionType.ALL))
                        .build()));
  }

  private Map<String, AttributeValue> randomItem(SplittableRandom random) {
    Map<String, AttributeValue> item =
        item("pk", "p" + random.nextInt(PARTITIONS), "sk", random.nextInt(-20, 20));
    if (random.nextInt(4) > 0) {
      item.put("owner", s("o" + random.nextInt(OWNERS)));
    }
    if (random.nextInt(4) > 0) {
      item.put("rank", n(random.nextInt(-3, 4)));
    }
    item.put("text", s("x".repeat(random.nextInt(50))));
    return item;
  }

  private static Map<String, AttributeValue> key(Map<String, AttributeValue> item) {
    return Map.of("pk", item.get("pk"), "sk", item.get("sk"));
  }

  private void modelPut(Map<String, AttributeValue> item) {
    model
        .computeIfAbsent(item.get("pk").s(), pk -> new TreeMap<>())
        .put(new BigDecimal(item.get("sk").n()), item);
  }

  private void modelDelete(Map<String, AttributeValue> item) {
    TreeMap<BigDecimal, Map<String, AttributeValue>> partition = model.get(item.get("pk").s());
    if (partition != null) {
      partition.remove(new BigDecimal(item.get("sk").n()));
    }
  }

  private Map<String, AttributeValue> modelGet(Map<String, AttributeValue> item) {
    TreeMap<BigDecimal, Map<String, AttributeValue>> partition = model.get(item.get("pk").s());
    return partition == null ? null : partition.get(new BigDecimal(item.get("sk").n()));
  }

  private void change(SplittableRandom random) {
    Map<String, AttributeValue> item = randomItem(random);
    switch (random.nextInt(6)) {
      case 0, 1 -> {
        dynamo.putItem(r -> r.tableName("model").item(item));
        modelPut(item);
      }
      case 2 -> {
        dynamo.deleteItem(r -> r.tableName("model").key(key(item)));
        modelDelete(item);
      }
      case 3 -> update(item);
      case 4 -> {
        Map<String, AttributeValue> other = randomItem(random);
        if (!key(other).equals(key(item))) {
          dynamo.batchWriteItem(
              r ->
                  r.requestItems(
                      Map.of(
                          "model",
                          List.of(
                              WriteRequest.builder().putRequest(p -> p.item(item)).build(),
                              WriteRequest.builder()
                                  .deleteRequest(d -> d.key(key(other)))
                                  .build()))));
          modelPut(item);
          modelDelete(other);
        }
      }
      default -> {
        boolean free = modelGet(item) == null;
        try {
          dynamo.transactWriteItems(
              r ->
                  r.transactItems(
                      TransactWriteItem.builder()
                          .put(
                              p ->
                                  p.tableName("model")
                                      .item(item)
                                      .conditionExpression("attribute_not_exists(pk)"))
                          .build()));
          assertThat(free).isTrue();
          modelPut(item);
        } catch (software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException e) {
          assertThat(free).isFalse();
        }
      }
    }
  }

  private void update(Map<String, AttributeValue> item) {
    Map<String, AttributeValue> before = modelGet(item);
    Map<String, AttributeValue> after =
        before == null ? new TreeMap<>(key(item)) : new TreeMap<>(before);
    after.remove("rank");
    after.put("owner", s("o0"));
    dynamo.updateItem(
        r ->
            r.tableName("model")
                .key(key(item))
                .updateExpression("REMOVE #r SET #o = :o")
                .expressionAttributeNames(Map.of("#r", "rank", "#o", "owner"))
                .expressionAttributeValues(Map.of(":o", s("o0"))));
    modelPut(after);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void queriesAndScansFindWhatTheModelHas(int seed) {
    createTable();
    SplittableRandom random = new SplittableRandom(seed);
    for (int round = 0; round < 4; round++) {
      for (int i = 0; i < 40; i++) {
        change(random);
      }
      checkQueries(random);
      checkIndexes(random);
      checkScans(random);
    }
  }

  private void checkQueries(SplittableRandom random) {
    for (int p = 0; p < PARTITIONS; p++) {
      String pk = "p" + p;
      int from = random.nextInt(-20, 20);
      boolean forward = random.nextBoolean();
      Collection<Map<String, AttributeValue>> expected =
          model.getOrDefault(pk, new TreeMap<>()).tailMap(BigDecimal.valueOf(from), true).values();
      List<Map<String, AttributeValue>> inOrder = new ArrayList<>(expected);
      assertThat(
              query(
                  null,
                  "pk = :h AND sk >= :f",
                  Map.of(":h", s(pk), ":f", n(from)),
                  forward,
                  1 + random.nextInt(7)))
          .isEqualTo(forward ? inOrder : inOrder.reversed());
    }
  }

  private void checkIndexes(SplittableRandom random) {
    List<Map<String, AttributeValue>> all = new ArrayList<>();
    model.values().forEach(partition -> all.addAll(partition.values()));
    for (int o = 0; o < OWNERS; o++) {
      String owner = "o" + o;
      checkIndex("owners", "#h = :h", Map.of("#h", "owner"), s(owner), all, "owner", random);
    }
    for (int p = 0; p < PARTITIONS; p++) {
      checkIndex("ranks", "#h = :h", Map.of("#h", "pk"), s("p" + p), all, "pk", random);
    }
  }

  private void checkIndex(
      String index,
      String condition,
      Map<String, String> names,
      AttributeValue hash,
      List<Map<String, AttributeValue>> all,
      String attribute,
      SplittableRandom random) {
    List<Map<String, AttributeValue>> expected =
        all.stream().filter(i -> hash.equals(i.get(attribute)) && i.containsKey("rank")).toList();
    List<Map<String, AttributeValue>> found =
        pages(index, condition, names, Map.of(":h", hash), true, 1 + random.nextInt(5));
    assertThat(found).containsExactlyInAnyOrderElementsOf(expected);
    assertThat(found)
        .extracting(i -> new BigDecimal(i.get("rank").n()))
        .isSortedAccordingTo(BigDecimal::compareTo);
    assertThat(pages(index, condition, names, Map.of(":h", hash), false, 3))
        .isEqualTo(found.reversed());
  }

  private void checkScans(SplittableRandom random) {
    List<Map<String, AttributeValue>> all = new ArrayList<>();
    model.values().forEach(partition -> all.addAll(partition.values()));
    int segments = 1 + random.nextInt(5);
    List<Map<String, AttributeValue>> found = new ArrayList<>();
    for (int i = 0; i < segments; i++) {
      found.addAll(scan(i, segments, 1 + random.nextInt(9)));
    }
    assertThat(new HashSet<>(found)).hasSize(found.size()).isEqualTo(new HashSet<>(all));
    assertThat(found).hasSize(all.size());
  }

  private List<Map<String, AttributeValue>> query(
      String index,
      String condition,
      Map<String, AttributeValue> values,
      boolean forward,
      int limit) {
    return pages(index, condition, null, values, forward, limit);
  }

  private List<Map<String, AttributeValue>> pages(
      String index,
      String condition,
      Map<String, String> names,
      Map<String, AttributeValue> values,
      boolean forward,
      int limit) {
    List<Map<String, AttributeValue>> items = new ArrayList<>();
    Map<String, AttributeValue> start = null;
    do {
      Map<String, AttributeValue> from = start;
      QueryResponse page =
          dynamo.query(
              r ->
                  r.tableName("model")
                      .indexName(index)
                      .keyConditionExpression(condition)
                      .expressionAttributeNames(names)
                      .expressionAttributeValues(values)
                      .scanIndexForward(forward)
                      .limit(limit)
                      .exclusiveStartKey(from));
      assertThat(page.count()).isLessThanOrEqualTo(limit);
      items.addAll(page.items());
      start = page.hasLastEvaluatedKey() ? page.lastEvaluatedKey() : null;
    } while (start != null);
    return items;
  }

  private List<Map<String, AttributeValue>> scan(int segment, int segments, int limit) {
    List<Map<String, AttributeValue>> items = new ArrayList<>();
    Map<String, AttributeValue> start = null;
    do {
      Map<String, AttributeValue> from = start;
      ScanResponse page =
          dynamo.scan(
              r ->
                  r.tableName("model")
                      .segment(segment)
                      .totalSegments(segments)
                      .limit(limit)
                      .exclusiveStartKey(from));
      items.addAll(page.items());
      start = page.hasLastEvaluatedKey() ? page.lastEvaluatedKey() : null;
    } while (start != null);
    return items;
  }
}
