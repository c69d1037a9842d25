package io.nephele.services.dynamodb;

import static io.nephele.services.dynamodb.TestTables.item;
import static io.nephele.services.dynamodb.TestTables.n;
import static io.nephele.services.dynamodb.TestTables.s;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nephele.core.metrics.MetricKey;
import io.nephele.core.metrics.StatisticSet;
import io.nephele.core.time.VirtualClock;
import io.nephele.embedded.Nephele;
import io.nephele.junit.Fact;
import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;
import software.amazon.awssdk.services.dynamodb.model.ProvisionedThroughputExceededException;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.ShardIteratorType;
import software.amazon.awssdk.services.dynamodb.model.StreamViewType;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;

@NepheleTest(scope = NepheleTest.Scope.METHOD)
final class TableMetricsTest {
  @Inject DynamoDbClient dynamo;
  @Inject DynamoDbStreamsClient streams;
  @Inject Nephele nephele;
  @Inject VirtualClock clock;
  @Inject URI endpoint;

  /** The samples of a metric with dimensions in turn, or null if there are none. */
  private StatisticSet samples(String name, String unit, String... dimensions) {
    Map<String, String> of = new HashMap<>();
    for (int i = 0; i < dimensions.length; i += 2) {
      of.put(dimensions[i], dimensions[i + 1]);
    }
    MetricKey key =
        new MetricKey("000000000000", "us-east-1", "AWS/DynamoDB", name, Map.copyOf(of), unit);
    return nephele.world().metrics().read(key, Instant.EPOCH, Instant.MAX).values().stream()
        .reduce(StatisticSet::plus)
        .orElse(null);
  }

  private double sum(String name, String... dimensions) {
    StatisticSet samples = samples(name, "Count", dimensions);
    return samples == null ? 0 : samples.sum();
  }

  private double ofTable(String name) {
    return sum(name, "TableName", "orders");
  }

  private double of(String name, String operation) {
    return sum(name, "TableName", "orders", "Operation", operation);
  }

  @Test
  @Fact({"dynamodb-054", "dynamodb-172"})
  void unitsAndLatenciesAreToldOfTablesAndIndexes() {
    TestTables.create(
        dynamo,
        "orders",
        r ->
            r.attributeDefinitions(
                    TablesTest.attribute("pk", ScalarAttributeType.S),
                    TablesTest.attribute("customer", ScalarAttributeType.S))
                .keySchema(TablesTest.hash("pk"))
                .globalSecondaryIndexes(
                    GlobalSecondaryIndex.builder()
                        .indexName("customers")
                        .keySchema(TablesTest.hash("customer"))
                        .projection(p -> p.projectionType(ProjectionType.ALL))
                        .build()));
    dynamo.putItem(
        r -> r.tableName("orders").item(item("pk", "a", "customer", "c", "t", "x".repeat(1500))));
    dynamo.putItem(r -> r.tableName("orders").item(item("pk", "b")));
    dynamo.getItem(r -> r.tableName("orders").key(item("pk", "a")).consistentRead(true));
    dynamo.query(
        r ->
            r.tableName("orders")
                .indexName("customers")
                .keyConditionExpression("customer = :c")
                .expressionAttributeValues(Map.of(":c", s("c"))));
    dynamo.scan(r -> r.tableName("orders"));
    assertThat(ofTable("ConsumedWriteCapacityUnits")).isEqualTo(3);
    assertThat(ofTable("ConsumedReadCapacityUnits")).isEqualTo(1.5);
    String[] index = {"TableName", "orders", "GlobalSecondaryIndexName", "customers"};
    assertThat(sum("ConsumedWriteCapacityUnits", index)).isEqualTo(2);
    assertThat(sum("ConsumedReadCapacityUnits", index)).isEqualTo(0.5);
    assertThat(of("ReturnedItemCount", "Query")).isEqualTo(1);
    assertThat(of("ReturnedItemCount", "Scan")).isEqualTo(2);
    StatisticSet latency =
        samples(
            "SuccessfulRequestLatency",
            "Milliseconds",
            "TableName",
            "orders",
            "Operation",
            "PutItem");
    assertThat(latency.sampleCount()).isEqualTo(2);
    assertThat(ofTable("ProvisionedReadCapacityUnits")).isZero();
  }

