package io.nephele.services.cloudwatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nephele.core.time.VirtualClock;
import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.CloudWatchException;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.GetMetricDataResponse;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataQuery;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataResult;
import software.amazon.awssdk.services.cloudwatch.model.MetricDatum;
import software.amazon.awssdk.services.cloudwatch.model.ScanBy;

/** Queries for data of several metrics, metric math, searches and SQL. */
@NepheleTest(scope = NepheleTest.Scope.METHOD)
final class GetMetricDataTest {
  @Inject CloudWatchClient cloudWatch;
  @Inject VirtualClock clock;

  private Instant start;

  /** Host a has 1, 2, 3 and host b 10, none, 30, a minute apart. */
  @BeforeEach
  void put() {
    start = clock.now().truncatedTo(ChronoUnit.HOURS).minus(1, ChronoUnit.HOURS);
    List<MetricDatum> data = new ArrayList<>();
    for (int minute = 0; minute < 3; minute++) {
      data.add(datum("a", minute + 1, minute));
      if (minute != 1) {
        data.add(datum("b", 10 * (minute + 1), minute));
      }
    }
    cloudWatch.putMetricData(r -> r.namespace("App").metricData(data));
  }

  @Test
  void resultsComeNewestFirstAndInPages() {
    GetMetricDataResponse first =
        cloudWatch.getMetricData(
            r ->
                r.startTime(start)
                    .endTime(start.plusSeconds(180))
                    .metricDataQueries(metric("m1", "a"))
                    .maxDatapoints(2));
    assertThat(first.metricDataResults().getFirst().values()).containsExactly(3.0, 2.0);
    assertThat(first.nextToken()).isNotNull();
    GetMetricDataResponse second =
        cloudWatch.getMetricData(
            r ->
                r.startTime(start)
                    .endTime(start.plusSeconds(180))
                    .metricDataQueries(metric("m1", "a"))
                    .maxDatapoints(2)
                    .nextToken(first.nextToken()));
    assertThat(second.metricDataResults().getFirst().values()).containsExactly(1.0);
    assertThat(second.metricDataResults().getFirst().timestamps()).containsExactly(start);
    assertThat(second.nextToken()).isNull();
  }

  @Test
  void expressionsAreComputedPointByPoint() {
    assertThat(values("m1 + m2")).containsExactly(11.0, 33.0);
    assertThat(values("-m1 ^ 2 * 2")).containsExactly(-2.0, -8.0, -18.0);
    assertThat(values("(m1 + 1) / (m1 - 1)")).containsExactly(3.0, 2.0);
    assertThat(values("SUM([m1, m2])")).containsExactly(11.0, 2.0, 33.0);
    assertThat(values("SUM(METRICS())")).containsExactly(11.0, 2.0, 33.0);
    assertThat(values("m1 - AVG(m1)")).containsExactly(-1.0, 0.0, 1.0);
    assertThat(values("FILL(m2, 0)")).containsExactly(10.0, 0.0, 30.0);
    assertThat(values("FILL(m2, REPEAT)")).containsExactly(10.0, 10.0, 30.0);
    assertThat(values("FILL(m2, LINEAR)")).containsExactly(10.0, 20.0, 30.0);
    assertThat(values("IF(m1 > 1, m1, 0)")).containsExactly(0.0, 2.0, 3.0);
    assertThat(values("m1 >= 2 AND m1 < 3")).containsExactly(0.0, 1.0, 0.0);
    assertThat(values("DIFF(m2)")).containsExactly(20.0);
    assertThat(values("RATE(m1) * PERIOD(m1)")).containsExactly(1.0, 1.0);
    assertThat(values("RUNNING_SUM(m1)")).containsExactly(1.0, 3.0, 6.0);
    assertThat(values("TIME_SERIES(MAX(m1))")).containsExactly(3.0, 3.0, 3.0);
    assertThat(values("CEIL(m1 / 2) + FLOOR(m1 / 2) + ABS(-m1)")).containsExactly(2.0, 4.0, 6.0);
    assertThat(values("SLICE(SORT([m1, m2], MAX, DESC), 0)")).containsExactly(10.0, 30.0);
    for (String wrong : new String[] {"m1 +", "m9", "AVG(m1)", "NOPE(m1)", "e1"}) {
      assertThatThrownBy(() -> values(wrong))
          .isInstanceOf(CloudWatchException.class)
          .hasMessageContaining("Error in expression 'e1'");
    }
    assertThatThrownBy(() -> values("(".repeat(500) + "m1" + ")".repeat(500)))
        .hasMessageContaining("nested");
  }

