package io.nephele.services.events;

import static org.assertj.core.api.Assertions.assertThat;

import io.nephele.api.cloudwatch.Cloudwatch;
import io.nephele.api.cloudwatch.PutMetricAlarmInput;
import io.nephele.api.cloudwatch.SetAlarmStateInput;
import io.nephele.core.identity.Principal;
import io.nephele.core.json.JsonText;
import io.nephele.core.partition.Region;
import io.nephele.core.partition.Regions;
import io.nephele.core.time.VirtualClock;
import io.nephele.embedded.Nephele;
import io.nephele.junit.Fact;
import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.sqs.SqsClient;

/** What CloudWatch's alarms tell the default bus. */
@NepheleTest(scope = NepheleTest.Scope.METHOD)
final class AlarmEventsTest {
  private static final String ARN = "arn:aws:cloudwatch:us-east-1:000000000000:alarm:load";

  @Inject EventBridgeClient events;
  @Inject SqsClient sqs;
  @Inject Nephele nephele;
  @Inject VirtualClock clock;

  @Test
  @Fact("cloudwatch-056")
  void alarmsTellOfTheirStates() {
    Inbox inbox = Inbox.create(sqs, "inbox");
    inbox.listen(
        events,
        "alarms",
        "{\"source\":[\"aws.cloudwatch\"],\"detail-type\":[\"CloudWatch Alarm State Change\"],"
            + "\"detail\":{\"state\":{\"value\":[\"ALARM\"]}}}");
    Inbox changes = Inbox.create(sqs, "changes");
    changes.listen(
        events, "changes", "{\"detail-type\":[\"CloudWatch Alarm Configuration Change\"]}");
    Region region = Regions.find("us-east-1");
    Principal caller = Principal.root(region.partition(), "000000000000");
    nephele
        .world()
        .call(
            Cloudwatch.PutMetricAlarm,
            new PutMetricAlarmInput()
                .alarmName("load")
                .namespace("App")
                .metricName("Load")
                .statistic("Sum")
                .period(60)
                .evaluationPeriods(1)
                .threshold(1.0)
                .comparisonOperator("GreaterThanThreshold"),
            caller,
            region);
    for (String state : List.of("OK", "ALARM")) {
      nephele
          .world()
          .call(
              Cloudwatch.SetAlarmState,
              new SetAlarmStateInput().alarmName("load").stateValue(state).stateReason("by hand"),
              caller,
              region);
    }
    clock.advance(Duration.ofSeconds(1));

    assertThat(changes.bodies())
        .singleElement()
        .asString()
        .contains(
            ARN,
            "\"operation\":\"create\"",
            "\"threshold\":1.0",
            "\"metric\":{\"namespace\":\"App\",\"name\":\"Load\",\"dimensions\":{}}");
    List<String> bodies = inbox.bodies();
    assertThat(bodies).hasSize(1);
    Map<?, ?> event = (Map<?, ?>) JsonText.parse(bodies.getFirst());
    assertThat(event.get("resources")).isEqualTo(List.of(ARN));
    Map<?, ?> detail = (Map<?, ?>) event.get("detail");
    assertThat(detail.get("alarmName")).isEqualTo("load");
    assertThat(((Map<?, ?>) detail.get("state")).get("reason")).isEqualTo("by hand");
    assertThat(((Map<?, ?>) detail.get("previousState")).get("value")).isEqualTo("OK");
  }
}
