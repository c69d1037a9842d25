package io.nephele.services.lambda;

import static io.nephele.services.lambda.TestFunctions.may;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nephele.core.json.JsonText;
import io.nephele.core.metrics.MetricKey;
import io.nephele.core.metrics.StatisticSet;
import io.nephele.core.time.VirtualClock;
import io.nephele.embedded.Nephele;
import io.nephele.junit.Fact;
import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.StreamViewType;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.CreateEventSourceMappingRequest;
import software.amazon.awssdk.services.lambda.model.EventSourcePosition;
import software.amazon.awssdk.services.lambda.model.InvalidParameterValueException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;

/** Streams of Kinesis and of tables are polled for functions. */
@NepheleTest(scope = NepheleTest.Scope.METHOD)
final class StreamMappingsTest {
  private static final String STREAM = "arn:aws:kinesis:us-east-1:000000000000:stream/events";

  /** Fails where a record's data is bad. */
  private static final String PICKY =
      """
      import base64
      kept = []
      def handler(event, context):
        if 'Records' not in event:
          return kept
        data = [base64.b64decode(r['kinesis']['data']).decode() for r in event['Records']]
        if 'bad' in data:
          raise ValueError('bad')
        kept.extend(data)
      """;

  private static final String SUMMING =
      """
      import base64
      finals = []
      def handler(event, context):
        if 'window' not in event:
          return finals
        state = event.get('state') or {}
        total = state.get('sum', 0)
        for r in event['Records']:
          total += int(base64.b64decode(r['kinesis']['data']))
        if event['isFinalInvokeForWindow']:
          finals.append(total)
        return {'state': {'sum': total}}
      """;

  @Inject Nephele nephele;
  @Inject LambdaClient lambda;
  @Inject KinesisClient kinesis;
  @Inject DynamoDbClient dynamo;
  @Inject SqsClient sqs;
  @Inject VirtualClock clock;

  private TestFunctions functions;
  private String role;

  @BeforeEach
  void role() {
    functions = new TestFunctions(nephele);
    role =
        functions.role("runner", may("kinesis:*", "*"), may("dynamodb:*", "*"), may("sqs:*", "*"));
  }

  private void stream(int shards) {
    kinesis.createStream(b -> b.streamName("events").shardCount(shards));
    clock.advance(Duration.ofMinutes(1));
  }

  private void put(String data) {
    kinesis.putRecord(
        b -> b.streamName("events").partitionKey("k").data(SdkBytes.fromUtf8String(data)));
  }

  private String map(String name, Consumer<CreateEventSourceMappingRequest.Builder> more) {
    return lambda
        .createEventSourceMapping(
            b -> {
              b.functionName(name)
                  .eventSourceArn(STREAM)
                  .startingPosition(EventSourcePosition.TRIM_HORIZON);
              more.accept(b);
            })
        .uuid();
  }

  private List<String> data(String name) {
    List<String> data = new ArrayList<>();
    for (Map<String, Object> record : functions.kept(name)) {
      Map<?, ?> inner = (Map<?, ?>) record.get("kinesis");
      data.add(
          new String(
              Base64.getDecoder().decode((String) inner.get("data")), StandardCharsets.UTF_8));
    }
    return data;
  }

  @Test
  @Fact("kinesis-022")
  void recordsOfDataStreamsComeInOrder() {
    stream(2);
    functions.python("keeper", role, TestFunctions.KEEPER);
    assertThatThrownBy(
            () ->
                lambda.createEventSourceMapping(
                    b -> b.functionName("keeper").eventSourceArn(STREAM)))
        .hasMessageContaining("Value null at 'startingPosition'");
    put("a");
    put("b");
    String uuid = map("keeper", b -> b.batchSize(10));
    clock.advance(Duration.ofSeconds(15));
    put("c");
    clock.advance(Duration.ofSeconds(15));
    assertThat(data("keeper")).containsExactly("a", "b", "c");
    assertThat(functions.kept("keeper").getFirst())
        .containsEntry("eventSource", "aws:kinesis")
        .containsEntry("eventSourceARN", STREAM);
    assertThat(lambda.getEventSourceMapping(b -> b.uuid(uuid)).lastProcessingResult())
        .isEqualTo("OK");
    lambda.updateEventSourceMapping(b -> b.uuid(uuid).enabled(false));
    clock.advance(Duration.ofSeconds(15));
    put("d");
    clock.advance(Duration.ofSeconds(15));
    assertThat(data("keeper")).hasSize(3);
    lambda.updateEventSourceMapping(b -> b.uuid(uuid).enabled(true));
    clock.advance(Duration.ofSeconds(30));
    assertThat(data("keeper")).containsExactly("a", "b", "c", "d");
    lambda.deleteEventSourceMapping(b -> b.uuid(uuid));
    clock.advance(Duration.ofSeconds(15));
    map("keeper", b -> b.batchSize(10));
    clock.advance(Duration.ofSeconds(15));
    assertThat(data("keeper")).containsExactly("a", "b", "c", "d", "a", "b", "c", "d");
  }

