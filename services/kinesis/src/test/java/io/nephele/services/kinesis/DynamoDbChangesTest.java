package io.nephele.services.kinesis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nephele.core.json.JsonText;
import io.nephele.core.time.VirtualClock;
import io.nephele.junit.Fact;
import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.ApproximateCreationDateTimePrecision;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.DestinationStatus;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.StreamViewType;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.Record;
import software.amazon.awssdk.services.kinesis.model.Shard;

/** Changes of DynamoDB's items in a data stream. */
@NepheleTest(scope = NepheleTest.Scope.METHOD)
final class DynamoDbChangesTest {
  private static final String STREAM = "arn:aws:kinesis:us-east-1:000000000000:stream/changes";

  @Inject KinesisClient kinesis;
  @Inject DynamoDbClient dynamo;
  @Inject VirtualClock clock;
  private TestStreams streams;

  @BeforeEach
  void table() {
    streams = new TestStreams(kinesis, clock);
    dynamo.createTable(
        r ->
            r.tableName("music")
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .attributeDefinitions(
                    AttributeDefinition.builder()
                        .attributeName("pk")
                        .attributeType(ScalarAttributeType.S)
                        .build())
                .keySchema(
                    KeySchemaElement.builder().attributeName("pk").keyType(KeyType.HASH).build()));
  }

  private void put(String pk, String title) {
    dynamo.putItem(
        r ->
            r.tableName("music")
                .item(
                    Map.of("pk", AttributeValue.fromS(pk), "title", AttributeValue.fromS(title))));
  }

  private void enable() {
    assertThat(
            dynamo
                .enableKinesisStreamingDestination(r -> r.tableName("music").streamArn(STREAM))
                .destinationStatus())
        .isEqualTo(DestinationStatus.ENABLING);
  }

  /** All records of the stream, shard by shard, once what is waiting was sent. */
  private List<Map<?, ?>> sent() {
    clock.advance(Duration.ofSeconds(1));
    List<Map<?, ?>> sent = new ArrayList<>();
    for (Shard shard : streams.shards("changes")) {
      for (Record record : streams.all("changes", shard.shardId())) {
        sent.add((Map<?, ?>) JsonText.parse(record.data().asUtf8String()));
      }
    }
    return sent;
  }

  private static Object at(Map<?, ?> record, String... path) {
    Object at = record;
    for (String name : path) {
      at = ((Map<?, ?>) at).get(name);
    }
    return at;
  }

  @Test
  @Fact("dynamodb-079")
  void changesAreInTheStreamInTheirOrder() {
    streams.create("changes", 1);
    put("before", "nobody is told");
    enable();
    long millis = clock.now().toEpochMilli();
    put("a", "one");
    put("a", "two");
    put("a", "two");
    dynamo.deleteItem(r -> r.tableName("music").key(Map.of("pk", AttributeValue.fromS("a"))));
    List<Map<?, ?>> sent = sent();
    assertThat(sent)
        .extracting(r -> (Object) r.get("eventName"))
        .containsExactly("INSERT", "MODIFY", "REMOVE");
    Map<?, ?> changed = sent.get(1);
    assertThat(at(changed, "dynamodb", "Keys", "pk", "S")).isEqualTo("a");
    assertThat(at(changed, "dynamodb", "OldImage", "title", "S")).isEqualTo("one");
    assertThat(at(changed, "dynamodb", "NewImage", "title", "S")).isEqualTo("two");
    assertThat(String.valueOf(at(changed, "dynamodb", "ApproximateCreationDateTime")))
        .isEqualTo(String.valueOf(millis));
    assertThat(String.valueOf(at(changed, "dynamodb", "SizeBytes"))).isEqualTo("25");
    assertThat(at(changed, "tableName")).isEqualTo("music");
    assertThat(at(changed, "awsRegion")).isEqualTo("us-east-1");
    assertThat(at(changed, "recordFormat")).isEqualTo("application/json");
    assertThat(at(changed, "eventSource")).isEqualTo("aws:dynamodb");
    assertThat(changed.containsKey("userIdentity")).isTrue();
    assertThat(sent.get(0).get("eventID")).isNotEqualTo(changed.get("eventID"));
  }

