package io.nephele.services.kinesis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nephele.api.kinesis.DescribeStreamSummaryInput;
import io.nephele.api.kinesis.Kinesis;
import io.nephele.core.identity.Principal;
import io.nephele.core.partition.Regions;
import io.nephele.core.time.VirtualClock;
import io.nephele.embedded.Nephele;
import io.nephele.junit.Fact;
import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import io.nephele.model.AwsException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.DescribeLimitsResponse;
import software.amazon.awssdk.services.kinesis.model.DescribeStreamResponse;
import software.amazon.awssdk.services.kinesis.model.EncryptionType;
import software.amazon.awssdk.services.kinesis.model.ExpiredNextTokenException;
import software.amazon.awssdk.services.kinesis.model.InvalidArgumentException;
import software.amazon.awssdk.services.kinesis.model.LimitExceededException;
import software.amazon.awssdk.services.kinesis.model.ListShardsResponse;
import software.amazon.awssdk.services.kinesis.model.ListStreamsResponse;
import software.amazon.awssdk.services.kinesis.model.ListTagsForStreamResponse;
import software.amazon.awssdk.services.kinesis.model.ResourceInUseException;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;
import software.amazon.awssdk.services.kinesis.model.Shard;
import software.amazon.awssdk.services.kinesis.model.StreamDescriptionSummary;
import software.amazon.awssdk.services.kinesis.model.StreamMode;
import software.amazon.awssdk.services.kinesis.model.StreamStatus;
import software.amazon.awssdk.services.kinesis.model.Tag;

/** Streams are made, described, listed and deleted. */
@NepheleTest(scope = NepheleTest.Scope.METHOD)
final class StreamsTest {
  private static final String FIRST = "shardId-000000000000";
  private static final String ARN = "arn:aws:kinesis:us-east-1:000000000000:stream/s";

  @Inject KinesisClient kinesis;
  @Inject Nephele nephele;
  @Inject VirtualClock clock;
  private TestStreams streams;

  @BeforeEach
  void makeStreams() {
    streams = new TestStreams(kinesis, clock);
  }

  private StreamDescriptionSummary summary() {
    return kinesis.describeStreamSummary(r -> r.streamName("s")).streamDescriptionSummary();
  }

  /** As the SDK, which does not know stream ids yet. */
  private io.nephele.api.kinesis.StreamDescriptionSummary inside(DescribeStreamSummaryInput in) {
    return nephele
        .world()
        .call(
            Kinesis.DescribeStreamSummary,
            in,
            Principal.root(Regions.find("us-east-1").partition(), "000000000000"),
            Regions.find("us-east-1"))
        .streamDescriptionSummary();
  }

  private void put(String text) {
    kinesis.putRecord(r -> r.streamName("s").partitionKey("k").data(SdkBytes.fromUtf8String(text)));
  }

  @Test
  void aStreamIsCreatedAndDeletedInAWhile() {
    kinesis.createStream(r -> r.streamName("s").shardCount(2).tags(Map.of("team", "a")));
    assertThat(summary().streamStatus()).isEqualTo(StreamStatus.CREATING);
    assertThatThrownBy(() -> put("x")).isInstanceOf(ResourceNotFoundException.class);
    assertThatThrownBy(() -> kinesis.createStream(r -> r.streamName("s").shardCount(1)))
        .isInstanceOf(ResourceInUseException.class)
        .hasMessageContaining("Stream s under account 000000000000 already exists.");
    streams.settle();
    DescribeStreamResponse described = kinesis.describeStream(r -> r.streamName("s"));
    assertThat(described.streamDescription().streamStatus()).isEqualTo(StreamStatus.ACTIVE);
    assertThat(described.streamDescription().streamARN()).isEqualTo(ARN);
    assertThat(described.streamDescription().encryptionType()).isEqualTo(EncryptionType.NONE);
    assertThat(described.streamDescription().streamModeDetails().streamMode())
        .isEqualTo(StreamMode.PROVISIONED);
    List<Shard> shards = described.streamDescription().shards();
    assertThat(shards).hasSize(2);
    assertThat(shards.getFirst().hashKeyRange().endingHashKey())
        .isEqualTo("170141183460469231731687303715884105727");
    put("x");
    kinesis.deleteStream(r -> r.streamARN(ARN));
    assertThat(summary().streamStatus()).isEqualTo(StreamStatus.DELETING);
    streams.settle();
    assertThatThrownBy(this::summary).isInstanceOf(ResourceNotFoundException.class);
    streams.create("s", 1);
    assertThat(streams.all("s", FIRST)).isEmpty();
  }

