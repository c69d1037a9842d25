package io.nephele.services.kinesis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nephele.core.time.VirtualClock;
import io.nephele.junit.Fact;
import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.ChildShard;
import software.amazon.awssdk.services.kinesis.model.GetRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.InvalidArgumentException;
import software.amazon.awssdk.services.kinesis.model.KinesisException;
import software.amazon.awssdk.services.kinesis.model.LimitExceededException;
import software.amazon.awssdk.services.kinesis.model.ResourceInUseException;
import software.amazon.awssdk.services.kinesis.model.ScalingType;
import software.amazon.awssdk.services.kinesis.model.Shard;
import software.amazon.awssdk.services.kinesis.model.ShardFilterType;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;
import software.amazon.awssdk.services.kinesis.model.StreamMode;
import software.amazon.awssdk.services.kinesis.model.StreamStatus;

/** Shards are split and merged. */
@NepheleTest(scope = NepheleTest.Scope.METHOD)
final class ReshardingTest {
  private static final String MIDDLE = BigInteger.ONE.shiftLeft(127).toString();

  @Inject KinesisClient kinesis;
  @Inject VirtualClock clock;
  private TestStreams streams;

  @BeforeEach
  void makeStreams() {
    streams = new TestStreams(kinesis, clock);
  }

  private void put(String hashKey, String text) {
    kinesis.putRecord(
        r ->
            r.streamName("s")
                .partitionKey("k")
                .explicitHashKey(hashKey)
                .data(SdkBytes.fromUtf8String(text)));
  }

  private StreamStatus status() {
    return kinesis
        .describeStreamSummary(r -> r.streamName("s"))
        .streamDescriptionSummary()
        .streamStatus();
  }

  private static String id(int number) {
    return String.format(java.util.Locale.ROOT, "shardId-%012d", number);
  }

  private List<Shard> open() {
    return kinesis
        .listShards(r -> r.streamName("s").shardFilter(f -> f.type(ShardFilterType.AT_LATEST)))
        .shards();
  }

  private void split(String at) {
    kinesis.splitShard(r -> r.streamName("s").shardToSplit(id(0)).newStartingHashKey(at));
  }

  private void count(int target) {
    kinesis.updateShardCount(
        r -> r.streamName("s").targetShardCount(target).scalingType(ScalingType.UNIFORM_SCALING));
  }

  @Test
  @Fact({"kinesis-013", "kinesis-015", "kinesis-037"})
  void aSplitShardStaysReadableAndNamesItsChildren() {
    streams.create("s", 1);
    put("0", "before");
    split(MIDDLE);
    assertThat(status()).isEqualTo(StreamStatus.UPDATING);
    put("0", "meanwhile");
    assertThatThrownBy(() -> split(MIDDLE)).isInstanceOf(ResourceInUseException.class);
    streams.settle();
    assertThat(status()).isEqualTo(StreamStatus.ACTIVE);
    put("0", "low");
    put(MIDDLE, "high");

    List<Shard> shards = streams.shards("s");
    assertThat(shards).extracting(Shard::shardId).containsExactly(id(0), id(1), id(2));
    Shard parent = shards.getFirst();
    assertThat(parent.sequenceNumberRange().endingSequenceNumber()).isNotNull();
    assertThat(shards.get(1).parentShardId()).isEqualTo(id(0));
    assertThat(shards.get(1).hashKeyRange().startingHashKey()).isEqualTo("0");
    assertThat(shards.get(1).hashKeyRange().endingHashKey())
        .isEqualTo(new BigInteger(MIDDLE).subtract(BigInteger.ONE).toString());
    assertThat(shards.get(2).hashKeyRange().startingHashKey()).isEqualTo(MIDDLE);
    assertThat(shards.get(2).hashKeyRange().endingHashKey())
        .isEqualTo(parent.hashKeyRange().endingHashKey());

    GetRecordsResponse end =
        streams.get(streams.iterator("s", id(0), ShardIteratorType.TRIM_HORIZON));
    assertThat(streams.texts(end.records())).containsExactly("before", "meanwhile");
    assertThat(end.nextShardIterator()).isNull();
    assertThat(end.childShards()).extracting(ChildShard::shardId).containsExactly(id(1), id(2));
    assertThat(end.childShards().getFirst().parentShards()).containsExactly(id(0));
    assertThat(streams.texts(streams.all("s", id(1)))).containsExactly("low");
    assertThat(streams.texts(streams.all("s", id(2)))).containsExactly("high");
    String last = end.records().getLast().sequenceNumber();
    assertThat(streams.all("s", id(1)).getFirst().sequenceNumber()).isGreaterThan(last);
  }

