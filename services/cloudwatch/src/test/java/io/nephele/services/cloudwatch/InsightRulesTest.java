package io.nephele.services.cloudwatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.nephele.core.time.VirtualClock;
import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.CloudWatchException;
import software.amazon.awssdk.services.cloudwatch.model.GetInsightRuleReportResponse;
import software.amazon.awssdk.services.cloudwatch.model.InsightRuleContributor;
import software.amazon.awssdk.services.cloudwatch.model.InsightRuleMetricDatapoint;
import software.amazon.awssdk.services.cloudwatch.model.ResourceNotFoundException;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.InputLogEvent;

/** Reports of who contributes most to log events. */
@NepheleTest(scope = NepheleTest.Scope.METHOD)
final class InsightRulesTest {
  private static final String BYTES =
      """
      {"Schema":{"Name":"CloudWatchLogRule","Version":1},"LogGroupNames":["web*"],
      "LogFormat":"JSON","Contribution":{"Keys":["$.ip"],"ValueOf":"$.bytes","Filters":
      [{"Match":"$.request.method","In":["PUT","POST"]},{"Match":"$.bytes","GreaterThan":5}]},
      "AggregateOn":"Sum"}\
      """;

  @Inject CloudWatchClient cloudWatch;
  @Inject CloudWatchLogsClient logs;
  @Inject VirtualClock clock;

  private Instant start;

  @BeforeEach
  void makeGroups() {
    start = clock.now();
    for (String group : List.of("web-a", "web-b", "other")) {
      logs.createLogGroup(r -> r.logGroupName(group));
      logs.createLogStream(r -> r.logGroupName(group).logStreamName("s"));
    }
  }

  private void put(String group, String message) {
    logs.putLogEvents(
        r ->
            r.logGroupName(group)
                .logStreamName("s")
                .logEvents(
                    InputLogEvent.builder().timestamp(clock.millis()).message(message).build()));
  }

  private void request(String group, String ip, String method, int bytes) {
    put(
        group,
        "{\"ip\":\"%s\",\"request\":{\"method\":\"%s\"},\"bytes\":%d}"
            .formatted(ip, method, bytes));
  }

  private GetInsightRuleReportResponse report(String rule) {
    return cloudWatch.getInsightRuleReport(
        r ->
            r.ruleName(rule)
                .startTime(start)
                .endTime(clock.now().plusSeconds(1))
                .period(60)
                .metrics("UniqueContributors", "MaxContributorValue", "SampleCount", "Average"));
  }

  @Test
  void valuesAreAddedUp() {
    request("web-a", "9.9.9.9", "PUT", 1000);
    clock.advance(Duration.ofSeconds(1));
    cloudWatch.putInsightRule(r -> r.ruleName("bytes").ruleDefinition(BYTES));
    request("web-a", "1.1.1.1", "PUT", 10);
    request("web-b", "2.2.2.2", "POST", 30);
    request("web-b", "2.2.2.2", "GET", 500);
    request("web-b", "2.2.2.2", "PUT", 5);
    request("other", "1.1.1.1", "PUT", 500);
    clock.advance(Duration.ofMinutes(1));
    request("web-a", "1.1.1.1", "PUT", 40);
    GetInsightRuleReportResponse report = report("bytes");
    assertThat(report.keyLabels()).containsExactly("$.ip");
    assertThat(report.aggregationStatistic()).isEqualTo("Sum");
    assertThat(report.aggregateValue()).isEqualTo(80);
    assertThat(report.approximateUniqueCount()).isEqualTo(2);
    assertThat(report.contributors())
        .extracting(InsightRuleContributor::keys)
        .containsExactly(List.of("1.1.1.1"), List.of("2.2.2.2"));
    assertThat(report.contributors().getFirst().approximateAggregateValue()).isEqualTo(50);
    assertThat(report.contributors().getFirst().datapoints()).hasSize(2);
    assertThat(report.metricDatapoints())
        .extracting(
            InsightRuleMetricDatapoint::uniqueContributors,
            InsightRuleMetricDatapoint::maxContributorValue,
            InsightRuleMetricDatapoint::sampleCount,
            InsightRuleMetricDatapoint::average,
            InsightRuleMetricDatapoint::sum)
        .containsExactly(tuple(2.0, 30.0, 2.0, 20.0, null), tuple(1.0, 40.0, 1.0, 40.0, null));
  }

  @Test
  void wordsAreCountedWhileTheRuleIsEnabled() {
    cloudWatch.putInsightRule(
        r ->
            r.ruleName("codes")
                .ruleDefinition(
                    """
                    {"Schema":{"Name":"CloudWatchLogRule","Version":1},"LogGroupNames":["web-a"],
                    "LogFormat":"CLF","Fields":{"4":"Code","3":"Request"},"Contribution":{"Keys":
                    ["Code"],"Filters":[{"Match":"Request","StartsWith":["GET "]}]},
                    "AggregateOn":"Count"}\
                    """));
    String line = "host [01/Jan/2026 00:00:00] \"%s /x HTTP/1.1\" %d";
    put("web-a", line.formatted("GET", 200));
    put("web-a", line.formatted("GET", 404));
    put("web-a", line.formatted("GET", 404));
    put("web-a", line.formatted("PUT", 404));
    clock.advance(Duration.ofSeconds(1));
    assertThat(cloudWatch.disableInsightRules(r -> r.ruleNames("codes", "none")).failures())
        .singleElement()
        .satisfies(failure -> assertThat(failure.failureResource()).isEqualTo("none"));
    put("web-a", line.formatted("GET", 500));
    clock.advance(Duration.ofSeconds(1));
    cloudWatch.enableInsightRules(r -> r.ruleNames("codes"));
    put("web-a", line.formatted("GET", 200));
    put("web-a", line.formatted("GET", 200));
    assertThat(report("codes").contributors())
        .extracting(each -> each.keys().getFirst() + "=" + each.approximateAggregateValue())
        .containsExactly("200=3.0", "404=2.0");
  }

  @Test
  void rulesAreListedAndDeleted() {
    cloudWatch.putInsightRule(r -> r.ruleName("a").ruleState("DISABLED").ruleDefinition(BYTES));
    cloudWatch.putInsightRule(r -> r.ruleName("b").ruleDefinition(BYTES));
    assertThat(cloudWatch.describeInsightRulesPaginator(r -> r.maxResults(1)).stream())
        .extracting(page -> page.insightRules().getFirst().state())
        .containsExactly("DISABLED", "ENABLED");
    assertThat(cloudWatch.deleteInsightRules(r -> r.ruleNames("a")).failures()).isEmpty();
    assertThatThrownBy(() -> report("a")).isInstanceOf(ResourceNotFoundException.class);
    for (String wrong :
        List.of(
            "no JSON",
            BYTES.replace("CloudWatchLogRule", "ServiceLogRule"),
            BYTES.replace("\"ValueOf\":\"$.bytes\",", ""),
            BYTES.replace("GreaterThan", "Above"),
            BYTES.replace("\"Sum\"", "\"Most\""))) {
      assertThatThrownBy(
              () -> cloudWatch.putInsightRule(r -> r.ruleName("c").ruleDefinition(wrong)))
          .isInstanceOf(CloudWatchException.class)
          .hasMessageContaining("The rule definition is not valid");
    }
  }
}