  @Test
  void aStreamIsNamedInThreeWays() {
    streams.create("s", 1);
    String id = inside(new DescribeStreamSummaryInput().streamName("s")).streamId();
    assertThat(id).matches("[a-z0-9]{20}-[a-z0-9]{3}");
    assertThat(inside(new DescribeStreamSummaryInput().streamId(id)).streamName()).isEqualTo("s");
    assertThatThrownBy(
            () -> inside(new DescribeStreamSummaryInput().streamId("aaaaaaaaaaaaaaaaaaaa-aaa")))
        .isInstanceOf(AwsException.class)
        .hasMessageContaining("not found");
    assertThat(kinesis.describeStream(r -> r.streamARN(ARN)).streamDescription().streamName())
        .isEqualTo("s");
    assertThatThrownBy(() -> kinesis.describeStream(r -> r.streamARN(ARN).streamName("t")))
        .isInstanceOf(InvalidArgumentException.class);
    assertThatThrownBy(() -> kinesis.describeStream(r -> r.limit(1)))
        .isInstanceOf(InvalidArgumentException.class);
  }

  @Test
  @Fact({"kinesis-004", "kinesis-005", "kinesis-025", "kinesis-026", "kinesis-027"})
  void recordsAreKeptForTheRetentionPeriod() {
    streams.create("s", 1);
    assertThat(summary().retentionPeriodHours()).isEqualTo(24);
    put("a");
    clock.advance(Duration.ofHours(23));
    put("b");
    assertThat(streams.texts(streams.all("s", FIRST))).containsExactly("a", "b");
    clock.advance(Duration.ofMinutes(61));
    assertThat(streams.texts(streams.all("s", FIRST))).containsExactly("b");
    kinesis.increaseStreamRetentionPeriod(r -> r.streamName("s").retentionPeriodHours(200));
    clock.advance(Duration.ofHours(100));
    assertThat(streams.texts(streams.all("s", FIRST))).containsExactly("b");
    kinesis.increaseStreamRetentionPeriod(r -> r.streamName("s").retentionPeriodHours(8760));
    assertThat(summary().retentionPeriodHours()).isEqualTo(8760);
    assertThatThrownBy(
            () ->
                kinesis.increaseStreamRetentionPeriod(
                    r -> r.streamName("s").retentionPeriodHours(8761)))
        .isInstanceOf(InvalidArgumentException.class);
    assertThatThrownBy(
            () ->
                kinesis.decreaseStreamRetentionPeriod(
                    r -> r.streamName("s").retentionPeriodHours(23)))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessageContaining("Minimum allowed retention period is 24 hours.");
    kinesis.decreaseStreamRetentionPeriod(r -> r.streamName("s").retentionPeriodHours(24));
    kinesis.increaseStreamRetentionPeriod(r -> r.streamName("s").retentionPeriodHours(8760));
    assertThat(streams.all("s", FIRST)).isEmpty();
  }

  @Test
  void streamsAreListedInPages() {
    for (String name : List.of("c", "a", "b")) {
      kinesis.createStream(r -> r.streamName(name).shardCount(1));
    }
    ListStreamsResponse page = kinesis.listStreams(r -> r.limit(2));
    assertThat(page.streamNames()).containsExactly("a", "b");
    assertThat(page.hasMoreStreams()).isTrue();
    assertThat(page.streamSummaries().getFirst().streamStatus()).isEqualTo(StreamStatus.CREATING);
    assertThat(kinesis.listStreams(r -> r.nextToken(page.nextToken())).streamNames())
        .containsExactly("c");
    assertThat(kinesis.listStreams(r -> r.exclusiveStartStreamName("a")).streamNames())
        .containsExactly("b", "c");
    clock.advance(Duration.ofMinutes(6));
    assertThatThrownBy(() -> kinesis.listStreams(r -> r.nextToken(page.nextToken())))
        .isInstanceOf(ExpiredNextTokenException.class);
  }