  @Test
  @Fact({"kinesis-014", "kinesis-038"})
  void adjacentShardsAreMerged() {
    streams.create("s", 3);
    assertThatThrownBy(
            () ->
                kinesis.mergeShards(
                    r -> r.streamName("s").shardToMerge(id(0)).adjacentShardToMerge(id(2))))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessageContaining("are not an adjacent pair of shards eligible for merging");
    kinesis.mergeShards(r -> r.streamName("s").shardToMerge(id(1)).adjacentShardToMerge(id(0)));
    streams.settle();
    Shard child = streams.shards("s").getLast();
    assertThat(child.shardId()).isEqualTo(id(3));
    assertThat(child.parentShardId()).isEqualTo(id(1));
    assertThat(child.adjacentParentShardId()).isEqualTo(id(0));
    assertThat(child.hashKeyRange().startingHashKey()).isEqualTo("0");
    assertThat(open()).extracting(Shard::shardId).containsExactly(id(2), id(3));
    assertThatThrownBy(
            () ->
                kinesis.mergeShards(
                    r -> r.streamName("s").shardToMerge(id(0)).adjacentShardToMerge(id(3))))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessageContaining("has already been merged or split");
  }

  @Test
  void aShardIsSplitInsideItself() {
    streams.create("s", 2);
    String last = BigInteger.ONE.shiftLeft(128).subtract(BigInteger.ONE).toString();
    for (String wrong : List.of("0", "1", last, BigInteger.ONE.shiftLeft(128).toString())) {
      assertThatThrownBy(() -> split(wrong))
          .isInstanceOf(InvalidArgumentException.class)
          .hasMessageContaining("is not both greater than one plus the shard's StartingHashKey 0");
    }
  }

  @Test
  @Fact({"kinesis-016", "kinesis-048"})
  void theShardCountIsUpdatedUniformly() {
    streams.create("s", 2);
    assertThatThrownBy(() -> count(5))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessageContaining("cannot scale up over double your current open shard count");
    for (int target : List.of(3, 4, 2, 3, 5, 7, 4)) {
      count(target);
      streams.settle();
      assertUniform(open(), target);
    }
    assertThatThrownBy(() -> count(1)).hasMessageContaining("scale down below half");
    for (int target : List.of(5, 4, 5)) {
      count(target);
      streams.settle();
    }
    assertThatThrownBy(() -> count(4)).isInstanceOf(LimitExceededException.class);
    clock.advance(Duration.ofHours(24));
    count(4);
    streams.settle();
    assertUniform(open(), 4);
  }

  /** Shards of equal size that have all hash keys, each with parents that are there. */
  private void assertUniform(List<Shard> open, int count) {
    assertThat(open).hasSize(count);
    List<Shard> sorted = new ArrayList<>(open);
    sorted.sort(
        Comparator.comparing(each -> new BigInteger(each.hashKeyRange().startingHashKey())));
    BigInteger size = BigInteger.ONE.shiftLeft(128).divide(BigInteger.valueOf(count));
    for (int i = 0; i < count; i++) {
      assertThat(sorted.get(i).hashKeyRange().startingHashKey())
          .isEqualTo(size.multiply(BigInteger.valueOf(i)).toString());
    }
    assertThat(sorted.getLast().hashKeyRange().endingHashKey())
        .isEqualTo("340282366920938463463374607431768211455");
    List<String> ids = streams.shards("s").stream().map(Shard::shardId).toList();
    for (Shard shard : sorted) {
      assertThat(ids)
          .contains(shard.parentShardId() == null ? ids.getFirst() : shard.parentShardId());
    }
  }