  @Test
  void searchesFindMetrics() {
    assertThat(results("SEARCH('{App,Host} MetricName=\"Load\"', 'Sum', 60)"))
        .extracting(MetricDataResult::label)
        .containsExactly("a Load", "b Load");
    assertThat(results("SEARCH('{App,Host} NOT Host=\"a\"', 'Sum', 60)")).hasSize(1);
    assertThat(results("SEARCH('{Other,Host} load', 'Sum', 60)")).isEmpty();
    assertThat(values("SUM(SEARCH('load', 'Sum', 60))")).containsExactly(11.0, 2.0, 33.0);
  }

  @Test
  void queriesInSqlGroupAndOrder() {
    List<MetricDataResult> hosts =
        results("SELECT MAX(Load) FROM SCHEMA(App, Host) GROUP BY Host ORDER BY MAX() DESC");
    assertThat(hosts).extracting(MetricDataResult::label).containsExactly("b", "a");
    assertThat(values("SELECT SUM(Load) FROM App WHERE Host != 'b'"))
        .containsExactly(1.0, 2.0, 3.0);
    assertThat(results("SELECT SUM(Load) FROM App GROUP BY Host LIMIT 1")).hasSize(1);
    assertThatThrownBy(() -> results("SELECT Load FROM App"))
        .isInstanceOf(CloudWatchException.class);
  }

  @Test
  void labelsAreFilledIn() {
    assertThat(label("${LABEL} up to ${MAX}")).isEqualTo("Load up to 3");
    assertThat(label("${PROP('Namespace')}/${PROP('Stat')} of ${PROP('Dim.Host')}${PROP('No')}"))
        .isEqualTo("App/Sum of a");
    assertThat(label("${MAX_TIME}"))
        .isEqualTo(start.plusSeconds(120).toString().replace("T", " ").replace("Z", " UTC"));
  }

  private String label(String label) {
    return cloudWatch
        .getMetricData(
            r ->
                r.startTime(start)
                    .endTime(start.plusSeconds(180))
                    .metricDataQueries(metric("m1", "a").toBuilder().label(label).build()))
        .metricDataResults()
        .getFirst()
        .label();
  }

  private List<Double> values(String expression) {
    return results(expression).getFirst().values();
  }

  private List<MetricDataResult> results(String expression) {
    return cloudWatch
        .getMetricData(
            r ->
                r.startTime(start)
                    .endTime(start.plusSeconds(180))
                    .scanBy(ScanBy.TIMESTAMP_ASCENDING)
                    .metricDataQueries(
                        metric("m1", "a").toBuilder().returnData(false).build(),
                        metric("m2", "b").toBuilder().returnData(false).build(),
                        MetricDataQuery.builder()
                            .id("e1")
                            .expression(expression)
                            .period(60)
                            .build()))
        .metricDataResults();
  }

  private static MetricDataQuery metric(String id, String host) {
    return MetricDataQuery.builder()
        .id(id)
        .metricStat(
            s ->
                s.metric(m -> m.namespace("App").metricName("Load").dimensions(host(host)))
                    .period(60)
                    .stat("Sum"))
        .build();
  }

  private static Dimension host(String name) {
    return Dimension.builder().name("Host").value(name).build();
  }

  private MetricDatum datum(String host, double value, int minute) {
    return MetricDatum.builder()
        .metricName("Load")
        .dimensions(host(host))
        .value(value)
        .timestamp(start.plus(minute, ChronoUnit.MINUTES))
        .build();
  }
}
