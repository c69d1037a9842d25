package io.nephele.core.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.nephele.core.store.MvStores;
import io.nephele.core.store.Store;
import io.nephele.core.time.Timers;
import io.nephele.core.time.VirtualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MetricsTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:30Z");
  private static final Instant FIRST_MINUTE = Instant.parse("2026-01-01T00:00:00Z");

  private final Store store = MvStores.inMemory();
  private final VirtualClock clock = new VirtualClock(START);
  private final Metrics metrics = new Metrics(store, clock, new Timers(store, clock));

  @AfterEach
  void close() {
    store.close();
  }

  private static MetricKey sent(String queue) {
    return new MetricKey(
        "000000000000",
        "us-east-1",
        "AWS/SQS",
        "NumberOfMessagesSent",
        Map.of("QueueName", queue),
        "Count");
  }

  @Test
  void samplesOfAMinuteMakeOneStatisticSet() {
    metrics.record(sent("a"), 1);
    metrics.record(sent("a"), 3);
    metrics.record(sent("b"), 7);
    assertThat(metrics.read(sent("a"), FIRST_MINUTE, clock.now()))
        .containsExactly(Map.entry(FIRST_MINUTE, new StatisticSet(2, 4, 1, 3)));
  }

  @Test
  void endedMinutesAreInTheStore() {
    metrics.record(sent("a"), 1);
    clock.advance(Duration.ofMinutes(2));
    metrics.record(sent("b"), 1);
    Metrics afterRestart = new Metrics(store, clock, new Timers(store, clock));
    assertThat(afterRestart.read(sent("a"), FIRST_MINUTE, clock.now()))
        .containsExactly(Map.entry(FIRST_MINUTE, new StatisticSet(1, 1, 1, 1)));
    assertThat(afterRestart.read(sent("b"), FIRST_MINUTE, clock.now())).isEmpty();
  }

  @Test
  void onlyMinutesThatBeginInTheSpanAreRead() {
    metrics.record(sent("a"), 1);
    clock.advance(Duration.ofMinutes(1));
    metrics.record(sent("a"), 2);
    assertThat(metrics.read(sent("a"), FIRST_MINUTE, FIRST_MINUTE.plusSeconds(60))).hasSize(1);
    assertThat(metrics.read(sent("a"), FIRST_MINUTE, FIRST_MINUTE.plusSeconds(61))).hasSize(2);
  }
}
