package io.nephele.services.dynamodb;

import static io.nephele.services.dynamodb.DynamoErrorsAssert.assertInvalid;
import static io.nephele.services.dynamodb.TestTables.item;
import static io.nephele.services.dynamodb.TestTables.n;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nephele.core.time.VirtualClock;
import io.nephele.junit.Fact;
import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.ExpiredIteratorException;
import software.amazon.awssdk.services.dynamodb.model.GetRecordsResponse;
import software.amazon.awssdk.services.dynamodb.model.OperationType;
import software.amazon.awssdk.services.dynamodb.model.Record;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.Shard;
import software.amazon.awssdk.services.dynamodb.model.ShardIteratorType;
import software.amazon.awssdk.services.dynamodb.model.StreamStatus;
import software.amazon.awssdk.services.dynamodb.model.StreamViewType;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;
import software.amazon.awssdk.services.dynamodb.model.TimeToLiveStatus;
import software.amazon.awssdk.services.dynamodb.model.TrimmedDataAccessException;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;

@NepheleTest(scope = NepheleTest.Scope.METHOD)
class StreamsTest {
  @Inject DynamoDbClient dynamo;
  @Inject DynamoDbStreamsClient streams;
  @Inject VirtualClock clock;

  private String table(StreamViewType type) {
    TestTables.simple(dynamo, "streamed");
    return enable(type);
  }

  private String enable(StreamViewType type) {
    TableDescription table =
        dynamo
            .updateTable(
                r ->
                    r.tableName("streamed")
                        .streamSpecification(s -> s.streamEnabled(true).streamViewType(type)))
            .tableDescription();
    return table.latestStreamArn();
  }

  private void put(String key, int value) {
    dynamo.putItem(r -> r.tableName("streamed").item(item("pk", key, "v", value)));
  }

  private List<Shard> shards(String arn) {
    return streams.describeStream(r -> r.streamArn(arn)).streamDescription().shards();
  }

  private String iterator(String arn, Shard shard, ShardIteratorType type) {
    return streams
        .getShardIterator(r -> r.streamArn(arn).shardId(shard.shardId()).shardIteratorType(type))
        .shardIterator();
  }

  private List<Record> all(String arn) {
    List<Record> records = new ArrayList<>();
    for (Shard shard : shards(arn)) {
      String iterator = iterator(arn, shard, ShardIteratorType.TRIM_HORIZON);
      records.addAll(streams.getRecords(r -> r.shardIterator(iterator)).records());
    }
    return records;
  }

  @Test
  @Fact({"dynamodb-065", "dynamodb-133", "dynamodb-134", "dynamodb-080"})
  void recordsHoldWhatTheViewTypeSays() {
    String arn = null;
    TestTables.simple(dynamo, "streamed");
    for (StreamViewType type :
        List.of(
            StreamViewType.KEYS_ONLY,
            StreamViewType.NEW_IMAGE,
            StreamViewType.OLD_IMAGE,
            StreamViewType.NEW_AND_OLD_IMAGES)) {
      if (arn != null) {
        dynamo.updateTable(
            r -> r.tableName("streamed").streamSpecification(s -> s.streamEnabled(false)));
      }
      put("k", 1);
      arn = enable(type);
      put("k", 2);
      List<Record> records = all(arn);
      assertThat(records).hasSize(1);
      software.amazon.awssdk.services.dynamodb.model.StreamRecord change =
          records.getFirst().dynamodb();
      assertThat(records.getFirst().eventName()).isEqualTo(OperationType.MODIFY);
      assertThat(change.keys()).isEqualTo(item("pk", "k"));
      assertThat(change.streamViewType()).isEqualTo(type);
      assertThat(change.newImage())
          .isEqualTo(type.toString().contains("NEW") ? item("pk", "k", "v", 2) : Map.of());
      assertThat(change.oldImage())
          .isEqualTo(type.toString().contains("OLD") ? item("pk", "k", "v", 1) : Map.of());
    }
  }

