package io.nephele.services.kinesis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nephele.core.time.VirtualClock;
import io.nephele.junit.Fact;
import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.ProvisionedThroughputExceededException;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResultEntry;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;

/** What a shard takes and gives in a second. */
@NepheleTest(scope = NepheleTest.Scope.METHOD)
final class ThroughputTest {
  private static final String FIRST = "shardId-000000000000";
  private static final String EXCEEDED =
      "Rate exceeded for shard shardId-000000000000 in stream s under account 000000000000.";

  @Inject URI endpoint;
  @Inject VirtualClock clock;
  private KinesisClient kinesis;
  private TestStreams streams;

  /** The client does not try again what is refused, as it would for seconds. */
  @BeforeEach
  void makeStream() {
    kinesis =
        KinesisClient.builder()
            .endpointOverride(endpoint)
            .region(Region.US_EAST_1)
            .credentialsProvider(
                StaticCredentialsProvider.create(
                    AwsBasicCredentials.create("000000000000", "test")))
            .overrideConfiguration(c -> c.retryStrategy(AwsRetryStrategy.doNotRetry()))
            .build();
    streams = new TestStreams(kinesis, clock);
    streams.create("s", 1);
  }

  @AfterEach
  void closeClient() {
    kinesis.close();
  }

  private PutRecordsResponse putMany(int count) {
    List<PutRecordsRequestEntry> entries =
        IntStream.range(0, count).mapToObj(i -> TestStreams.entry("k" + i, "x")).toList();
    return kinesis.putRecords(r -> r.streamName("s").records(entries));
  }

  @Test
  @Fact({"kinesis-001", "kinesis-029"})
  void aShardTakesAThousandRecordsASecond() {
    assertThat(putMany(500).failedRecordCount()).isZero();
    assertThat(putMany(499).failedRecordCount()).isZero();
    PutRecordsResponse last = putMany(500);
    assertThat(last.failedRecordCount()).isEqualTo(499);
    assertThat(last.records().getFirst().sequenceNumber()).isNotNull();
    PutRecordsResultEntry refused = last.records().getLast();
    assertThat(refused.errorCode()).isEqualTo("ProvisionedThroughputExceededException");
    assertThat(refused.errorMessage()).isEqualTo(EXCEEDED);
    assertThat(refused.sequenceNumber()).isNull();
    clock.advance(Duration.ofSeconds(1));
    assertThat(putMany(500).failedRecordCount()).isZero();
    assertThat(streams.all("s", FIRST)).hasSize(1500);
  }

  @Test
  @Fact("kinesis-028")
  void aShardTakesOneMebibyteASecond() {
    SdkBytes half = SdkBytes.fromByteArrayUnsafe(new byte[500_000]);
    put(half);
    put(half);
    assertThatThrownBy(() -> put(half))
        .isInstanceOf(ProvisionedThroughputExceededException.class)
        .hasMessageContaining(EXCEEDED);
    clock.advance(Duration.ofSeconds(1));
    put(half);
  }

  private void put(SdkBytes data) {
    kinesis.putRecord(r -> r.streamName("s").partitionKey("k").data(data));
  }

  @Test
  @Fact("kinesis-032")
  void aShardIsReadFiveTimesASecond() {
    String iterator = streams.iterator("s", FIRST, ShardIteratorType.TRIM_HORIZON);
    for (int i = 0; i < 5; i++) {
      streams.get(iterator);
    }
    assertThatThrownBy(() -> streams.get(iterator))
        .isInstanceOf(ProvisionedThroughputExceededException.class)
        .hasMessageContaining(EXCEEDED);
    clock.advance(Duration.ofSeconds(1));
    streams.get(iterator);
  }

  @Test
  @Fact({"kinesis-002", "kinesis-030", "kinesis-031"})
  void aShardGivesTwoMegabytesASecond() {
    SdkBytes most = SdkBytes.fromByteArrayUnsafe(new byte[1_000_000]);
    for (int i = 0; i < 12; i++) {
      put(most);
      clock.advance(Duration.ofSeconds(1));
    }
    String iterator = streams.iterator("s", FIRST, ShardIteratorType.TRIM_HORIZON);
    assertThat(streams.get(iterator).records()).hasSize(10); // 10 MiB at the most
    for (int i = 0; i < 4; i++) {
      assertThatThrownBy(() -> streams.get(iterator))
          .isInstanceOf(ProvisionedThroughputExceededException.class);
      clock.advance(Duration.ofSeconds(1));
    }
    assertThat(streams.get(iterator).records()).hasSize(10);
  }

  @Test
  void largeRecordsArePaidForByTheSecondsAfterThem() {
    String arn =
        kinesis
            .describeStreamSummary(r -> r.streamName("s"))
            .streamDescriptionSummary()
            .streamARN();
    kinesis.updateMaxRecordSize(r -> r.streamARN(arn).maxRecordSizeInKiB(10_240));
    streams.settle();
    put(SdkBytes.fromByteArrayUnsafe(new byte[4 << 20]));
    clock.advance(Duration.ofSeconds(3));
    SdkBytes more = SdkBytes.fromByteArrayUnsafe(new byte[900_000]);
    assertThatThrownBy(() -> put(more)).hasMessageContaining(EXCEEDED);
    clock.advance(Duration.ofSeconds(2));
    put(more);
    assertThat(streams.all("s", FIRST)).hasSize(2);
  }
}
