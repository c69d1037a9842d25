package io.nephele.services.kinesis;

import static org.assertj.core.api.Assertions.assertThat;

import io.nephele.core.metrics.MetricKey;
import io.nephele.core.metrics.StatisticSet;
import io.nephele.core.time.VirtualClock;
import io.nephele.embedded.Nephele;
import io.nephele.junit.Fact;
import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.EnableEnhancedMonitoringResponse;
import software.amazon.awssdk.services.kinesis.model.MetricsName;

/** What CloudWatch is told of streams. */
@NepheleTest(scope = NepheleTest.Scope.METHOD)
final class MetricsTest {
  private static final String FIRST = "shardId-000000000000";

  @Inject KinesisClient kinesis;
  @Inject Nephele nephele;
  @Inject VirtualClock clock;

  private double sum(String metric, String unit, Map<String, String> dimensions) {
    MetricKey key =
        new MetricKey("000000000000", "us-east-1", "AWS/Kinesis", metric, dimensions, unit);
    NavigableMap<Instant, StatisticSet> minutes =
        nephele.world().metrics().read(key, Instant.EPOCH, Instant.MAX);
    return minutes.values().stream().mapToDouble(StatisticSet::sum).sum();
  }

  @Test
  @Fact("kinesis-024")
  void callsAreCountedByStreamAndByShard() {
    TestStreams streams = new TestStreams(kinesis, clock);
    streams.create("s", 1);
    Map<String, String> ofStream = Map.of("StreamName", "s");
    Map<String, String> ofShard = Map.of("StreamName", "s", "ShardId", FIRST);
    kinesis.putRecords(
        r ->
            r.streamName("s")
                .records(TestStreams.entry("k", "12345"), TestStreams.entry("k", "123")));
    assertThat(sum("IncomingRecords", "Count", ofStream)).isEqualTo(2);
    assertThat(sum("IncomingBytes", "Bytes", ofStream)).isEqualTo(10);
    assertThat(sum("PutRecords.SuccessfulRecords", "Count", ofStream)).isEqualTo(2);
    assertThat(sum("IncomingRecords", "Count", ofShard)).isZero();

    EnableEnhancedMonitoringResponse on =
        kinesis.enableEnhancedMonitoring(
            r ->
                r.streamName("s")
                    .shardLevelMetrics(
                        MetricsName.INCOMING_RECORDS, MetricsName.ITERATOR_AGE_MILLISECONDS));
    assertThat(on.currentShardLevelMetrics()).isEmpty();
    assertThat(on.desiredShardLevelMetrics())
        .containsExactly(MetricsName.INCOMING_RECORDS, MetricsName.ITERATOR_AGE_MILLISECONDS);
    kinesis.putRecords(r -> r.streamName("s").records(TestStreams.entry("k", "1")));
    assertThat(sum("IncomingRecords", "Count", ofShard)).isEqualTo(1);
    assertThat(sum("IncomingBytes", "Bytes", ofShard)).isZero();
    clock.advance(Duration.ofSeconds(3));
    assertThat(streams.all("s", FIRST)).hasSize(3);
    assertThat(sum("GetRecords.Records", "Count", ofStream)).isEqualTo(3);
    assertThat(sum("GetRecords.IteratorAgeMilliseconds", "Milliseconds", ofStream)).isEqualTo(3000);
    assertThat(sum("IteratorAgeMilliseconds", "Milliseconds", ofShard)).isEqualTo(3000);
    assertThat(
            kinesis
                .disableEnhancedMonitoring(
                    r -> r.streamName("s").shardLevelMetrics(List.of(MetricsName.ALL)))
                .desiredShardLevelMetrics())
        .isEmpty();
  }
}