  @Test
  @Fact({"dynamodb-066", "dynamodb-067", "dynamodb-068", "dynamodb-132"})
  void everyChangeIsOneRecordInOrder() {
    String arn = table(StreamViewType.NEW_AND_OLD_IMAGES);
    put("a", 1);
    put("a", 1);
    dynamo.updateItem(
        r ->
            r.tableName("streamed")
                .key(item("pk", "a"))
                .updateExpression("SET v = :v")
                .expressionAttributeValues(Map.of(":v", n(2))));
    dynamo.deleteItem(r -> r.tableName("streamed").key(item("pk", "a")));
    dynamo.deleteItem(r -> r.tableName("streamed").key(item("pk", "a")));
    List<Record> records = all(arn);
    assertThat(records)
        .extracting(Record::eventName)
        .containsExactly(OperationType.INSERT, OperationType.MODIFY, OperationType.REMOVE);
    assertThat(records).extracting(r -> r.dynamodb().sequenceNumber()).isSorted();
    assertThat(records).extracting(Record::eventID).doesNotHaveDuplicates();
    assertThat(all(arn)).isEqualTo(records);
    assertThat(streams.listStreams(r -> r.tableName("streamed")).streams()).hasSize(1);
    Shard shard = shards(arn).getFirst();
    String after =
        streams
            .getShardIterator(
                r ->
                    r.streamArn(arn)
                        .shardId(shard.shardId())
                        .shardIteratorType(ShardIteratorType.AFTER_SEQUENCE_NUMBER)
                        .sequenceNumber(records.get(1).dynamodb().sequenceNumber()))
            .shardIterator();
    assertThat(streams.getRecords(r -> r.shardIterator(after)).records())
        .containsExactly(records.get(2));
  }

  @Test
  void aTableMayBeCreatedWithItsStream() {
    TestTables.create(
        dynamo,
        "streamed",
        r ->
            r.attributeDefinitions(
                    TablesTest.attribute(
                        "pk", software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType.S))
                .keySchema(TablesTest.hash("pk"))
                .streamSpecification(
                    s -> s.streamEnabled(true).streamViewType(StreamViewType.NEW_IMAGE)));
    String arn = dynamo.describeTable(r -> r.tableName("streamed")).table().latestStreamArn();
    put("a", 1);
    assertThat(all(arn)).hasSize(1);
    dynamo.deleteTable(r -> r.tableName("streamed"));
    assertThat(all(arn)).hasSize(1);
  }

  @Test
  @Fact({"dynamodb-069", "dynamodb-070"})
  void aDisabledStreamIsClosedAndReadForADay() {
    String arn = table(StreamViewType.KEYS_ONLY);
    put("a", 1);
    assertInvalid(() -> enable(StreamViewType.NEW_IMAGE), "Table already has an enabled stream");
    dynamo.updateTable(
        r -> r.tableName("streamed").streamSpecification(s -> s.streamEnabled(false)));
    Shard shard = shards(arn).getFirst();
    assertThat(shard.sequenceNumberRange().endingSequenceNumber()).isNotNull();
    assertThat(streams.describeStream(r -> r.streamArn(arn)).streamDescription().streamStatus())
        .isEqualTo(StreamStatus.DISABLED);
    GetRecordsResponse read =
        streams.getRecords(
            r -> r.shardIterator(iterator(arn, shard, ShardIteratorType.TRIM_HORIZON)));
    assertThat(read.records()).hasSize(1);
    assertThat(read.nextShardIterator()).isNull();
    String other = enable(StreamViewType.NEW_IMAGE);
    assertThat(other).isNotEqualTo(arn);
    clock.advance(Duration.ofHours(23));
    assertThat(all(arn)).hasSize(1);
    clock.advance(Duration.ofHours(2));
    assertThatThrownBy(() -> shards(arn)).isInstanceOf(ResourceNotFoundException.class);
  }

