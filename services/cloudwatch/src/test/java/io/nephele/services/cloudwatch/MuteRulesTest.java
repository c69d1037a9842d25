package io.nephele.services.cloudwatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.nephele.core.json.JsonText;
import io.nephele.core.time.VirtualClock;
import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.AlarmHistoryItem;
import software.amazon.awssdk.services.cloudwatch.model.ComparisonOperator;
import software.amazon.awssdk.services.cloudwatch.model.HistoryItemType;
import software.amazon.awssdk.services.cloudwatch.model.StateValue;
import software.amazon.awssdk.services.cloudwatch.model.Statistic;
import software.amazon.awssdk.services.cloudwatch.model.Tag;
import software.amazon.awssdk.services.sns.SnsClient;

/** Rules that keep alarms from acting. */
@NepheleTest(scope = NepheleTest.Scope.METHOD)
final class MuteRulesTest {
  @Inject CloudWatchClient cloudWatch;
  @Inject SnsClient sns;
  @Inject VirtualClock clock;
  @Inject URI endpoint;

  /** Makes a call that the SDK does not know yet. */
  private Map<?, ?> call(String operation, Map<String, Object> input) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(endpoint.resolve("/"))
            .header("Content-Type", "application/x-amz-json-1.0")
            .header("X-Amz-Target", "GraniteServiceVersion20100801." + operation)
            .header(
                "Authorization",
                "AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/monitoring/aws4_request,"
                    + " SignedHeaders=host, Signature=0")
            .POST(HttpRequest.BodyPublishers.ofString(JsonText.write(input)))
            .build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      String body = client.send(request, HttpResponse.BodyHandlers.ofString()).body();
      return body.isEmpty() ? Map.of() : (Map<?, ?>) JsonText.parse(body);
    }
  }

  @Test
  void mutedAlarmsActWhenTheRuleEnds() throws Exception {
    alarm("one");
    alarm("two");
    alarm("three");
    Instant start = clock.now().truncatedTo(ChronoUnit.MINUTES).plus(10, ChronoUnit.MINUTES);
    put("night", "at(" + start.toString().substring(0, 16) + ")", "one", "two");
    assertThat(get("night").get("Status")).isEqualTo("SCHEDULED");
    clock.advance(Duration.ofMinutes(11));
    assertThat(get("night").get("Status")).isEqualTo("ACTIVE");
    for (String name : List.of("one", "two", "three")) {
      set(name, StateValue.OK);
      set(name, StateValue.ALARM);
    }
    set("two", StateValue.INSUFFICIENT_DATA);
    clock.advance(Duration.ofMinutes(30));
    assertThat(actions("one")).isEmpty();
    assertThat(actions("three")).hasSize(1);
    clock.advance(Duration.ofMinutes(30));
    assertThat(actions("one")).hasSize(1);
    // It was in no other state before.
    assertThat(actions("two")).isEmpty();
    assertThat(get("night").get("Status")).isEqualTo("EXPIRED");
  }

  @Test
  void alarmsActWhenTheirRuleIsDeleted() throws Exception {
    alarm("one");
    put("always", "cron(* * * * *)", "one");
    clock.advance(Duration.ofMinutes(1));
    set("one", StateValue.ALARM);
    clock.advance(Duration.ofMinutes(90));
    assertThat(actions("one")).isEmpty();
    call("DeleteAlarmMuteRule", Map.of("AlarmMuteRuleName", "always"));
    clock.advance(Duration.ofSeconds(1));
    assertThat(actions("one")).hasSize(1);
  }

  @Test
  void rulesAreListedTaggedAndDeleted() throws Exception {
    put("weekend", "cron(0 8 * * 6-7)", "one");
    put("daily", "cron(30 23 * * *)", "two");
    Map<?, ?> page = call("ListAlarmMuteRules", Map.of("MaxRecords", 1));
    assertThat((List<?>) page.get("AlarmMuteRuleSummaries")).hasSize(1);
    assertThat(
            (List<?>)
                call("ListAlarmMuteRules", Map.of("NextToken", page.get("NextToken")))
                    .get("AlarmMuteRuleSummaries"))
        .hasSize(1);
    List<?> ofOne =
        (List<?>)
            call("ListAlarmMuteRules", Map.of("AlarmName", "one")).get("AlarmMuteRuleSummaries");
    assertThat(ofOne).hasSize(1);
    assertThat(((Map<?, ?>) ofOne.getFirst()).get("MuteType")).isEqualTo("RECURRING");
    String arn = (String) get("daily").get("AlarmMuteRuleArn");
    assertThat(arn).isEqualTo("arn:aws:cloudwatch:us-east-1:000000000000:alarm-mute-rule:daily");
    cloudWatch.tagResource(
        r -> r.resourceARN(arn).tags(Tag.builder().key("team").value("red").build()));
    assertThat(cloudWatch.listTagsForResource(r -> r.resourceARN(arn)).tags()).hasSize(1);
    call("DeleteAlarmMuteRule", Map.of("AlarmMuteRuleName", "daily"));
    assertThat((String) get("daily").get("__type")).contains("ResourceNotFoundException");
    for (String wrong : List.of("rate(1 day)", "cron(0 8 1 * 6)", "cron(0 25 * * *)", "at(soon)")) {
      assertThat(put("wrong", wrong, "one").values().toString()).contains("Expression");
    }
  }

  private Map<?, ?> put(String name, String schedule, String... alarms) throws Exception {
    return call(
        "PutAlarmMuteRule",
        Map.of(
            "Name",
            name,
            "Rule",
            Map.of("Schedule", Map.of("Expression", schedule, "Duration", "PT1H")),
            "MuteTargets",
            Map.of("AlarmNames", List.of(alarms))));
  }

  private Map<?, ?> get(String rule) throws Exception {
    return call("GetAlarmMuteRule", Map.of("AlarmMuteRuleName", rule));
  }

  private void alarm(String name) {
    String topic = sns.createTopic(r -> r.name("ops")).topicArn();
    cloudWatch.putMetricAlarm(
        r ->
            r.alarmName(name)
                .namespace("App")
                .metricName("Load")
                .statistic(Statistic.MAXIMUM)
                .period(60)
                .evaluationPeriods(1)
                .threshold(5.0)
                .treatMissingData("ignore")
                .alarmActions(topic)
                .comparisonOperator(ComparisonOperator.GREATER_THAN_THRESHOLD));
  }

  private void set(String name, StateValue state) {
    cloudWatch.setAlarmState(r -> r.alarmName(name).stateValue(state).stateReason("by hand"));
  }

  private List<AlarmHistoryItem> actions(String alarm) {
    return cloudWatch
        .describeAlarmHistory(r -> r.alarmName(alarm).historyItemType(HistoryItemType.ACTION))
        .alarmHistoryItems();
  }
}