  @Test
  @Fact("lambda-055")
  void whatFailsForGoodIsToldAndPassedOver() {
    stream(1);
    String failures = sqs.createQueue(b -> b.queueName("failures")).queueUrl();
    functions.python("picky", role, PICKY);
    for (String each : List.of("one", "two", "bad", "four")) {
      put(each);
    }
    map(
        "picky",
        b ->
            b.bisectBatchOnFunctionError(true)
                .maximumRetryAttempts(1)
                .destinationConfig(
                    d ->
                        d.onFailure(
                            f -> f.destination("arn:aws:sqs:us-east-1:000000000000:failures"))));
    clock.advance(Duration.ofSeconds(60));
    assertThat(functions.invoke("picky", "{}").payload().asUtf8String())
        .isEqualTo("[\"one\", \"two\", \"four\"]");
    List<Message> told = sqs.receiveMessage(b -> b.queueUrl(failures)).messages();
    assertThat(told).hasSize(1);
    assertThat(told.getFirst().body())
        .contains(
            "\"condition\":\"RetryAttemptsExhausted\"", "KinesisBatchInfo", "\"batchSize\":1");
  }

  @Test
  @Fact({"lambda-056", "lambda-174"})
  void eachShardHasBatchesOfItsOwn() {
    stream(2);
    functions.python(
        "shards",
        role,
        """
        import time
        batches = []
        def handler(event, context):
          if 'Records' not in event:
            return batches
          time.sleep(0.05)
          batches.append([r['eventID'].split(':')[0] for r in event['Records']])
        """);
    for (int i = 0; i < 16; i++) {
      String key = "k" + i;
      kinesis.putRecord(
          b -> b.streamName("events").partitionKey(key).data(SdkBytes.fromUtf8String("x")));
    }
    map("shards", b -> b.batchSize(2));
    clock.advance(Duration.ofSeconds(15));
    StatisticSet concurrent =
        nephele
            .world()
            .metrics()
            .read(
                new MetricKey(
                    TestFunctions.ACCOUNT,
                    "us-east-1",
                    "AWS/Lambda",
                    "ConcurrentExecutions",
                    Map.of("FunctionName", "shards"),
                    "Count"),
                Instant.EPOCH,
                Instant.MAX)
            .values()
            .stream()
            .reduce(StatisticSet::plus)
            .orElseThrow();
    assertThat(concurrent.sampleCount()).isGreaterThanOrEqualTo(8);
    assertThat(concurrent.maximum()).isLessThanOrEqualTo(2);
    // Each of the environments knows of its own batches, which are of one shard each.
    String batches = functions.invoke("shards", "{}").payload().asUtf8String();
    assertThat(JsonText.parse(batches))
        .asInstanceOf(InstanceOfAssertFactories.LIST)
        .isNotEmpty()
        .allSatisfy(batch -> assertThat(Set.copyOf((List<?>) batch)).hasSize(1));
  }

  @Test
  void windowsOfTooMuchStateEndEarly() {
    stream(1);
    functions.python(
        "hoarder",
        role,
        """
        ends = []
        def handler(event, context):
          if 'window' not in event:
            return ends
          if event['isFinalInvokeForWindow']:
            ends.append([event['isWindowTerminatedEarly'], len(event['state'].get('all', ''))])
            if len(ends) == 1:
              raise ValueError('once more')
            return
          return {'state': {'all': event['state'].get('all', '') + 'x' * 600_000}}
        """);
    map("hoarder", b -> b.tumblingWindowInSeconds(60).batchSize(1));
    for (String each : List.of("1", "2", "3")) {
      put(each);
    }
    clock.advance(Duration.ofSeconds(130));
    assertThat(functions.invoke("hoarder", "{}").payload().asUtf8String())
        .isEqualTo("[[true, 1200000], [true, 1200000], [false, 600000]]");
  }

  @Test
  void mappingsBeginWhereTheySay() {
    stream(1);
    put("old");
    clock.advance(Duration.ofSeconds(10));
    Instant middle = clock.now();
    put("middle");
    clock.advance(Duration.ofSeconds(10));
    for (String name : List.of("latest", "timed")) {
      functions.python(name, role, TestFunctions.KEEPER);
    }
    map("latest", b -> b.startingPosition(EventSourcePosition.LATEST));
    map(
        "timed",
        b ->
            b.startingPosition(EventSourcePosition.AT_TIMESTAMP).startingPositionTimestamp(middle));
    clock.advance(Duration.ofSeconds(5));
    put("new");
    clock.advance(Duration.ofSeconds(5));
    assertThat(data("latest")).containsExactly("new");
    assertThat(data("timed")).containsExactly("middle", "new");
  }