  @Test
  @Fact({"dynamodb-071", "dynamodb-131", "dynamodb-135"})
  void shardsRollAndRecordsAreKeptForADay() {
    String arn = table(StreamViewType.KEYS_ONLY);
    put("a", 1);
    clock.advance(Duration.ofHours(5));
    put("b", 1);
    List<Shard> shards = shards(arn);
    assertThat(shards).hasSize(2);
    assertThat(shards.get(1).parentShardId()).isEqualTo(shards.get(0).shardId());
    assertThat(all(arn)).hasSize(2);
    Shard first = shards.getFirst();
    String old = iterator(arn, first, ShardIteratorType.TRIM_HORIZON);
    clock.advance(Duration.ofMinutes(16));
    assertThatThrownBy(() -> streams.getRecords(r -> r.shardIterator(old)))
        .isInstanceOf(ExpiredIteratorException.class);
    clock.advance(Duration.ofHours(20));
    assertThat(all(arn)).hasSize(1);
    assertThatThrownBy(
            () ->
                streams.getShardIterator(
                    r ->
                        r.streamArn(arn)
                            .shardId(first.shardId())
                            .shardIteratorType(ShardIteratorType.AT_SEQUENCE_NUMBER)
                            .sequenceNumber(first.sequenceNumberRange().startingSequenceNumber())))
        .isInstanceOf(TrimmedDataAccessException.class);
    clock.advance(Duration.ofHours(5));
    assertThat(all(arn)).isEmpty();
    assertThat(shards(arn)).hasSize(1);
  }

  @Test
  @Fact({"dynamodb-047", "dynamodb-048", "dynamodb-049", "dynamodb-166"})
  void expiredItemsAreDeletedAndRecorded() {
    String arn = table(StreamViewType.NEW_AND_OLD_IMAGES);
    long now = clock.millis() / 1000;
    dynamo.putItem(r -> r.tableName("streamed").item(item("pk", "before", "end", n(now + 100))));
    dynamo.updateTimeToLive(
        r ->
            r.tableName("streamed")
                .timeToLiveSpecification(t -> t.attributeName("end").enabled(true)));
    assertThat(
            dynamo
                .describeTimeToLive(r -> r.tableName("streamed"))
                .timeToLiveDescription()
                .timeToLiveStatus())
        .isEqualTo(TimeToLiveStatus.ENABLED);
    assertInvalid(
        () ->
            dynamo.updateTimeToLive(
                r ->
                    r.tableName("streamed")
                        .timeToLiveSpecification(t -> t.attributeName("end").enabled(true))),
        "TimeToLive is already enabled");
    dynamo.putItem(r -> r.tableName("streamed").item(item("pk", "a", "end", n(now + 30))));
    dynamo.putItem(r -> r.tableName("streamed").item(item("pk", "late", "end", n(now + 9000))));
    assertThat(dynamo.scan(r -> r.tableName("streamed")).count()).isEqualTo(3);
    clock.advance(Duration.ofMinutes(3));
    assertThat(dynamo.scan(r -> r.tableName("streamed")).items())
        .containsExactly(item("pk", "late", "end", n(now + 9000)));
    List<Record> removed =
        all(arn).stream().filter(r -> r.eventName() == OperationType.REMOVE).toList();
    assertThat(removed).hasSize(2);
    assertThat(removed.getFirst().userIdentity().type()).isEqualTo("Service");
    assertThat(removed.getFirst().userIdentity().principalId()).isEqualTo("dynamodb.amazonaws.com");
    assertThat(removed.getFirst().dynamodb().oldImage())
        .isEqualTo(item("pk", "a", "end", n(now + 30)));
  }

  @Test
  @Fact({"dynamodb-050", "dynamodb-167"})
  void whatIsNoTimeNeverExpires() {
    TestTables.simple(dynamo, "streamed");
    dynamo.updateTimeToLive(
        r ->
            r.tableName("streamed")
                .timeToLiveSpecification(t -> t.attributeName("end").enabled(true)));
    long now = clock.millis() / 1000;
    dynamo.putItem(r -> r.tableName("streamed").item(item("pk", "text", "end", "" + now)));
    dynamo.putItem(
        r -> r.tableName("streamed").item(item("pk", "old", "end", n(now - 6L * 365 * 24 * 3600))));
    dynamo.putItem(r -> r.tableName("streamed").item(item("pk", "gone", "end", n(now - 1000))));
    clock.advance(Duration.ofDays(1));
    assertThat(dynamo.scan(r -> r.tableName("streamed")).items())
        .extracting(i -> i.get("pk").s())
        .containsExactlyInAnyOrder("text", "old");
  }
}
