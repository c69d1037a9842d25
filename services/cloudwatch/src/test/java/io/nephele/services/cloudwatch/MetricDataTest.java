package io.nephele.services.cloudwatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nephele.core.time.VirtualClock;
import io.nephele.junit.Fact;
import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.CloudWatchException;
import software.amazon.awssdk.services.cloudwatch.model.Datapoint;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.DimensionFilter;
import software.amazon.awssdk.services.cloudwatch.model.MetricDatum;
import software.amazon.awssdk.services.cloudwatch.model.RecentlyActive;
import software.amazon.awssdk.services.cloudwatch.model.StandardUnit;
import software.amazon.awssdk.services.cloudwatch.model.Statistic;

/** Data that users put, and what can be read of them. */
@NepheleTest(scope = NepheleTest.Scope.METHOD)
final class MetricDataTest {
  @Inject CloudWatchClient cloudWatch;
  @Inject VirtualClock clock;

  @Test
  @Fact({
    "cloudwatch-009",
    "cloudwatch-029",
    "cloudwatch-030",
    "cloudwatch-033",
    "cloudwatch-043",
    "cloudwatch-069"
  })
  void dataCanBeReadAsStatistics() {
    Instant minute = clock.now().truncatedTo(ChronoUnit.MINUTES);
    for (double value : new double[] {1, 2, 6}) {
      put(MetricDatum.builder().metricName("Latency").value(value).unit(StandardUnit.SECONDS));
    }
    List<Datapoint> points = statistics("Latency", 60, minute, minute.plusSeconds(60));
    assertThat(points).hasSize(1);
    Datapoint point = points.getFirst();
    assertThat(point.timestamp()).isEqualTo(minute);
    assertThat(point.sampleCount()).isEqualTo(3);
    assertThat(point.sum()).isEqualTo(9);
    assertThat(point.average()).isEqualTo(3);
    assertThat(point.minimum()).isEqualTo(1);
    assertThat(point.maximum()).isEqualTo(6);
    assertThat(point.unit()).isEqualTo(StandardUnit.SECONDS);
  }

  @Test
  @Fact({"cloudwatch-021", "cloudwatch-049", "cloudwatch-026", "cloudwatch-048"})
  void periodsGatherWhatLiesInThem() {
    Instant hour = clock.now().truncatedTo(ChronoUnit.HOURS);
    for (int minute : new int[] {7, 1, 3, 12}) {
      put(datum("Jobs", minute).timestamp(hour.plus(minute, ChronoUnit.MINUTES)));
    }
    List<Datapoint> points = statistics("Jobs", 300, hour, hour.plusSeconds(3600));
    assertThat(points).extracting(Datapoint::sum).containsExactly(4.0, 7.0, 12.0);
    assertThat(statistics("Jobs", 86_400, hour, hour.plusSeconds(3600)))
        .extracting(Datapoint::sum)
        .containsExactly(23.0);
  }

  @Test
  @Fact({"cloudwatch-008", "cloudwatch-045", "cloudwatch-007", "cloudwatch-024"})
  void dimensionsAndNamespacesMakeMetrics() {
    put(datum("Hits", 1).dimensions(dimension("Page", "home")));
    put(datum("Hits", 2).dimensions(dimension("Page", "cart")));
    cloudWatch.putMetricData(r -> r.namespace("Other").metricData(datum("Hits", 9).build()));
    Instant from = clock.now().minusSeconds(60);
    Instant to = clock.now().plusSeconds(60);
    assertThat(statistics("Hits", 60, from, to)).isEmpty();
    assertThat(
            cloudWatch
                .getMetricStatistics(
                    r ->
                        r.namespace("App")
                            .metricName("Hits")
                            .dimensions(dimension("Page", "cart"))
                            .startTime(from)
                            .endTime(to)
                            .period(60)
                            .statistics(Statistic.SUM))
                .datapoints())
        .extracting(Datapoint::sum)
        .containsExactly(2.0);
    assertThat(cloudWatch.listMetrics(r -> r.namespace("App")).metrics()).hasSize(2);
    assertThat(
            cloudWatch
                .listMetrics(
                    r ->
                        r.dimensions(
                            List.of(DimensionFilter.builder().name("Page").value("home").build())))
                .metrics())
        .hasSize(1);
    assertThat(cloudWatch.listMetrics(r -> r.metricName("Hits")).metrics())
        .extracting(m -> m.namespace())
        .containsExactly("App", "App", "Other");
  }

