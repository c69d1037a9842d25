package io.nephele.services.cloudwatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nephele.core.time.VirtualClock;
import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.AnomalyDetector;
import software.amazon.awssdk.services.cloudwatch.model.AnomalyDetectorStateValue;
import software.amazon.awssdk.services.cloudwatch.model.AnomalyDetectorType;
import software.amazon.awssdk.services.cloudwatch.model.CloudWatchException;
import software.amazon.awssdk.services.cloudwatch.model.ComparisonOperator;
import software.amazon.awssdk.services.cloudwatch.model.MetricAlarm;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataQuery;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataResult;
import software.amazon.awssdk.services.cloudwatch.model.MetricDatum;
import software.amazon.awssdk.services.cloudwatch.model.Range;
import software.amazon.awssdk.services.cloudwatch.model.ResourceNotFoundException;
import software.amazon.awssdk.services.cloudwatch.model.ScanBy;
import software.amazon.awssdk.services.cloudwatch.model.StateValue;

/** Bands learn the hours of the day; alarms look whether metrics leave them. */
@NepheleTest(scope = NepheleTest.Scope.METHOD)
final class AnomalyDetectorsTest {
  @Inject CloudWatchClient cloudWatch;
  @Inject VirtualClock clock;

  /** Ten days, in which each hour has about its own number, one more and one less by turns. */
  private Instant learn() {
    Instant next = clock.now().truncatedTo(ChronoUnit.DAYS).plus(1, ChronoUnit.DAYS);
    clock.advance(Duration.between(clock.now(), next));
    List<MetricDatum> data = new ArrayList<>();
    for (int hour = 1; hour <= 240; hour++) {
      Instant time = next.minus(hour, ChronoUnit.HOURS);
      double wobble = hour / 24 % 2 == 0 ? 1 : -1;
      data.add(datum(100 + ofDay(time) * 10 + wobble, time));
    }
    cloudWatch.putMetricData(r -> r.namespace("App").metricData(data));
    return next;
  }

  private static int ofDay(Instant time) {
    return time.atZone(ZoneOffset.UTC).getHour();
  }

  private static MetricDatum datum(double value, Instant time) {
    return MetricDatum.builder().metricName("Load").value(value).timestamp(time).build();
  }

  private static MetricDataQuery load() {
    return MetricDataQuery.builder()
        .id("m1")
        .metricStat(
            s -> s.metric(m -> m.namespace("App").metricName("Load")).period(3600).stat("Average"))
        .build();
  }

  private static MetricDataQuery band() {
    return MetricDataQuery.builder().id("ad1").expression("ANOMALY_DETECTION_BAND(m1, 3)").build();
  }

  private List<MetricDataResult> bands(Instant from, int hours) {
    return cloudWatch
        .getMetricData(
            r ->
                r.startTime(from)
                    .endTime(from.plus(hours, ChronoUnit.HOURS))
                    .scanBy(ScanBy.TIMESTAMP_ASCENDING)
                    .metricDataQueries(load().toBuilder().returnData(false).build(), band()))
        .metricDataResults();
  }

  @Test
  void bandsFollowTheHoursOfTheDay() {
    Instant day = learn();
    List<MetricDataResult> bands = bands(day.minus(24, ChronoUnit.HOURS), 24);
    assertThat(bands).hasSize(2);
    for (int hour = 0; hour < 24; hour++) {
      double expected = 100 + hour * 10;
      double upper = bands.get(0).values().get(hour);
      double lower = bands.get(1).values().get(hour);
      assertThat(upper).isBetween(expected + 2, expected + 6);
      assertThat(lower).isBetween(expected - 6, expected - 2);
    }
  }

  @Test
  void timesThatAreExcludedAreNotLearnt() {
    Instant day = learn();
    Range excluded =
        Range.builder()
            .startTime(day.minus(300, ChronoUnit.HOURS))
            .endTime(day.minus(25, ChronoUnit.HOURS))
            .build();
    cloudWatch.putAnomalyDetector(
        r ->
            r.singleMetricAnomalyDetector(
                    s -> s.namespace("App").metricName("Load").stat("Average"))
                .configuration(c -> c.excludedTimeRanges(excluded)));
    assertThat(bands(day.minus(24, ChronoUnit.HOURS), 8).getFirst().values()).isEmpty();
  }