  @Test
  void failuresAreToldApart() {
    TestTables.simple(dynamo, "orders");
    dynamo.putItem(r -> r.tableName("orders").item(item("pk", "a")));
    assertThatThrownBy(
            () ->
                dynamo.putItem(
                    r ->
                        r.tableName("orders")
                            .item(item("pk", "a"))
                            .conditionExpression("attribute_not_exists(pk)")))
        .isInstanceOf(ConditionalCheckFailedException.class);
    assertThat(ofTable("ConditionalCheckFailedRequests")).isEqualTo(1);
    assertThat(sum("UserErrors")).isZero();
    assertThatThrownBy(() -> dynamo.getItem(r -> r.tableName("none").key(item("pk", "a"))))
        .isInstanceOf(DynamoDbException.class);
    assertThatThrownBy(() -> dynamo.getItem(r -> r.tableName("orders").key(item("no", "a"))))
        .isInstanceOf(DynamoDbException.class);
    assertThat(sum("UserErrors")).isEqualTo(2);
    assertThatThrownBy(
            () ->
                dynamo.transactWriteItems(
                    r ->
                        r.transactItems(
                            TransactWriteItem.builder()
                                .conditionCheck(
                                    c ->
                                        c.tableName("orders")
                                            .key(item("pk", "z"))
                                            .conditionExpression("attribute_exists(pk)"))
                                .build())))
        .isInstanceOf(TransactionCanceledException.class);
    assertThat(ofTable("ConditionalCheckFailedRequests")).isEqualTo(2);
    assertThat(sum("UserErrors")).isEqualTo(3);
    // What failed consumed nothing, and took no time that anybody is told.
    assertThat(ofTable("ConsumedWriteCapacityUnits")).isEqualTo(1);
    assertThat(
            samples(
                    "SuccessfulRequestLatency",
                    "Milliseconds",
                    "TableName",
                    "orders",
                    "Operation",
                    "PutItem")
                .sampleCount())
        .isEqualTo(1);
  }

  @Test
  void whatIsProvisionedAndThrottledIsTold() {
    dynamo.createTable(
        r ->
            r.tableName("orders")
                .billingMode(BillingMode.PROVISIONED)
                .provisionedThroughput(t -> t.readCapacityUnits(1L).writeCapacityUnits(2L))
                .attributeDefinitions(TablesTest.attribute("pk", ScalarAttributeType.S))
                .keySchema(TablesTest.hash("pk")));
    DynamoDbClient once = CapacityTest.withoutRetries(endpoint);
    // All of the 600 units that five minutes save up.
    for (int i = 0; i < 2; i++) {
      int number = i;
      once.putItem(
          r -> r.tableName("orders").item(item("pk", "p" + number, "t", "x".repeat(300 * 1024))));
    }
    assertThatThrownBy(() -> once.putItem(r -> r.tableName("orders").item(item("pk", "b"))))
        .isInstanceOf(ProvisionedThroughputExceededException.class);
    assertThat(ofTable("WriteThrottleEvents")).isEqualTo(1);
    assertThat(ofTable("ReadThrottleEvents")).isZero();
    assertThat(of("ThrottledRequests", "PutItem")).isEqualTo(1);
    assertThat(sum("UserErrors")).isZero();
    StatisticSet provisioned =
        samples("ProvisionedWriteCapacityUnits", "Count", "TableName", "orders");
    assertThat(provisioned.maximum()).isEqualTo(2);
    assertThat(provisioned.sampleCount()).isEqualTo(1);
  }

  @Test
  void itemsThatExpireAreCounted() {
    TestTables.simple(dynamo, "orders");
    dynamo.updateTimeToLive(
        r ->
            r.tableName("orders")
                .timeToLiveSpecification(t -> t.enabled(true).attributeName("until")));
    long until = clock.now().getEpochSecond() + 100;
    for (String pk : new String[] {"a", "b"}) {
      dynamo.putItem(r -> r.tableName("orders").item(item("pk", pk, "until", n(until))));
    }
    clock.advance(Duration.ofMinutes(5));
    assertThat(ofTable("TimeToLiveDeletedItemCount")).isEqualTo(2);
  }

  @Test
  void readsOfStreamsAreCounted() {
    TestTables.create(
        dynamo,
        "orders",
        r ->
            r.attributeDefinitions(TablesTest.attribute("pk", ScalarAttributeType.S))
                .keySchema(TablesTest.hash("pk"))
                .streamSpecification(
                    s -> s.streamEnabled(true).streamViewType(StreamViewType.KEYS_ONLY)));
    dynamo.putItem(r -> r.tableName("orders").item(item("pk", "a")));
    dynamo.putItem(r -> r.tableName("orders").item(item("pk", "b")));
    TableDescription table = dynamo.describeTable(r -> r.tableName("orders")).table();
    String shard =
        streams
            .describeStream(r -> r.streamArn(table.latestStreamArn()))
            .streamDescription()
            .shards()
            .getFirst()
            .shardId();
    String iterator =
        streams
            .getShardIterator(
                r ->
                    r.streamArn(table.latestStreamArn())
                        .shardId(shard)
                        .shardIteratorType(ShardIteratorType.TRIM_HORIZON))
            .shardIterator();
    streams.getRecords(r -> r.shardIterator(iterator));
    String[] stream = {
      "TableName", "orders", "StreamLabel", table.latestStreamLabel(), "Operation", "GetRecords"
    };
    assertThat(sum("ReturnedRecordsCount", stream)).isEqualTo(2);
    assertThat(samples("ReturnedBytes", "Bytes", stream).sum()).isEqualTo(6);
    assertThatThrownBy(() -> streams.getRecords(r -> r.shardIterator("nonsense")))
        .isInstanceOf(DynamoDbException.class);
    assertThat(sum("UserErrors")).isEqualTo(1);
  }
}