  @Test
  void whatIsTooOldIsPassedOver() {
    stream(1);
    String failures = sqs.createQueue(b -> b.queueName("failures")).queueUrl();
    functions.python("picky", role, PICKY);
    put("bad");
    map(
        "picky",
        b ->
            b.maximumRecordAgeInSeconds(60)
                .destinationConfig(
                    d ->
                        d.onFailure(
                            f -> f.destination("arn:aws:sqs:us-east-1:000000000000:failures"))));
    clock.advance(Duration.ofSeconds(50));
    put("good");
    assertThat(sqs.receiveMessage(b -> b.queueUrl(failures)).messages()).isEmpty();
    clock.advance(Duration.ofSeconds(30));
    assertThat(sqs.receiveMessage(b -> b.queueUrl(failures)).messages())
        .singleElement()
        .extracting(Message::body)
        .asString()
        .contains("\"condition\":\"RecordAgeExceeded\"");
    assertThat(functions.invoke("picky", "{}").payload().asUtf8String()).isEqualTo("[\"good\"]");
  }

  @Test
  void windowsCarryStateToTheirEnd() {
    stream(1);
    functions.python("summing", role, SUMMING);
    map("summing", b -> b.tumblingWindowInSeconds(60).batchSize(1));
    for (String each : List.of("1", "2", "3")) {
      put(each);
    }
    clock.advance(Duration.ofSeconds(130));
    assertThat(functions.invoke("summing", "{}").payload().asUtf8String()).isEqualTo("[6]");
  }

  private String tableStream() {
    dynamo.createTable(
        b ->
            b.tableName("things")
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .keySchema(
                    KeySchemaElement.builder().attributeName("id").keyType(KeyType.HASH).build())
                .attributeDefinitions(
                    AttributeDefinition.builder()
                        .attributeName("id")
                        .attributeType(ScalarAttributeType.S)
                        .build())
                .streamSpecification(
                    s -> s.streamEnabled(true).streamViewType(StreamViewType.NEW_AND_OLD_IMAGES)));
    clock.advance(Duration.ofMinutes(1));
    return dynamo.describeTable(b -> b.tableName("things")).table().latestStreamArn();
  }

  @Test
  @Fact({"lambda-176", "dynamodb-081", "dynamodb-136"})
  void changesOfTablesArriveAtAllTheirFunctions() {
    String arn = tableStream();
    functions.python("keeper", role, TestFunctions.KEEPER);
    functions.python("second", role, TestFunctions.KEEPER);
    dynamo.putItem(b -> b.tableName("things").item(Map.of("id", AttributeValue.fromS("x"))));
    for (String function : List.of("keeper", "second")) {
      lambda.createEventSourceMapping(
          b ->
              b.functionName(function)
                  .eventSourceArn(arn)
                  .startingPosition(EventSourcePosition.TRIM_HORIZON)
                  .batchSize(1)
                  .parallelizationFactor(2));
    }
    dynamo.putItem(
        b ->
            b.tableName("things")
                .item(Map.of("id", AttributeValue.fromS("x"), "n", AttributeValue.fromN("7"))));
    clock.advance(Duration.ofSeconds(30));
    assertThat(functions.kept("second"))
        .extracting(r -> r.get("eventName"))
        .containsExactly("INSERT", "MODIFY");
    List<Map<String, Object>> kept = functions.kept("keeper");
    assertThat(kept).extracting(r -> r.get("eventName")).containsExactly("INSERT", "MODIFY");
    assertThat(JsonText.write(kept.get(1).get("dynamodb")))
        .contains("\"NewImage\":{", "\"n\":{\"N\":\"7\"}", "\"OldImage\":{\"id\":{\"S\":\"x\"}}");
    assertThat(kept.getFirst())
        .containsEntry("eventSourceARN", arn)
        .containsEntry("eventSource", "aws:dynamodb");
  }

  @Test
  @Fact({"dynamodb-073", "dynamodb-074"})
  void streamsOfTablesNeedAPositionAndARoleThatMayReadThem() {
    String arn = tableStream();
    functions.python("bare", functions.role("nothing"), TestFunctions.KEEPER);
    assertThatThrownBy(
            () ->
                lambda.createEventSourceMapping(
                    b ->
                        b.functionName("bare")
                            .eventSourceArn(arn)
                            .startingPosition(EventSourcePosition.LATEST)))
        .isInstanceOf(InvalidParameterValueException.class)
        .hasMessageContaining(
            "Cannot access stream "
                + arn
                + ". Please ensure the role can perform the GetRecords, GetShardIterator,"
                + " DescribeStream, and ListStreams Actions on your stream in IAM.");
    functions.python("reader", role, TestFunctions.KEEPER);
    assertThatThrownBy(
            () ->
                lambda.createEventSourceMapping(b -> b.functionName("reader").eventSourceArn(arn)))
        .hasMessageContaining("Value null at 'startingPosition'");
    assertThatThrownBy(
            () ->
                lambda.createEventSourceMapping(
                    b ->
                        b.functionName("reader")
                            .eventSourceArn(arn)
                            .startingPosition(EventSourcePosition.AT_TIMESTAMP)))
        .hasMessageContaining("The starting position must be TRIM_HORIZON or LATEST.");
    assertThat(
            lambda
                .createEventSourceMapping(
                    b ->
                        b.functionName("reader")
                            .eventSourceArn(arn)
                            .startingPosition(EventSourcePosition.LATEST))
                .batchSize())
        .isEqualTo(100);
  }
}
