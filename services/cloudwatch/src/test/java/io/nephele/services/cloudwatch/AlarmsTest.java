package io.nephele.services.cloudwatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nephele.core.json.JsonText;
import io.nephele.core.time.VirtualClock;
import io.nephele.junit.Fact;
import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.AlarmType;
import software.amazon.awssdk.services.cloudwatch.model.CloudWatchException;
import software.amazon.awssdk.services.cloudwatch.model.ComparisonOperator;
import software.amazon.awssdk.services.cloudwatch.model.HistoryItemType;
import software.amazon.awssdk.services.cloudwatch.model.MetricAlarm;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataQuery;
import software.amazon.awssdk.services.cloudwatch.model.MetricDatum;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricAlarmRequest;
import software.amazon.awssdk.services.cloudwatch.model.StateValue;
import software.amazon.awssdk.services.cloudwatch.model.Statistic;
import software.amazon.awssdk.services.cloudwatch.model.Tag;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** Alarms, evaluated as the clock goes on. */
@NepheleTest(scope = NepheleTest.Scope.METHOD)
final class AlarmsTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  @Inject CloudWatchClient cloudWatch;
  @Inject SnsClient sns;
  @Inject SqsClient sqs;
  @Inject VirtualClock clock;

  @Test
  @Fact({
    "cloudwatch-016",
    "cloudwatch-019",
    "cloudwatch-022",
    "cloudwatch-050",
    "cloudwatch-068",
    "cloudwatch-017",
    "cloudwatch-018"
  })
  void breachesOfMOfNPeriodsAlarm() {
    cloudWatch.putMetricAlarm(alarm("load").evaluationPeriods(3).datapointsToAlarm(2).build());
    assertThat(state("load")).isEqualTo(StateValue.INSUFFICIENT_DATA);
    assertThat(describe("load").stateReason()).isEqualTo("Unchecked: Initial alarm creation");
    for (double value : new double[] {1, 1, 9}) {
      put(value);
      clock.advance(MINUTE);
    }
    assertThat(state("load")).isEqualTo(StateValue.OK);
    put(9);
    clock.advance(MINUTE);
    assertThat(state("load")).isEqualTo(StateValue.ALARM);
    assertThat(describe("load").stateReason())
        .startsWith("Threshold Crossed: 2 out of the last 3 datapoints [9.0 (")
        .endsWith(
            "were greater than the threshold (5.0) (minimum 2 datapoints for OK -> ALARM"
                + " transition).");
    put(1);
    clock.advance(MINUTE);
    put(1);
    clock.advance(MINUTE);
    assertThat(state("load")).isEqualTo(StateValue.OK);
    clock.advance(Duration.ofMinutes(6));
    assertThat(state("load")).isEqualTo(StateValue.INSUFFICIENT_DATA);
    assertThat(
            cloudWatch
                .describeAlarmHistory(
                    r -> r.alarmName("load").historyItemType(HistoryItemType.STATE_UPDATE))
                .alarmHistoryItems())
        .extracting(item -> item.historySummary())
        .containsExactly(
            "Alarm updated from OK to INSUFFICIENT_DATA",
            "Alarm updated from ALARM to OK",
            "Alarm updated from OK to ALARM",
            "Alarm updated from INSUFFICIENT_DATA to OK");
  }

  @Test
  void missingDataAreTreatedAsAsked() {
    for (String treatment : List.of("breaching", "notBreaching", "ignore", "missing")) {
      cloudWatch.putMetricAlarm(
          alarm(treatment).evaluationPeriods(2).treatMissingData(treatment).build());
    }
    put(9);
    clock.advance(MINUTE);
    put(9);
    clock.advance(MINUTE);
    for (MetricAlarm alarm : cloudWatch.describeAlarms().metricAlarms()) {
      assertThat(alarm.stateValue()).isEqualTo(StateValue.ALARM);
    }
    clock.advance(Duration.ofMinutes(10));
    assertThat(state("breaching")).isEqualTo(StateValue.ALARM);
    assertThat(state("notBreaching")).isEqualTo(StateValue.OK);
    assertThat(state("ignore")).isEqualTo(StateValue.ALARM);
    assertThat(state("missing")).isEqualTo(StateValue.INSUFFICIENT_DATA);
  }

  @Test
  @Fact({"cloudwatch-020", "cloudwatch-052", "cloudwatch-058", "cloudwatch-059"})
  void topicsAreToldOfChangesOnce() {
    String topic = sns.createTopic(r -> r.name("ops")).topicArn();
    String queue = queue("mail");
    sns.subscribe(
        r ->
            r.topicArn(topic)
                .protocol("sqs")
                .endpoint("arn:aws:sqs:us-east-1:000000000000:mail")
                .attributes(Map.of("RawMessageDelivery", "true")));
    cloudWatch.putMetricAlarm(alarm("load").evaluationPeriods(1).alarmActions(topic).build());
    for (int i = 0; i < 4; i++) {
      put(9);
      clock.advance(MINUTE);
    }
    List<Message> messages = receive(queue);
    assertThat(messages).hasSize(1);
    Map<?, ?> message = (Map<?, ?>) JsonText.parse(messages.getFirst().body());
    assertThat(message.get("AlarmName")).isEqualTo("load");
    assertThat(message.get("NewStateValue")).isEqualTo("ALARM");
    assertThat(message.get("OldStateValue")).isEqualTo("INSUFFICIENT_DATA");
    assertThat(message.get("Region")).isEqualTo("US East (N. Virginia)");
    assertThat(((Map<?, ?>) message.get("Trigger")).get("MetricName")).isEqualTo("Load");
    assertThat(
            cloudWatch
                .describeAlarmHistory(
                    r -> r.alarmName("load").historyItemType(HistoryItemType.ACTION))
                .alarmHistoryItems())
        .extracting(item -> item.historySummary())
        .containsExactly("Successfully executed action " + topic);
    cloudWatch.disableAlarmActions(r -> r.alarmNames("load"));
    set("load", StateValue.OK);
    set("load", StateValue.ALARM);
    clock.advance(Duration.ofSeconds(1));
    assertThat(receive(queue)).isEmpty();
    cloudWatch.enableAlarmActions(r -> r.alarmNames("load"));
    set("load", StateValue.OK);
    set("load", StateValue.ALARM);
    clock.advance(Duration.ofSeconds(1));
    assertThat(receive(queue)).hasSize(1);
  }

  @Test
  @Fact({"cloudwatch-011", "cloudwatch-057"})
  void highResolutionAlarmsLookEveryTenSeconds() {
    cloudWatch.putMetricAlarm(alarm("fast").period(10).evaluationPeriods(1).build());
    cloudWatch.putMetricData(
        r ->
            r.namespace("App")
                .metricData(
                    MetricDatum.builder()
                        .metricName("Load")
                        .value(9.0)
                        .storageResolution(1)
                        .build()));
    clock.advance(Duration.ofSeconds(10));
    assertThat(state("fast")).isEqualTo(StateValue.ALARM);
    for (int period : new int[] {5, 15}) {
      assertThatThrownBy(() -> cloudWatch.putMetricAlarm(alarm("fast").period(period).build()))
          .hasMessageContaining("Period");
    }
  }

  @Test
  @Fact("cloudwatch-051")
  void expressionsAndOtherAlarmsAreWatched() {
    cloudWatch.putMetricAlarm(
        r ->
            r.alarmName("math")
                .comparisonOperator(ComparisonOperator.GREATER_THAN_THRESHOLD)
                .threshold(10.0)
                .evaluationPeriods(1)
                .metrics(
                    MetricDataQuery.builder().id("e1").expression("m1 * 2").build(),
                    MetricDataQuery.builder()
                        .id("m1")
                        .returnData(false)
                        .metricStat(
                            s ->
                                s.metric(m -> m.namespace("App").metricName("Load"))
                                    .period(60)
                                    .stat("Sum"))
                        .build()));
    cloudWatch.putMetricAlarm(alarm("plain").threshold(100.0).evaluationPeriods(1).build());
    cloudWatch.putCompositeAlarm(
        r -> r.alarmName("both").alarmRule("ALARM(math) AND NOT ALARM(\"plain\")"));
    cloudWatch.putCompositeAlarm(r -> r.alarmName("above").alarmRule("OK(both)"));
    put(6);
    clock.advance(MINUTE);
    assertThat(state("math")).isEqualTo(StateValue.ALARM);
    assertThat(composite("both")).isEqualTo(StateValue.ALARM);
    assertThat(composite("above")).isEqualTo(StateValue.OK);
    set("plain", StateValue.ALARM);
    clock.advance(Duration.ofSeconds(1));
    assertThat(composite("both")).isEqualTo(StateValue.OK);
    assertThat(composite("above")).isEqualTo(StateValue.ALARM);
    assertThatThrownBy(
            () -> cloudWatch.putCompositeAlarm(r -> r.alarmName("c").alarmRule("ALARM(none)")))
        .isInstanceOf(CloudWatchException.class);
    assertThatThrownBy(
            () -> cloudWatch.putCompositeAlarm(r -> r.alarmName("both").alarmRule("OK(above)")))
        .hasMessageContaining("cycle");
  }

  @Test
  void alarmsWatchOneSeries() {
    for (String expression :
        List.of(
            "SELECT MAX(Load) FROM App GROUP BY Host", "SEARCH('{App,Host} Load', 'Sum', 60)")) {
      assertThatThrownBy(
              () ->
                  cloudWatch.putMetricAlarm(
                      r ->
                          r.alarmName("many")
                              .comparisonOperator(ComparisonOperator.GREATER_THAN_THRESHOLD)
                              .threshold(10.0)
                              .evaluationPeriods(1)
                              .metrics(
                                  MetricDataQuery.builder()
                                      .id("q1")
                                      .expression(expression)
                                      .period(60)
                                      .build())))
          .isInstanceOf(CloudWatchException.class);
    }
    assertThatThrownBy(() -> cloudWatch.describeAlarmContributors(r -> r.alarmName("many")))
        .isInstanceOf(CloudWatchException.class);
    cloudWatch.putMetricAlarm(alarm("one").build());
    assertThat(cloudWatch.describeAlarmContributors(r -> r.alarmName("one")).alarmContributors())
        .isEmpty();
  }

  @Test
  void suppressorsHoldActionsBack() {
    String topic = sns.createTopic(r -> r.name("ops")).topicArn();
    String queue = queue("mail");
    sns.subscribe(
        r ->
            r.topicArn(topic)
                .protocol("sqs")
                .endpoint("arn:aws:sqs:us-east-1:000000000000:mail")
                .attributes(Map.of("RawMessageDelivery", "true")));
    cloudWatch.putMetricAlarm(alarm("child").treatMissingData("ignore").build());
    cloudWatch.putMetricAlarm(alarm("deploy").treatMissingData("ignore").build());
    cloudWatch.putCompositeAlarm(
        r ->
            r.alarmName("page")
                .alarmRule("ALARM(child)")
                .alarmActions(topic)
                .actionsSuppressor("deploy")
                .actionsSuppressorWaitPeriod(30)
                .actionsSuppressorExtensionPeriod(60));
    clock.advance(Duration.ofSeconds(1));
    set("child", StateValue.ALARM);
    clock.advance(Duration.ofSeconds(20));
    assertThat(composite("page")).isEqualTo(StateValue.ALARM);
    assertThat(suppressedBy("page")).isEqualTo("WaitPeriod");
    set("deploy", StateValue.ALARM);
    clock.advance(Duration.ofSeconds(60));
    assertThat(suppressedBy("page")).isEqualTo("Alarm");
    assertThat(receive(queue)).isEmpty();
    set("deploy", StateValue.OK);
    clock.advance(Duration.ofSeconds(59));
    assertThat(suppressedBy("page")).isEqualTo("ExtensionPeriod");
    assertThat(receive(queue)).isEmpty();
    clock.advance(Duration.ofSeconds(2));
    assertThat(receive(queue)).hasSize(1);
    assertThat(suppressedBy("page")).isNull();
    set("child", StateValue.OK);
    clock.advance(Duration.ofSeconds(1));
    set("child", StateValue.ALARM);
    clock.advance(Duration.ofSeconds(31));
    assertThat(receive(queue)).hasSize(1);
    assertThatThrownBy(
            () ->
                cloudWatch.putCompositeAlarm(
                    r -> r.alarmName("c").alarmRule("TRUE").actionsSuppressor("deploy")))
        .isInstanceOf(CloudWatchException.class);
  }

  @Test
  void alarmsCanBeListedTaggedAndDeleted() {
    cloudWatch.putMetricAlarm(
        alarm("a1")
            .tags(Tag.builder().key("team").value("blue").build())
            .evaluationPeriods(1)
            .build());
    cloudWatch.putMetricAlarm(alarm("b1").evaluationPeriods(1).build());
    String arn = describe("a1").alarmArn();
    assertThat(arn).isEqualTo("arn:aws:cloudwatch:us-east-1:000000000000:alarm:a1");
    assertThat(cloudWatch.listTagsForResource(r -> r.resourceARN(arn)).tags()).hasSize(1);
    cloudWatch.untagResource(r -> r.resourceARN(arn).tagKeys("team"));
    assertThat(cloudWatch.listTagsForResource(r -> r.resourceARN(arn)).tags()).isEmpty();
    assertThat(cloudWatch.describeAlarms(r -> r.alarmNamePrefix("b")).metricAlarms()).hasSize(1);
    assertThat(
            cloudWatch
                .describeAlarmsForMetric(r -> r.namespace("App").metricName("Load"))
                .metricAlarms())
        .hasSize(2);
    assertThat(cloudWatch.describeAlarmsPaginator(r -> r.maxRecords(1)).metricAlarms()).hasSize(2);
    cloudWatch.deleteAlarms(r -> r.alarmNames("a1"));
    assertThat(cloudWatch.describeAlarms().metricAlarms()).hasSize(1);
    assertThatThrownBy(() -> set("a1", StateValue.OK)).isInstanceOf(CloudWatchException.class);
    assertThatThrownBy(
            () ->
                cloudWatch.putMetricAlarm(
                    alarm("x")
                        .evaluationPeriods(1)
                        .alarmActions("arn:aws:automate:us-east-1:ec2:stop")
                        .build()))
        .isInstanceOf(CloudWatchException.class);
  }

  private static PutMetricAlarmRequest.Builder alarm(String name) {
    return PutMetricAlarmRequest.builder()
        .alarmName(name)
        .namespace("App")
        .metricName("Load")
        .statistic(Statistic.MAXIMUM)
        .period(60)
        .evaluationPeriods(1)
        .threshold(5.0)
        .comparisonOperator(ComparisonOperator.GREATER_THAN_THRESHOLD);
  }

  private void put(double value) {
    cloudWatch.putMetricData(
        r ->
            r.namespace("App")
                .metricData(MetricDatum.builder().metricName("Load").value(value).build()));
  }

  private MetricAlarm describe(String name) {
    return cloudWatch.describeAlarms(r -> r.alarmNames(name)).metricAlarms().getFirst();
  }

  private StateValue state(String name) {
    return describe(name).stateValue();
  }

  private StateValue composite(String name) {
    return cloudWatch
        .describeAlarms(r -> r.alarmNames(name).alarmTypes(AlarmType.COMPOSITE_ALARM))
        .compositeAlarms()
        .getFirst()
        .stateValue();
  }

  private String suppressedBy(String name) {
    return cloudWatch
        .describeAlarms(r -> r.alarmNames(name).alarmTypes(AlarmType.COMPOSITE_ALARM))
        .compositeAlarms()
        .getFirst()
        .actionsSuppressedByAsString();
  }

  private void set(String name, StateValue state) {
    cloudWatch.setAlarmState(r -> r.alarmName(name).stateValue(state).stateReason("by hand"));
  }

  private String queue(String name) {
    String policy =
        "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":"
            + "{\"Service\":\"sns.amazonaws.com\"},\"Action\":\"sqs:SendMessage\","
            + "\"Resource\":\"*\"}]}";
    return sqs.createQueue(
            r -> r.queueName(name).attributes(Map.of(QueueAttributeName.POLICY, policy)))
        .queueUrl();
  }

  private List<Message> receive(String queue) {
    List<Message> messages =
        sqs.receiveMessage(r -> r.queueUrl(queue).maxNumberOfMessages(10)).messages();
    messages.forEach(
        each -> sqs.deleteMessage(r -> r.queueUrl(queue).receiptHandle(each.receiptHandle())));
    return messages;
  }
}