  @Test
  void shardsAreListedInPages() {
    streams.create("s", 5);
    ListShardsResponse page = kinesis.listShards(r -> r.streamName("s").maxResults(2));
    assertThat(page.shards()).hasSize(2);
    ListShardsResponse rest = kinesis.listShards(r -> r.nextToken(page.nextToken()));
    assertThat(rest.shards()).hasSize(3);
    assertThat(rest.nextToken()).isNull();
    assertThatThrownBy(() -> kinesis.listShards(r -> r.streamName("s").nextToken(page.nextToken())))
        .isInstanceOf(InvalidArgumentException.class);
    DescribeStreamResponse described =
        kinesis.describeStream(
            r -> r.streamName("s").limit(2).exclusiveStartShardId("shardId-000000000001"));
    assertThat(described.streamDescription().shards())
        .extracting(Shard::shardId)
        .containsExactly("shardId-000000000002", "shardId-000000000003");
    assertThat(described.streamDescription().hasMoreShards()).isTrue();
  }

  @Test
  void warmThroughputNeedsACommitmentOfTheAccount() {
    assertThat(commitment()).isEqualTo("DISABLED");
    assertThatThrownBy(() -> createWarm(10)).hasMessageContaining("MinimumThroughputBilling");
    kinesis.updateAccountSettings(
        r -> r.minimumThroughputBillingCommitment(c -> c.status("ENABLED")));
    createWarm(10);
    streams.settle();
    assertThat(summary().openShardCount()).isEqualTo(10);
    kinesis.updateStreamWarmThroughput(r -> r.streamName("s").warmThroughputMiBps(20));
    streams.settle();
    assertThat(summary().openShardCount()).isEqualTo(20);
    assertThat(summary().warmThroughput().currentMiBps()).isEqualTo(20);
    kinesis.updateAccountSettings(
        r -> r.minimumThroughputBillingCommitment(c -> c.status("DISABLED")));
    assertThat(commitment()).isEqualTo("ENABLED_UNTIL_EARLIEST_ALLOWED_END");
    clock.advance(Duration.ofHours(24));
    assertThat(commitment()).isEqualTo("DISABLED");
  }

  private void createWarm(int mibps) {
    kinesis.createStream(
        r ->
            r.streamName("s")
                .streamModeDetails(m -> m.streamMode(StreamMode.ON_DEMAND))
                .warmThroughputMiBps(mibps));
  }

  private String commitment() {
    return kinesis
        .describeAccountSettings(r -> {})
        .minimumThroughputBillingCommitment()
        .statusAsString();
  }

  @Test
  void streamsHaveTags() {
    streams.create("s", 1);
    kinesis.addTagsToStream(r -> r.streamName("s").tags(Map.of("b", "2", "a", "1", "c", "3")));
    ListTagsForStreamResponse tags = kinesis.listTagsForStream(r -> r.streamName("s").limit(2));
    assertThat(tags.tags()).extracting(Tag::key).containsExactly("a", "b");
    assertThat(tags.hasMoreTags()).isTrue();
    kinesis.removeTagsFromStream(r -> r.streamName("s").tagKeys("a", "c"));
    kinesis.tagResource(r -> r.resourceARN(ARN).tags(Map.of("d", "4")));
    assertThat(kinesis.listTagsForResource(r -> r.resourceARN(ARN)).tags())
        .extracting(Tag::key)
        .containsExactly("b", "d");
    kinesis.untagResource(r -> r.resourceARN(ARN).tagKeys("b"));
    assertThat(kinesis.listTagsForStream(r -> r.streamName("s")).tags()).hasSize(1);
    assertThatThrownBy(
            () -> kinesis.addTagsToStream(r -> r.streamName("s").tags(Map.of("aws:x", "1"))))
        .isInstanceOf(InvalidArgumentException.class);
  }

  @Test
  @Fact("kinesis-017")
  void shardsOfAnAccountAreLimited() {
    streams.create("s", 7);
    DescribeLimitsResponse limits = kinesis.describeLimits();
    assertThat(limits.shardLimit()).isEqualTo(20_000);
    assertThat(limits.openShardCount()).isEqualTo(7);
    assertThat(limits.onDemandStreamCount()).isZero();
    kinesis.createStream(r -> r.streamName("t").shardCount(10_000));
    assertThatThrownBy(() -> kinesis.createStream(r -> r.streamName("u").shardCount(9_994)))
        .isInstanceOf(LimitExceededException.class)
        .hasMessageContaining("This request would exceed the shard limit for the account");
  }
}
