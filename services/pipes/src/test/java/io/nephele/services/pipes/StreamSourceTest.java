package io.nephele.services.pipes;

import static org.assertj.core.api.Assertions.assertThat;

import io.nephele.core.time.VirtualClock;
import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.StreamViewType;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.pipes.PipesClient;
import software.amazon.awssdk.services.sqs.SqsClient;

/** Pipes take records from streams. */
@SuppressWarnings("unchecked")
@NepheleTest(scope = NepheleTest.Scope.METHOD)
final class StreamSourceTest {
  private static final String FLOW = "arn:aws:kinesis:us-east-1:000000000000:stream/flow";

  @Inject PipesClient pipes;
  @Inject SqsClient sqs;
  @Inject DynamoDbClient tables;
  @Inject KinesisClient kinesis;
  @Inject IamClient iam;
  @Inject VirtualClock clock;

  private String to;

  @BeforeEach
  void queue() {
    Setting.role(iam);
    to = Setting.queue(sqs, "to");
  }

  private void put(String id) {
    tables.putItem(p -> p.tableName("orders").item(Map.of("id", AttributeValue.fromS(id))));
  }

  @Test
  void changesOfATableArePassedOn() {
    String stream =
        tables
            .createTable(
                t ->
                    t.tableName("orders")
                        .keySchema(k -> k.attributeName("id").keyType(KeyType.HASH))
                        .attributeDefinitions(a -> a.attributeName("id").attributeType("S"))
                        .billingMode("PAY_PER_REQUEST")
                        .streamSpecification(
                            s -> s.streamEnabled(true).streamViewType(StreamViewType.NEW_IMAGE)))
            .tableDescription()
            .latestStreamArn();
    clock.advance(Duration.ofMinutes(1));
    put("old");
    clock.advance(Duration.ofMinutes(1));
    pipes.createPipe(
        p ->
            p.name("changes")
                .source(stream)
                .target(to)
                .roleArn(Setting.ROLE)
                .sourceParameters(
                    s ->
                        s.dynamoDBStreamParameters(d -> d.startingPosition("LATEST"))
                            .filterCriteria(
                                f -> f.filters(x -> x.pattern("{\"eventName\":[\"INSERT\"]}"))))
                .targetParameters(t -> t.inputTemplate("\"<$.dynamodb.Keys.id.S>\"")));
    clock.advance(Duration.ofSeconds(10));
    put("one");
    put("two");
    tables.deleteItem(d -> d.tableName("orders").key(Map.of("id", AttributeValue.fromS("one"))));
    clock.advance(Duration.ofSeconds(10));
    put("three");
    clock.advance(Duration.ofSeconds(10));
    assertThat(Setting.bodies(sqs, "to")).containsExactly("\"one\"", "\"three\"", "\"two\"");
  }

  private void putRecord(String data) {
    kinesis.putRecord(
        p -> p.streamName("flow").partitionKey("k").data(SdkBytes.fromUtf8String(data)));
  }

  @Test
  void recordsOfAStreamArePassedOnFromItsBeginning() {
    kinesis.createStream(c -> c.streamName("flow").shardCount(2));
    clock.advance(Duration.ofMinutes(1));
    putRecord("{\"n\":1}");
    pipes.createPipe(
        p ->
            p.name("records")
                .source(FLOW)
                .target(to)
                .roleArn(Setting.ROLE)
                .sourceParameters(
                    s -> s.kinesisStreamParameters(k -> k.startingPosition("TRIM_HORIZON")))
                .targetParameters(t -> t.inputTemplate("<$.data.n>")));
    clock.advance(Duration.ofSeconds(10));
    putRecord("{\"n\":2}");
    clock.advance(Duration.ofSeconds(10));
    assertThat(Setting.bodies(sqs, "to")).containsExactly("1", "2");
  }

  @Test
  void lanesOfAShardDoNotWaitForOneAnother() {
    kinesis.createStream(c -> c.streamName("flow").shardCount(1));
    clock.advance(Duration.ofMinutes(1));
    pipes.createPipe(
        p ->
            p.name("records")
                .source(FLOW)
                .target("arn:aws:sqs:us-east-1:000000000000:to.fifo")
                .roleArn(Setting.ROLE)
                .sourceParameters(
                    s ->
                        s.kinesisStreamParameters(
                            k ->
                                k.startingPosition("TRIM_HORIZON")
                                    .batchSize(1)
                                    .maximumRetryAttempts(5)
                                    .parallelizationFactor(10)))
                .targetParameters(
                    t ->
                        t.inputTemplate("<$.data.n>")
                            .sqsQueueParameters(
                                q ->
                                    q.messageGroupId("$.data.group")
                                        .messageDeduplicationId("$.data.id"))));
    // A group is as long as AWS lets it be, or longer, which the queue does not take.
    for (int n = 0; n < 20; n++) {
      int key = n % 8;
      String group = key == 3 && n < 8 ? "g".repeat(129) : "g" + key;
      String data = "{\"n\":%d,\"id\":\"i%d\",\"group\":\"%s\"}".formatted(n, n, group);
      kinesis.putRecord(
          p -> p.streamName("flow").partitionKey("key" + key).data(SdkBytes.fromUtf8String(data)));
    }
    sqs.createQueue(c -> c.queueName("to.fifo").attributesWithStrings(Map.of("FifoQueue", "true")));
    clock.advance(Duration.ofSeconds(10));
    // The keys are of eight lanes. What is read at once ends with the twelfth after the third.
    assertThat(numbers()).containsExactly(0, 1, 2, 4, 5, 6, 7, 8, 9, 10, 12);
    clock.advance(Duration.ofMinutes(2));
    assertThat(numbers()).containsExactly(11, 13, 14, 15, 16, 17, 18, 19);
  }

  private List<Integer> numbers() {
    return Setting.bodies(sqs, "to.fifo").stream().map(Integer::valueOf).sorted().toList();
  }

  @Test
  void whatIsNeverTakenIsGivenUpAndToldOf() {
    Setting.queue(sqs, "dead");
    kinesis.createStream(c -> c.streamName("flow").shardCount(1));
    clock.advance(Duration.ofMinutes(1));
    pipes.createPipe(
        p ->
            p.name("records")
                .source(FLOW)
                .target("arn:aws:sqs:us-east-1:000000000000:missing")
                .roleArn(Setting.ROLE)
                .sourceParameters(
                    s ->
                        s.kinesisStreamParameters(
                            k ->
                                k.startingPosition("TRIM_HORIZON")
                                    .maximumRetryAttempts(2)
                                    .onPartialBatchItemFailure("AUTOMATIC_BISECT")
                                    .deadLetterConfig(
                                        d -> d.arn("arn:aws:sqs:us-east-1:000000000000:dead")))));
    for (int i = 0; i < 4; i++) {
      putRecord("{}");
    }
    clock.advance(Duration.ofMinutes(2));
    assertThat(Setting.bodies(sqs, "dead"))
        .hasSize(4)
        .allMatch(
            letter ->
                letter.contains("\"condition\":\"RetryAttemptsExhausted\"")
                    && letter.contains("\"batchSize\":1")
                    && letter.contains("KinesisBatchInfo"));
    Setting.queue(sqs, "missing");
    putRecord("{}");
    clock.advance(Duration.ofMinutes(2));
    assertThat(Setting.bodies(sqs, "missing")).hasSize(1);
  }
}
