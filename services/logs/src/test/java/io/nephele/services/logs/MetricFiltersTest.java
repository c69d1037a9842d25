package io.nephele.services.logs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nephele.core.metrics.MetricKey;
import io.nephele.core.metrics.StatisticSet;
import io.nephele.core.time.VirtualClock;
import io.nephele.embedded.Nephele;
import io.nephele.junit.Fact;
import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.InputLogEvent;
import software.amazon.awssdk.services.cloudwatchlogs.model.InvalidParameterException;
import software.amazon.awssdk.services.cloudwatchlogs.model.MetricTransformation;
import software.amazon.awssdk.services.cloudwatchlogs.model.TestMetricFilterResponse;

/** Metrics are made of events. */
@NepheleTest(scope = NepheleTest.Scope.METHOD)
final class MetricFiltersTest {
  @Inject CloudWatchLogsClient logs;
  @Inject Nephele nephele;
  @Inject VirtualClock clock;

  @BeforeEach
  void makeGroup() {
    logs.createLogGroup(r -> r.logGroupName("g"));
    logs.createLogStream(r -> r.logGroupName("g").logStreamName("s"));
  }

  private void put(String message) {
    logs.putLogEvents(
        r ->
            r.logGroupName("g")
                .logStreamName("s")
                .logEvents(
                    InputLogEvent.builder().timestamp(clock.millis()).message(message).build()));
  }

  private StatisticSet statistics(
      String namespace, String metric, Map<String, String> dimensions, String unit) {
    MetricKey key = new MetricKey("000000000000", "us-east-1", namespace, metric, dimensions, unit);
    return nephele.world().metrics().read(key, Instant.EPOCH, Instant.MAX).values().stream()
        .reduce(StatisticSet::plus)
        .orElse(null);
  }

  private void filter(String name, String pattern, MetricTransformation.Builder to) {
    logs.putMetricFilter(
        r ->
            r.logGroupName("g")
                .filterName(name)
                .filterPattern(pattern)
                .metricTransformations(to.metricNamespace("App").metricName(name).build()));
  }

  @Test
  @Fact({"logs-011", "logs-012", "logs-018", "logs-020"})
  void eventsThatMatchFromThenOnAreCounted() {
    put("ERROR before");
    filter("Errors", "ERROR", MetricTransformation.builder().metricValue("1").defaultValue(0.0));
    for (int i = 0; i < 3; i++) {
      put("ERROR " + i);
    }
    put("fine");
    StatisticSet errors = statistics("App", "Errors", Map.of(), "None");
    assertThat(errors.sum()).isEqualTo(3);
    assertThat(errors.sampleCount()).isEqualTo(4);
    assertThat(logs.describeLogGroups().logGroups().getFirst().metricFilterCount()).isEqualTo(1);
    logs.deleteMetricFilter(r -> r.logGroupName("g").filterName("Errors"));
    put("ERROR after");
    assertThat(statistics("App", "Errors", Map.of(), "None").sum()).isEqualTo(3);
    assertThat(logs.describeMetricFilters(r -> r.logGroupName("g")).metricFilters()).isEmpty();
  }

  @Test
  void valuesAndDimensionsAreFoundInEvents() {
    filter(
        "Size",
        "{ $.size = * }",
        MetricTransformation.builder()
            .metricValue("$.size")
            .unit("Bytes")
            .dimensions(Map.of("Host", "$.host")));
    put("{\"size\":7,\"host\":\"a\"}");
    put("{\"size\":8,\"host\":\"a\"}");
    put("{\"size\":9}");
    assertThat(statistics("App", "Size", Map.of("Host", "a"), "Bytes").sum()).isEqualTo(15);
    filter("Field", "[ip, bytes>1]", MetricTransformation.builder().metricValue("$bytes"));
    put("10.0.0.1 33");
    assertThat(statistics("App", "Field", Map.of(), "None").sum()).isEqualTo(33);
    assertThatThrownBy(
            () ->
                filter(
                    "Both",
                    "",
                    MetricTransformation.builder()
                        .metricValue("1")
                        .defaultValue(1.0)
                        .dimensions(Map.of("Host", "$.host"))))
        .isInstanceOf(InvalidParameterException.class);
  }

  @Test
  @Fact("logs-019")
  void patternsAreTried() {
    TestMetricFilterResponse tried =
        logs.testMetricFilter(
            r ->
                r.filterPattern("[..., status=4*, size]")
                    .logEventMessages("a \"b c\" 404 12", "a b 200 12"));
    assertThat(tried.matches()).hasSize(1);
    assertThat(tried.matches().getFirst().eventNumber()).isEqualTo(1);
    assertThat(tried.matches().getFirst().extractedValues())
        .isEqualTo(Map.of("$1", "a", "$2", "b c", "$status", "404", "$size", "12"));
  }

  @Test
  void theEmbeddedFormatMakesMetrics() {
    long ago = clock.millis() - 3_600_000;
    put(
        """
        {"_aws":{"Timestamp":%d,"CloudWatchMetrics":[{"Namespace":"Emf","Dimensions":[["Fn"],[]],
        "Metrics":[{"Name":"Latency","Unit":"Milliseconds"},{"Name":"Many"}]}]},
        "Fn":"f","Latency":12.5,"Many":[1,2]}\
        """
            .formatted(clock.millis()));
    put(
        """
        {"_aws":{"Timestamp":%d,"CloudWatchMetrics":[{"Namespace":"Emf","Metrics":[{"Name":"Old",
        "StorageResolution":1}]}]},"Old":7}\
        """
            .formatted(ago));
    put("{\"_aws\":{\"CloudWatchMetrics\":[");
    put("{\"_aws\":{\"CloudWatchMetrics\":[]},\"Latency\":1}");
    assertThat(statistics("Emf", "Latency", Map.of("Fn", "f"), "Milliseconds").sum())
        .isEqualTo(12.5);
    assertThat(statistics("Emf", "Many", Map.of(), "None").sampleCount()).isEqualTo(2);
    assertThat(
            statistics("AWS/Logs", "IncomingLogEvents", Map.of("LogGroupName", "g"), "None").sum())
        .isEqualTo(4);
    for (String errors : List.of("EMFParsingErrors", "EMFValidationErrors")) {
      assertThat(statistics("AWS/Logs", errors, Map.of("LogGroupName", "g"), "Count").sum())
          .isEqualTo(1);
    }
    MetricKey old = new MetricKey("000000000000", "us-east-1", "Emf", "Old", Map.of(), "None");
    assertThat(
            nephele
                .world()
                .metrics()
                .read(old, Instant.ofEpochMilli(ago - 60_000), Instant.ofEpochMilli(ago + 60_000)))
        .hasSize(1);
  }
}
