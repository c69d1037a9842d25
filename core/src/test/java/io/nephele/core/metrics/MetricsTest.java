package io.nephele.core.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.nephele.core.store.Key;
import io.nephele.core.store.MvStores;
import io.nephele.core.store.Store;
import io.nephele.core.time.Timers;
import io.nephele.core.time.VirtualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MetricsTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:30Z");
  private static final Instant FIRST_MINUTE = Instant.parse("2026-01-01T00:00:00Z");

  private final Store store = MvStores.inMemory();
  private final VirtualClock clock = new VirtualClock(START);
  private final Timers timers = new Timers(store, clock);
  private final Metrics metrics = new Metrics(store, clock, timers);

  @AfterEach
  void close() {
    metrics.close();
    timers.close();
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

  @Test
  void minutesAreSavedWhenTheyEndThoughNobodyLooks() {
    metrics.record(sent("a"), 1);
    clock.advance(Duration.ofMinutes(1));
    Metrics other = new Metrics(store, clock, timers);
    assertThat(other.read(sent("a"), FIRST_MINUTE, clock.now())).hasSize(1);
  }

  @Test
  void timersFireWhenDataCome() {
    List<Instant> fired = new CopyOnWriteArrayList<>();
    timers.on("test.watch", (transaction, timer) -> fired.add(timer.due()));
    Key id = Key.of("one").with(1);
    store.write(
        transaction -> {
          metrics.watch(transaction, MetricId.of(sent("a")), "test.watch", id, new MetricWatch(60));
          return null;
        });
    metrics.record(sent("b"), 1);
    clock.advance(Duration.ofMinutes(5));
    assertThat(fired).isEmpty();
    metrics.record(sent("a"), 1);
    metrics.record(sent("a"), 1);
    clock.advance(Duration.ofMinutes(5));
    assertThat(fired).containsExactly(FIRST_MINUTE.plusSeconds(6 * 60));
    store.write(
        transaction -> {
          metrics.unwatch(transaction, MetricId.of(sent("a")), "test.watch", id);
          return null;
        });
    metrics.record(sent("a"), 1);
    clock.advance(Duration.ofMinutes(5));
    assertThat(fired).hasSize(1);
  }

  @Test
  void changesAreNotedForFollowers() {
    timers.on("test.changes", (transaction, timer) -> {});
    metrics.record(sent("a"), 1);
    metrics.settle();
    store.write(
        transaction -> {
          metrics.follow(transaction, "000000000000", "us-east-1", "test.changes");
          return null;
        });
    metrics.record(sent("b"), 1);
    metrics.settle();
    metrics.record(sent("b"), 2);
    metrics.settle();
    assertThat(changes())
        .containsExactly(new MetricChange(sent("b"), FIRST_MINUTE.getEpochSecond(), false));
    assertThat(changes()).isEmpty();
  }

  private List<MetricChange> changes() {
    return store.write(
        transaction -> metrics.takeChanges(transaction, "000000000000", "us-east-1", 10));
  }
}
