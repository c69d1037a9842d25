package io.nephele.services.dynamodb;

import static io.nephele.services.dynamodb.DynamoErrorsAssert.assertError;
import static io.nephele.services.dynamodb.TestTables.item;
import static io.nephele.services.dynamodb.TestTables.s;
import static org.assertj.core.api.Assertions.assertThat;

import io.nephele.core.time.VirtualClock;
import io.nephele.junit.Fact;
import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

@NepheleTest(scope = NepheleTest.Scope.METHOD)
final class CapacityTest {
  @Inject DynamoDbClient dynamo;
  @Inject VirtualClock clock;
  @Inject URI endpoint;

  /** An item of exactly that many bytes. */
  private void put(String pk, int bytes) {
    dynamo.putItem(
        r -> r.tableName("units").item(item("pk", pk, "t", "x".repeat(bytes - 3 - pk.length()))));
  }

  private double read(String pk, boolean consistent) {
    GetItemResponse read =
        dynamo.getItem(
            r ->
                r.tableName("units")
                    .key(item("pk", pk))
                    .consistentRead(consistent)
                    .returnConsumedCapacity("TOTAL"));
    return read.consumedCapacity().capacityUnits();
  }

  @Test
  @Fact({
    "dynamodb-002",
    "dynamodb-024",
    "dynamodb-026",
    "dynamodb-088",
    "dynamodb-125",
    "dynamodb-153",
    "dynamodb-155"
  })
  void readsAreCountedBy4Kilobytes() {
    TestTables.simple(dynamo, "units");
    put("a", 4096);
    put("b", 4097);
    put("c", 11 * 1024);
    assertThat(read("a", false)).isEqualTo(0.5);
    assertThat(read("a", true)).isEqualTo(1);
    assertThat(read("b", false)).isEqualTo(1);
    assertThat(read("b", true)).isEqualTo(2);
    assertThat(read("c", false)).isEqualTo(1.5);
    assertThat(read("c", true)).isEqualTo(3);
    GetItemResponse missing =
        dynamo.getItem(
            r -> r.tableName("units").key(item("pk", "none")).returnConsumedCapacity("TOTAL"));
    assertThat(missing.hasItem()).isFalse();
    assertThat(missing.consumedCapacity().capacityUnits()).isEqualTo(0.5);
    assertThat(read("none", true)).isEqualTo(1);
  }

  @Test
  @Fact({"dynamodb-154"})
  void writesAreCountedByKilobyte() {
    TestTables.simple(dynamo, "units");
    for (int bytes : new int[] {1024, 1025}) {
      assertThat(
              dynamo
                  .putItem(
                      r ->
                          r.tableName("units")
                              .item(item("pk", "k" + bytes, "t", "x".repeat(bytes - 8)))
                              .returnConsumedCapacity("TOTAL"))
                  .consumedCapacity()
                  .capacityUnits())
          .isEqualTo(bytes == 1024 ? 1 : 2);
    }
    // The larger of the item before and after counts.
    assertThat(
            dynamo
                .deleteItem(
                    r ->
                        r.tableName("units")
                            .key(item("pk", "k1025"))
                            .returnConsumedCapacity("TOTAL"))
                .consumedCapacity()
                .capacityUnits())
        .isEqualTo(2);
  }

  @Test
  @Fact({"dynamodb-027"})
  void aQuerySumsBeforeItRounds() {
    TestTables.composite(dynamo, "units", ScalarAttributeType.N);
    for (int i = 0; i < 10; i++) {
      int sk = i;
      dynamo.putItem(
          r -> r.tableName("units").item(item("pk", "p", "sk", sk, "t", "x".repeat(390))));
    }
    assertThat(
            dynamo
                .query(
                    r ->
                        r.tableName("units")
                            .keyConditionExpression("pk = :p")
                            .expressionAttributeValues(Map.of(":p", s("p")))
                            .returnConsumedCapacity("TOTAL"))
                .consumedCapacity()
                .capacityUnits())
        .isEqualTo(0.5);
  }

  private DynamoDbClient withoutRetries() {
    return withoutRetries(endpoint);
  }

  /** A client that tells of every failure. */
  static DynamoDbClient withoutRetries(URI endpoint) {
    return DynamoDbClient.builder()
        .endpointOverride(endpoint)
        .region(Region.US_EAST_1)
        .httpClient(UrlConnectionHttpClient.create())
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")))
        .overrideConfiguration(c -> c.retryStrategy(AwsRetryStrategy.doNotRetry()))
        .build();
  }

  @Test
  @Fact({"dynamodb-021", "dynamodb-107"})
  void aSlowIndexHoldsUpWritesOfItsTable() {
    dynamo.createTable(
        r ->
            r.tableName("pressed")
                .attributeDefinitions(
                    TablesTest.attribute("pk", ScalarAttributeType.S),
                    TablesTest.attribute("a", ScalarAttributeType.S))
                .keySchema(TablesTest.hash("pk"))
                .billingMode(BillingMode.PROVISIONED)
                .provisionedThroughput(t -> t.readCapacityUnits(1000L).writeCapacityUnits(1000L))
                .globalSecondaryIndexes(
                    GlobalSecondaryIndex.builder()
                        .indexName("slow")
                        .keySchema(TablesTest.hash("a"))
                        .projection(p -> p.projectionType(ProjectionType.ALL))
                        .provisionedThroughput(t -> t.readCapacityUnits(1L).writeCapacityUnits(1L))
                        .build()));
    String large = "x".repeat(300 * 1024);
    try (DynamoDbClient once = withoutRetries()) {
      once.putItem(r -> r.tableName("pressed").item(item("pk", "1", "a", "A", "t", large)));
      assertError(
          () -> once.putItem(r -> r.tableName("pressed").item(item("pk", "2", "a", "A"))),
          "ProvisionedThroughputExceededException",
          "The level of configured provisioned throughput for one or more global secondary indexes"
              + " of the table was exceeded. Consider increasing your provisioning level for the"
              + " under-provisioned global secondary indexes with the UpdateTable API");
      // What is not in the index is not held up.
      once.putItem(r -> r.tableName("pressed").item(item("pk", "3")));
      clock.advance(Duration.ofSeconds(10));
      once.putItem(r -> r.tableName("pressed").item(item("pk", "2", "a", "A")));
    }
  }

  @Test
  @Fact({"dynamodb-012", "dynamodb-139"})
  void aHotKeyHasOnePartitionsThroughput() {
    dynamo.createTable(
        r ->
            r.tableName("hot")
                .attributeDefinitions(TablesTest.attribute("pk", ScalarAttributeType.S))
                .keySchema(TablesTest.hash("pk"))
                .billingMode(BillingMode.PROVISIONED)
                .provisionedThroughput(
                    t -> t.readCapacityUnits(40_000L).writeCapacityUnits(40_000L)));
    String large = "x".repeat(390 * 1024);
    try (DynamoDbClient once = withoutRetries()) {
      for (int i = 0; i < 3; i++) {
        once.putItem(r -> r.tableName("hot").item(item("pk", "hot", "t", large)));
      }
      assertError(
          () -> once.putItem(r -> r.tableName("hot").item(item("pk", "hot", "t", large))),
          "ProvisionedThroughputExceededException",
          "The level of configured provisioned throughput for the table was exceeded. Consider"
              + " increasing your provisioning level with the UpdateTable API.");
      once.putItem(r -> r.tableName("hot").item(item("pk", "cool", "t", large)));
      clock.advance(Duration.ofSeconds(1));
      once.putItem(r -> r.tableName("hot").item(item("pk", "hot", "t", large)));
    }
  }
}