  @Test
  @Fact({"cloudwatch-010", "cloudwatch-035", "cloudwatch-036", "cloudwatch-038", "cloudwatch-037"})
  void highResolutionDataAreKeptToTheSecond() {
    Instant minute = clock.now().truncatedTo(ChronoUnit.MINUTES);
    for (int second : new int[] {1, 2, 31}) {
      put(datum("Load", second).storageResolution(1).timestamp(minute.plusSeconds(second)));
    }
    Instant end = minute.plusSeconds(60);
    assertThat(statistics("Load", 1, minute, end))
        .extracting(Datapoint::sum)
        .containsExactly(1.0, 2.0, 31.0);
    assertThat(statistics("Load", 30, minute, end))
        .extracting(Datapoint::sum)
        .containsExactly(3.0, 31.0);
    assertThat(statistics("Load", 60, minute, end))
        .extracting(Datapoint::sum)
        .containsExactly(34.0);
    assertThatThrownBy(() -> put(datum("Load", 1).storageResolution(5)))
        .hasMessageContaining("StorageResolution");
    assertThatThrownBy(() -> statistics("Load", 7, minute, end)).hasMessageContaining("Period");
  }

  @Test
  @Fact({
    "cloudwatch-013",
    "cloudwatch-032",
    "cloudwatch-039",
    "cloudwatch-040",
    "cloudwatch-041",
    "cloudwatch-042"
  })
  void dataBecomeCoarserWithAge() {
    Instant from = clock.now().truncatedTo(ChronoUnit.HOURS);
    Instant to = from.plusSeconds(3600);
    put(datum("Load", 3).storageResolution(1));
    put(datum("Load", 5).storageResolution(1));
    assertThat(statistics("Load", 5, from, to)).hasSize(1);
    clock.advance(Duration.ofHours(4));
    assertThat(statistics("Load", 5, from, to)).isEmpty();
    assertThat(statistics("Load", 60, from, to)).extracting(Datapoint::sum).containsExactly(8.0);
    clock.advance(Duration.ofDays(15));
    assertThat(statistics("Load", 60, from, to)).isEmpty();
    assertThat(statistics("Load", 300, from, to)).extracting(Datapoint::sum).containsExactly(8.0);
    assertThat(cloudWatch.listMetrics().metrics()).isEmpty();
    clock.advance(Duration.ofDays(63));
    assertThat(statistics("Load", 300, from, to)).isEmpty();
    assertThat(statistics("Load", 3600, from, to)).extracting(Datapoint::sum).containsExactly(8.0);
    clock.advance(Duration.ofDays(455));
    assertThat(statistics("Load", 3600, from, to)).isEmpty();
  }

  @Test
  @Fact("cloudwatch-044")
  void timesAreWithinTwoWeeksAndTwoHours() {
    put(datum("Old", 1).timestamp(clock.now().minus(Duration.ofDays(13))));
    put(datum("New", 1).timestamp(clock.now().plus(Duration.ofMinutes(119))));
    assertThatThrownBy(() -> put(datum("Old", 1).timestamp(clock.now().minus(Duration.ofDays(15)))))
        .satisfies(e -> isError(e, "InvalidParameterValue"));
    assertThatThrownBy(() -> put(datum("New", 1).timestamp(clock.now().plus(Duration.ofHours(3)))))
        .satisfies(e -> isError(e, "InvalidParameterValue"));
  }

  @Test
  @Fact("cloudwatch-047")
  void percentilesNeedValues() {
    List<Double> values = IntStream.rangeClosed(1, 100).mapToObj(i -> (double) i).toList();
    put(MetricDatum.builder().metricName("Spread").values(values));
    put(
        MetricDatum.builder()
            .metricName("Set")
            .statisticValues(s -> s.sampleCount(10.0).sum(50.0).minimum(1.0).maximum(9.0)));
    assertThat(extended("Spread", "p50")).isEqualTo(50);
    assertThat(extended("Spread", "p99.9")).isEqualTo(100);
    assertThat(extended("Spread", "tm90")).isEqualTo(45.5);
    assertThat(extended("Spread", "TM(10%:90%)")).isEqualTo(50.5);
    assertThat(extended("Spread", "TC(50:60)")).isEqualTo(10);
    assertThat(extended("Spread", "PR(:25)")).isEqualTo(25);
    assertThat(extended("Spread", "IQM")).isEqualTo(50.5);
    assertThat(extended("Set", "p50")).isNull();
    Instant from = clock.now().minusSeconds(60);
    assertThat(statistics("Set", 60, from, from.plusSeconds(120)).getFirst().average())
        .isEqualTo(5);
    assertThatThrownBy(() -> extended("Spread", "p101"))
        .satisfies(e -> isError(e, "InvalidParameterValue"));
  }

