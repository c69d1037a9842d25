package io.nephele.services.dynamodb;

import static io.nephele.services.dynamodb.DynamoErrorsAssert.assertError;
import static io.nephele.services.dynamodb.DynamoErrorsAssert.assertInvalid;
import static io.nephele.services.dynamodb.TestTables.item;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.nephele.core.time.VirtualClock;
import io.nephele.junit.Fact;
import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemResponse;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

@NepheleTest(scope = NepheleTest.Scope.METHOD)
final class BatchesTest {
  @Inject DynamoDbClient dynamo;
  @Inject VirtualClock clock;
  @Inject URI endpoint;

  @BeforeEach
  void table() {
    TestTables.simple(dynamo, "batches");
  }

  private static WriteRequest put(String pk, String text) {
    return WriteRequest.builder().putRequest(p -> p.item(item("pk", pk, "text", text))).build();
  }

  private static List<WriteRequest> puts(int from, int count, String text) {
    List<WriteRequest> puts = new ArrayList<>();
    for (int i = from; i < from + count; i++) {
      puts.add(put("k" + i, text));
    }
    return puts;
  }

  private BatchWriteItemResponse write(String table, List<WriteRequest> writes) {
    return dynamo.batchWriteItem(r -> r.requestItems(Map.of(table, writes)));
  }

  private BatchGetItemResponse get(List<Map<String, AttributeValue>> keys) {
    return dynamo.batchGetItem(
        r -> r.requestItems(Map.of("batches", KeysAndAttributes.builder().keys(keys).build())));
  }

  @Test
  @Fact({"dynamodb-041"})
  void aBatchWritesAtMost25() {
    assertThat(write("batches", puts(0, 25, "x")).hasUnprocessedItems()).isTrue();
    assertThat(dynamo.scan(r -> r.tableName("batches")).count()).isEqualTo(25);
    write(
        "batches",
        List.of(
            WriteRequest.builder().deleteRequest(d -> d.key(item("pk", "k0"))).build(),
            put("k1", "y")));
    assertThat(dynamo.scan(r -> r.tableName("batches")).count()).isEqualTo(24);
    assertInvalid(
        () -> write("batches", List.of(put("a", "1"), put("a", "2"))),
        "Provided list of item keys contains duplicates");
    assertThat(catchThrowable(() -> write("batches", puts(0, 26, "x"))))
        .hasMessageContaining("less than or equal to 25");
    TestTables.simple(dynamo, "others");
    assertInvalid(
        () ->
            dynamo.batchWriteItem(
                r ->
                    r.requestItems(
                        Map.of("batches", puts(0, 13, "x"), "others", puts(0, 13, "x")))),
        "Too many items requested for the BatchWriteItem call");
    assertError(
        () -> write("nothing", puts(0, 1, "x")),
        "ResourceNotFoundException",
        "Requested resource not found");
  }

  @Test
  @Fact({"dynamodb-040"})
  void aBatchReadsAtMost100KeysAnd16Megabytes() {
    String text = "x".repeat(390_000);
    List<Map<String, AttributeValue>> keys = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      keys.add(item("pk", "k" + i));
    }
    for (int i = 0; i < 50; i += 25) {
      write("batches", puts(i, 25, text));
    }
    BatchGetItemResponse read = get(keys);
    assertThat(read.responses().get("batches")).hasSize(43);
    assertThat(read.unprocessedKeys().get("batches").keys()).hasSize(7);
    assertInvalid(
        () -> get(List.of(item("pk", "a"), item("pk", "a"))),
        "Provided list of item keys contains duplicates");
    List<Map<String, AttributeValue>> many = new ArrayList<>();
    for (int i = 0; i < 101; i++) {
      many.add(item("pk", "k" + i));
    }
    assertThat(catchThrowable(() -> get(many))).hasMessageContaining("less than or equal to 100");
  }

  @Test
  @Fact({"dynamodb-042", "dynamodb-029", "dynamodb-150", "dynamodb-156"})
  void whatIsTooMuchIsLeftOver() {
    dynamo.createTable(
        r ->
            r.tableName("slow")
                .attributeDefinitions(TablesTest.attribute("pk", ScalarAttributeType.S))
                .keySchema(TablesTest.hash("pk"))
                .billingMode(BillingMode.PROVISIONED)
                .provisionedThroughput(t -> t.readCapacityUnits(1L).writeCapacityUnits(1L)));
    int written = 0;
    BatchWriteItemResponse last = null;
    for (int i = 0; i < 300 && (last == null || last.unprocessedItems().isEmpty()); i += 25) {
      last = write("slow", puts(i, 25, "x"));
      written += 25;
    }
    assertThat(written).isEqualTo(300);
    clock.advance(Duration.ofSeconds(3));
    last = write("slow", puts(300, 25, "x"));
    assertThat(last.unprocessedItems().get("slow")).hasSize(22);
    try (DynamoDbClient once = withoutRetries()) {
      assertError(
          () -> once.putItem(r -> r.tableName("slow").item(item("pk", "z"))),
          "ProvisionedThroughputExceededException",
          "The level of configured provisioned throughput for the table was exceeded. Consider"
              + " increasing your provisioning level with the UpdateTable API.");
      assertError(
          () -> once.batchWriteItem(r -> r.requestItems(Map.of("slow", puts(300, 25, "x")))),
          "ProvisionedThroughputExceededException",
          "The level of configured provisioned throughput for the table was exceeded. Consider"
              + " increasing your provisioning level with the UpdateTable API.");
    }
    clock.advance(Duration.ofSeconds(2));
    dynamo.putItem(r -> r.tableName("slow").item(item("pk", "z")));
  }

  private DynamoDbClient withoutRetries() {
    return DynamoDbClient.builder()
        .endpointOverride(endpoint)
        .region(Region.US_EAST_1)
        .httpClient(UrlConnectionHttpClient.create())
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")))
        .overrideConfiguration(c -> c.retryStrategy(AwsRetryStrategy.doNotRetry()))
        .build();
  }
}