  @Test
  void aDestinationIsEnabledOnceAndCanBeDisabled() {
    assertThatThrownBy(this::enable).isInstanceOf(ResourceNotFoundException.class);
    streams.create("changes", 2);
    enable();
    assertThatThrownBy(this::enable)
        .isInstanceOf(DynamoDbException.class)
        .hasMessageContaining("must be DISABLED or ENABLE_FAILED to perform ENABLE operation");
    put("a", "one");
    assertThat(
            dynamo
                .disableKinesisStreamingDestination(r -> r.tableName("music").streamArn(STREAM))
                .destinationStatus())
        .isEqualTo(DestinationStatus.DISABLING);
    put("b", "two");
    assertThat(sent()).hasSize(1);
    assertThat(
            dynamo
                .describeKinesisStreamingDestination(r -> r.tableName("music"))
                .kinesisDataStreamDestinations())
        .singleElement()
        .satisfies(d -> assertThat(d.destinationStatus()).isEqualTo(DestinationStatus.DISABLED));
    enable();
    put("c", "three");
    assertThat(sent()).hasSize(2);
  }

  @Test
  void timesAreAsPreciseAsWasAskedFor() {
    streams.create("changes", 1);
    enable();
    dynamo.updateKinesisStreamingDestination(
        r ->
            r.tableName("music")
                .streamArn(STREAM)
                .updateKinesisStreamingConfiguration(
                    c ->
                        c.approximateCreationDateTimePrecision(
                            ApproximateCreationDateTimePrecision.MICROSECOND)));
    long micros = clock.now().toEpochMilli() * 1000;
    put("a", "one");
    put("b", "two");
    List<Map<?, ?>> sent = sent();
    long first =
        Long.parseLong(String.valueOf(at(sent.get(0), "dynamodb", "ApproximateCreationDateTime")));
    long second =
        Long.parseLong(String.valueOf(at(sent.get(1), "dynamodb", "ApproximateCreationDateTime")));
    assertThat(first).isBetween(micros, micros + 1000);
    assertThat(second).isGreaterThan(first);
    assertThat(at(sent.get(0), "dynamodb", "ApproximateCreationDateTimePrecision"))
        .isEqualTo("MICROSECOND");
  }

  @Test
  void whatCannotBeSentWaitsForTheStream() {
    streams.create("changes", 1);
    enable();
    kinesis.deleteStream(r -> r.streamName("changes"));
    streams.settle();
    put("a", "one");
    put("a", "two");
    clock.advance(Duration.ofMinutes(10));
    put("a", "three");
    streams.create("changes", 1);
    clock.advance(Duration.ofHours(2));
    assertThat(sent())
        .extracting(r -> at(r, "dynamodb", "NewImage", "title", "S"))
        .containsExactly("one", "two", "three");
  }

  @Test
  void whatNobodyTakesForADayIsForgotten() {
    streams.create("changes", 1);
    enable();
    kinesis.deleteStream(r -> r.streamName("changes"));
    streams.settle();
    put("a", "one");
    clock.advance(Duration.ofHours(20));
    put("a", "two");
    clock.advance(Duration.ofHours(8));
    streams.create("changes", 1);
    clock.advance(Duration.ofHours(2));
    assertThat(sent())
        .extracting(r -> at(r, "dynamodb", "NewImage", "title", "S"))
        .containsExactly("two");
  }

  @Test
  @Fact("dynamodb-138")
  void streamsOfDynamoDbAreNoDataStreams() {
    dynamo.updateTable(
        r ->
            r.tableName("music")
                .streamSpecification(
                    s -> s.streamEnabled(true).streamViewType(StreamViewType.KEYS_ONLY)));
    assertThat(dynamo.describeTable(r -> r.tableName("music")).table().latestStreamArn())
        .startsWith("arn:aws:dynamodb:us-east-1:000000000000:table/music/stream/");
    assertThat(kinesis.listStreams().streamNames()).isEmpty();
  }
}