  @Test
  @Fact({"cloudwatch-025", "cloudwatch-046"})
  void wrongDataAreRefused() {
    assertThatThrownBy(
            () ->
                cloudWatch.putMetricData(
                    r -> r.namespace("AWS/EC2").metricData(datum("X", 1).build())))
        .satisfies(e -> isError(e, "InvalidParameterValue"));
    assertThatThrownBy(() -> put(datum("X", Double.NaN)))
        .satisfies(e -> isError(e, "InvalidParameterValue"));
    assertThatThrownBy(() -> put(datum("X", Math.scalb(1.0, 361))))
        .satisfies(e -> isError(e, "InvalidParameterValue"));
    assertThatThrownBy(() -> put(datum("X", 1).values(1.0)))
        .satisfies(e -> isError(e, "InvalidParameterCombination"));
    assertThatThrownBy(() -> put(MetricDatum.builder().metricName("X")))
        .satisfies(e -> isError(e, "MissingParameter"));
    List<Dimension> dimensions = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      dimensions.add(dimension("d" + i, "v"));
    }
    put(datum("X", 1).dimensions(dimensions));
    dimensions.add(dimension("more", "v"));
    assertThatThrownBy(() -> put(datum("X", 1).dimensions(dimensions)))
        .isInstanceOf(CloudWatchException.class);
    List<MetricDatum> many =
        IntStream.range(0, 1000).mapToObj(i -> datum("X" + i, i).build()).toList();
    cloudWatch.putMetricData(r -> r.namespace("Many").metricData(many));
    List<MetricDatum> tooMany = new ArrayList<>(many);
    tooMany.add(datum("Y", 1).build());
    assertThatThrownBy(() -> cloudWatch.putMetricData(r -> r.namespace("M").metricData(tooMany)))
        .satisfies(e -> isError(e, "InvalidParameterValue"));
    assertThat(cloudWatch.listMetrics(r -> r.namespace("Many")).metrics()).hasSize(500);
    assertThat(cloudWatch.listMetricsPaginator(r -> r.namespace("Many")).metrics()).hasSize(1000);
  }

  @Test
  void recentlyActiveMetricsCanBeListedAlone() {
    put(datum("Before", 1));
    clock.advance(Duration.ofHours(4));
    put(datum("Now", 1));
    assertThat(cloudWatch.listMetrics(r -> r.recentlyActive(RecentlyActive.PT3_H)).metrics())
        .extracting(m -> m.metricName())
        .containsExactly("Now");
    assertThat(cloudWatch.listMetrics().metrics()).hasSize(2);
  }

  private static void isError(Throwable error, String code) {
    assertThat(((CloudWatchException) error).awsErrorDetails().errorCode()).isEqualTo(code);
  }

  private static Dimension dimension(String name, String value) {
    return Dimension.builder().name(name).value(value).build();
  }

  private static MetricDatum.Builder datum(String name, double value) {
    return MetricDatum.builder().metricName(name).value(value);
  }

  private void put(MetricDatum.Builder datum) {
    cloudWatch.putMetricData(r -> r.namespace("App").metricData(datum.build()));
  }

  private List<Datapoint> statistics(String metric, int period, Instant from, Instant to) {
    return cloudWatch
        .getMetricStatistics(
            r ->
                r.namespace("App")
                    .metricName(metric)
                    .startTime(from)
                    .endTime(to)
                    .period(period)
                    .statistics(
                        Statistic.SUM,
                        Statistic.AVERAGE,
                        Statistic.MINIMUM,
                        Statistic.MAXIMUM,
                        Statistic.SAMPLE_COUNT))
        .datapoints()
        .stream()
        .sorted(Comparator.comparing(Datapoint::timestamp))
        .toList();
  }

  private Double extended(String metric, String statistic) {
    List<Datapoint> points =
        cloudWatch
            .getMetricStatistics(
                r ->
                    r.namespace("App")
                        .metricName(metric)
                        .startTime(clock.now().minusSeconds(60))
                        .endTime(clock.now().plusSeconds(60))
                        .period(60)
                        .extendedStatistics(statistic))
            .datapoints();
    return points.isEmpty() ? null : points.getFirst().extendedStatistics().get(statistic);
  }
}