  @Test
  void recordsThatArePutWhileShardsAreSplitAreAllRead() throws InterruptedException {
    streams.create("s", 4);
    List<Thread> writers = new ArrayList<>();
    for (int w = 0; w < 4; w++) {
      int writer = w;
      writers.add(
          Thread.ofVirtual()
              .start(
                  () -> {
                    for (int i = 0; i < 50; i++) {
                      String key = writer + "-" + i;
                      kinesis.putRecord(
                          r ->
                              r.streamName("s")
                                  .partitionKey(key)
                                  .data(SdkBytes.fromUtf8String(key)));
                    }
                  }));
    }
    count(8);
    streams.settle();
    count(5);
    streams.settle();
    for (Thread writer : writers) {
      writer.join();
    }
    clock.advance(Duration.ofSeconds(1));
    List<String> all = new ArrayList<>();
    for (Shard shard : streams.shards("s")) {
      all.addAll(streams.texts(streams.all("s", shard.shardId())));
    }
    assertThat(all).hasSize(200).doesNotHaveDuplicates();
  }

  @Test
  void shardsAreListedByWhatTheyWereAtATime() {
    streams.create("s", 1);
    put("0", "x");
    clock.advance(Duration.ofHours(1));
    split(MIDDLE);
    streams.settle();
    put("0", "y");
    assertThat(list(ShardFilterType.AT_TRIM_HORIZON)).containsExactly(id(0));
    assertThat(list(ShardFilterType.FROM_TRIM_HORIZON)).containsExactly(id(0), id(1), id(2));
    assertThat(list(ShardFilterType.AT_LATEST)).containsExactly(id(1), id(2));
    assertThat(
            kinesis
                .listShards(
                    r ->
                        r.streamName("s")
                            .shardFilter(
                                f -> f.type(ShardFilterType.AFTER_SHARD_ID).shardId(id(1))))
                .shards())
        .extracting(Shard::shardId)
        .containsExactly(id(2));
    clock.advance(Duration.ofHours(24));
    assertThat(list(ShardFilterType.FROM_TRIM_HORIZON)).containsExactly(id(1), id(2));
    assertThatThrownBy(() -> streams.all("s", id(0)))
        .isInstanceOf(KinesisException.class)
        .hasMessageContaining("Could not find shard");
  }

  private List<String> list(ShardFilterType type) {
    return kinesis
        .listShards(r -> r.streamName("s").shardFilter(f -> f.type(type)))
        .shards()
        .stream()
        .map(Shard::shardId)
        .toList();
  }

  @Test
  @Fact("kinesis-018")
  void onDemandStreamsScaleThemselves() {
    kinesis.createStream(
        r -> r.streamName("s").streamModeDetails(m -> m.streamMode(StreamMode.ON_DEMAND)));
    streams.settle();
    assertThat(open()).hasSize(4);
    assertThatThrownBy(() -> count(8)).hasMessageContaining("is in On-Demand mode");
    SdkBytes large = SdkBytes.fromByteArrayUnsafe(new byte[900_000]);
    for (int i = 0; i < 3; i++) {
      String key = open().get(i).hashKeyRange().startingHashKey();
      kinesis.putRecord(r -> r.streamName("s").partitionKey("k").explicitHashKey(key).data(large));
    }
    streams.settle();
    assertThat(open()).hasSize(6);
    String arn =
        kinesis
            .describeStreamSummary(r -> r.streamName("s"))
            .streamDescriptionSummary()
            .streamARN();
    kinesis.updateStreamMode(
        r -> r.streamARN(arn).streamModeDetails(m -> m.streamMode(StreamMode.PROVISIONED)));
    assertThat(status()).isEqualTo(StreamStatus.UPDATING);
    streams.settle();
    count(4);
    streams.settle();
    assertThat(open()).hasSize(4);
    kinesis.updateStreamMode(
        r -> r.streamARN(arn).streamModeDetails(m -> m.streamMode(StreamMode.ON_DEMAND)));
    streams.settle();
    assertThatThrownBy(
            () ->
                kinesis.updateStreamMode(
                    r ->
                        r.streamARN(arn)
                            .streamModeDetails(m -> m.streamMode(StreamMode.PROVISIONED))))
        .isInstanceOf(LimitExceededException.class);
    assertThatThrownBy(
            () ->
                kinesis.createStream(
                    r ->
                        r.streamName("t")
                            .shardCount(1)
                            .streamModeDetails(m -> m.streamMode(StreamMode.ON_DEMAND))))
        .hasMessageContaining("ShardCount");
  }
}
