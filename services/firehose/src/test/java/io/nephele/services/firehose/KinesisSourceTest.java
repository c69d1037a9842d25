package io.nephele.services.firehose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nephele.core.store.Key;
import io.nephele.core.time.VirtualClock;
import io.nephele.embedded.Nephele;
import io.nephele.junit.Fact;
import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.firehose.FirehoseClient;
import software.amazon.awssdk.services.firehose.model.DeliveryStreamType;
import software.amazon.awssdk.services.firehose.model.InvalidArgumentException;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.s3.S3Client;

/** A Firehose stream reads a Kinesis stream. */
@NepheleTest(scope = NepheleTest.Scope.METHOD)
final class KinesisSourceTest {
  private static final String NAME = "reader";

  @Inject FirehoseClient firehose;
  @Inject KinesisClient kinesis;
  @Inject S3Client s3;
  @Inject IamClient iam;
  @Inject VirtualClock clock;
  @Inject Nephele nephele;

  private Instant nextPoll() {
    Key stream = DeliveryStream.key("000000000000", "us-east-1", NAME);
    return nephele
        .world()
        .store()
        .read(reader -> nephele.world().timers().due(reader, KinesisSource.TIMER, stream));
  }

  @Test
  @Fact({"firehose-006", "firehose-015", "kinesis-047"})
  void recordsOfAKinesisStreamAreDelivered() {
    Streams.role(iam);
    s3.createBucket(b -> b.bucket(Streams.BUCKET));
    kinesis.createStream(c -> c.streamName("source").shardCount(2));
    clock.advance(Duration.ofMinutes(1));
    String arn =
        kinesis
            .describeStreamSummary(d -> d.streamName("source"))
            .streamDescriptionSummary()
            .streamARN();
    firehose.createDeliveryStream(
        c ->
            c.deliveryStreamName(NAME)
                .deliveryStreamType(DeliveryStreamType.KINESIS_STREAM_AS_SOURCE)
                .kinesisStreamSourceConfiguration(
                    k -> k.kinesisStreamARN(arn).roleARN(Streams.ROLE))
                .extendedS3DestinationConfiguration(
                    d ->
                        d.roleARN(Streams.ROLE)
                            .bucketARN("arn:aws:s3:::" + Streams.BUCKET)
                            .bufferingHints(b -> b.intervalInSeconds(60).sizeInMBs(1))));
    for (int i = 0; i < 20; i++) {
      String each = "%02d;".formatted(i);
      kinesis.putRecord(
          p -> p.streamName("source").partitionKey(each).data(SdkBytes.fromUtf8String(each)));
    }
    clock.advance(Duration.ofSeconds(70));

    List<String> keys = Streams.keys(s3, Streams.BUCKET);
    assertThat(keys).hasSize(1);
    assertThat(Streams.text(s3, Streams.BUCKET, keys.getFirst()).split(";"))
        .hasSize(20)
        .doesNotHaveDuplicates();

    clock.advance(Duration.ofMinutes(5));
    assertThat(Streams.keys(s3, Streams.BUCKET)).hasSize(1);
    assertThat(nextPoll()).as("nothing is looked for where nothing is put").isNull();
    kinesis.putRecord(
        p -> p.streamName("source").partitionKey("k").data(SdkBytes.fromUtf8String("late")));
    assertThat(nextPoll()).isNotNull();
    clock.advance(Duration.ofSeconds(70));
    assertThat(Streams.keys(s3, Streams.BUCKET)).hasSize(2);
    assertThat(nextPoll()).isNull();

    assertThatThrownBy(() -> Streams.put(firehose, NAME, "directly"))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessageContaining(
            "This operation is not permitted on KinesisStreamAsSource delivery stream type.");
  }
}