  @Test
  void alarmsGoOffWhereMetricsLeaveTheBand() {
    Instant day = learn();
    cloudWatch.putMetricAlarm(
        r ->
            r.alarmName("odd")
                .comparisonOperator(
                    ComparisonOperator.LESS_THAN_LOWER_OR_GREATER_THAN_UPPER_THRESHOLD)
                .thresholdMetricId("ad1")
                .evaluationPeriods(1)
                .metrics(load(), band()));
    put(101);
    clock.advance(Duration.ofHours(1));
    assertThat(alarm().stateValue()).isEqualTo(StateValue.OK);
    clock.advance(Duration.ofHours(1));
    // As much as there is in the afternoon, at two in the morning.
    put(250);
    clock.advance(Duration.ofHours(1));
    assertThat(clock.now()).isEqualTo(day.plus(3, ChronoUnit.HOURS));
    assertThat(alarm().stateValue()).isEqualTo(StateValue.ALARM);
    assertThat(alarm().stateReason())
        .startsWith("Thresholds Crossed: 1 out of the last 1 datapoints [250.0 (")
        .contains("was less than the lower thresholds [")
        .contains("] or greater than the upper thresholds [");
    assertThat(alarm().thresholdMetricId()).isEqualTo("ad1");
    assertThat(alarm().threshold()).isNull();
    assertThatThrownBy(
            () ->
                cloudWatch.putMetricAlarm(
                    r ->
                        r.alarmName("odd")
                            .comparisonOperator(ComparisonOperator.GREATER_THAN_UPPER_THRESHOLD)
                            .thresholdMetricId("m1")
                            .evaluationPeriods(1)
                            .metrics(load(), band())))
        .isInstanceOf(CloudWatchException.class)
        .hasMessageContaining("ANOMALY_DETECTION_BAND");
  }

  private void put(double value) {
    cloudWatch.putMetricData(r -> r.namespace("App").metricData(datum(value, clock.now())));
  }

  private MetricAlarm alarm() {
    return cloudWatch.describeAlarms(r -> r.alarmNames("odd")).metricAlarms().getFirst();
  }

  @Test
  void detectorsAreKept() {
    learn();
    cloudWatch.putAnomalyDetector(
        r ->
            r.singleMetricAnomalyDetector(
                s -> s.namespace("App").metricName("Load").stat("Average")));
    cloudWatch.putAnomalyDetector(
        r ->
            r.singleMetricAnomalyDetector(s -> s.namespace("App").metricName("Other").stat("Sum")));
    cloudWatch.putAnomalyDetector(
        r ->
            r.metricMathAnomalyDetector(
                m ->
                    m.metricDataQueries(
                        load().toBuilder().returnData(false).build(),
                        MetricDataQuery.builder().id("e1").expression("m1 * 2").build())));
    assertThat(cloudWatch.describeAnomalyDetectors(r -> {}).anomalyDetectors())
        .extracting(AnomalyDetector::stateValue)
        .containsExactly(
            AnomalyDetectorStateValue.TRAINED, AnomalyDetectorStateValue.TRAINED_INSUFFICIENT_DATA);
    assertThat(
            cloudWatch
                .describeAnomalyDetectors(
                    r -> r.anomalyDetectorTypes(AnomalyDetectorType.METRIC_MATH))
                .anomalyDetectors())
        .singleElement()
        .satisfies(
            each -> assertThat(each.metricMathAnomalyDetector().metricDataQueries()).hasSize(2));
    assertThat(
            cloudWatch.describeAnomalyDetectorsPaginator(r -> r.maxResults(1)).anomalyDetectors())
        .hasSize(2);
    cloudWatch.deleteAnomalyDetector(
        r ->
            r.singleMetricAnomalyDetector(s -> s.namespace("App").metricName("Other").stat("Sum")));
    assertThatThrownBy(
            () ->
                cloudWatch.deleteAnomalyDetector(
                    r ->
                        r.singleMetricAnomalyDetector(
                            s -> s.namespace("App").metricName("Other").stat("Sum"))))
        .isInstanceOf(ResourceNotFoundException.class);
    assertThatThrownBy(() -> cloudWatch.putAnomalyDetector(r -> {}))
        .isInstanceOf(CloudWatchException.class);
  }
}
