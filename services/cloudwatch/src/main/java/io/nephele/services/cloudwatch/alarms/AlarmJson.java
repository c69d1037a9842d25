package io.nephele.services.cloudwatch.alarms;

import io.nephele.api.cloudwatch.Dimension;
import io.nephele.api.cloudwatch.MetricDataQuery;
import io.nephele.api.cloudwatch.MetricStat;
import io.nephele.api.cloudwatch.PutCompositeAlarmInput;
import io.nephele.api.cloudwatch.PutMetricAlarmInput;
import io.nephele.core.json.JsonText;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What others are told of an alarm that changes its state, in AWS's JSON. */
final class AlarmJson {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'+0000'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private AlarmJson() {}

  static String time(Instant time) {
    return TIME.format(time);
  }

  static String time(long millis) {
    return time(Instant.ofEpochMilli(millis));
  }

  /** What a topic gets. */
  static String notification(Alarm before, Alarm after, String regionName) {
    Map<String, Object> message = new LinkedHashMap<>();
    message.put("AlarmName", after.name());
    if (after.composite()) {
      PutCompositeAlarmInput in = after.compositeRule();
      message.put("AlarmDescription", in.alarmDescription());
      common(message, before, after, regionName);
      lists(message, in.okActions(), in.alarmActions(), in.insufficientDataActions());
      message.put("AlarmRule", in.alarmRule());
      return JsonText.write(message);
    }
    PutMetricAlarmInput in = after.metric();
    message.put("AlarmDescription", in.alarmDescription());
    common(message, before, after, regionName);
    lists(message, in.okActions(), in.alarmActions(), in.insufficientDataActions());
    message.put("Trigger", trigger(in));
    return JsonText.write(message);
  }

  private static void common(
      Map<String, Object> message, Alarm before, Alarm after, String regionName) {
    message.put("AWSAccountId", after.accountId());
    message.put("AlarmConfigurationUpdatedTimestamp", time(after.configured()));
    message.put("NewStateValue", after.state());
    message.put("NewStateReason", after.reason());
    message.put("StateChangeTime", time(after.updated()));
    message.put("Region", regionName);
    message.put("AlarmArn", after.arn());
    message.put("OldStateValue", before.state());
  }

  private static void lists(
      Map<String, Object> message, List<String> ok, List<String> alarm, List<String> none) {
    message.put("OKActions", ok == null ? List.of() : ok);
    message.put("AlarmActions", alarm == null ? List.of() : alarm);
    message.put("InsufficientDataActions", none == null ? List.of() : none);
  }

  private static Map<String, Object> trigger(PutMetricAlarmInput in) {
    Map<String, Object> trigger = new LinkedHashMap<>();
    if (in.metricName() != null) {
      trigger.put("MetricName", in.metricName());
      trigger.put("Namespace", in.namespace());
      boolean simple = in.statistic() != null;
      trigger.put("StatisticType", simple ? "Statistic" : "ExtendedStatistic");
      trigger.put(
          simple ? "Statistic" : "ExtendedStatistic",
          simple ? statistic(in.statistic()) : in.extendedStatistic());
      trigger.put("Unit", in.unit());
      List<Object> dimensions = new ArrayList<>();
      if (in.dimensions() != null) {
        for (Dimension dimension : in.dimensions()) {
          Map<String, Object> each = new LinkedHashMap<>();
          each.put("value", dimension.value());
          each.put("name", dimension.name());
          dimensions.add(each);
        }
      }
      trigger.put("Dimensions", dimensions);
      trigger.put("Period", in.period());
    } else {
      List<Object> metrics = new ArrayList<>();
      in.metrics().forEach(query -> metrics.add(query(query, true)));
      trigger.put("Metrics", metrics);
    }
    trigger.put("EvaluationPeriods", in.evaluationPeriods());
    if (in.datapointsToAlarm() != null) {
      trigger.put("DatapointsToAlarm", in.datapointsToAlarm());
    }
    trigger.put("ComparisonOperator", in.comparisonOperator());
    if (in.thresholdMetricId() == null) {
      trigger.put("Threshold", in.threshold());
    } else {
      trigger.put("ThresholdMetricId", in.thresholdMetricId());
    }
    trigger.put(
        "TreatMissingData", in.treatMissingData() == null ? "missing" : in.treatMissingData());
    trigger.put(
        "EvaluateLowSampleCountPercentile",
        in.evaluateLowSampleCountPercentile() == null ? "" : in.evaluateLowSampleCountPercentile());
    return trigger;
  }

  private static String statistic(String name) {
    return name.equals("SampleCount") ? "SAMPLE_COUNT" : name.toUpperCase(Locale.ROOT);
  }

  private static Map<String, Object> query(MetricDataQuery query, boolean capital) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put(capital ? "Id" : "id", query.id());
    if (query.expression() != null) {
      json.put(capital ? "Expression" : "expression", query.expression());
    }
    if (query.label() != null) {
      json.put(capital ? "Label" : "label", query.label());
    }
    if (query.metricStat() != null) {
      json.put(capital ? "MetricStat" : "metricStat", stat(query.metricStat(), capital));
    }
    json.put(capital ? "ReturnData" : "returnData", !Boolean.FALSE.equals(query.returnData()));
    return json;
  }

  private static Map<String, Object> stat(MetricStat stat, boolean capital) {
    Map<String, Object> metric = new LinkedHashMap<>();
    metric.put(capital ? "Namespace" : "namespace", stat.metric().namespace());
    metric.put(capital ? "MetricName" : "name", stat.metric().metricName());
    Map<String, Object> dimensions = new LinkedHashMap<>();
    if (stat.metric().dimensions() != null) {
      stat.metric().dimensions().forEach(each -> dimensions.put(each.name(), each.value()));
    }
    metric.put(capital ? "Dimensions" : "dimensions", dimensions);
    Map<String, Object> json = new LinkedHashMap<>();
    json.put(capital ? "Metric" : "metric", metric);
    json.put(capital ? "Period" : "period", stat.period());
    json.put(capital ? "Stat" : "stat", stat.stat());
    return json;
  }

  /** What EventBridge and functions get. */
  static Map<String, Object> detail(Alarm before, Alarm after) {
    Map<String, Object> detail = new LinkedHashMap<>();
    detail.put("alarmName", after.name());
    detail.put("state", state(after));
    detail.put("previousState", state(before));
    Map<String, Object> configuration = new LinkedHashMap<>();
    if (after.composite()) {
      configuration.put("description", after.compositeRule().alarmDescription());
      configuration.put("alarmRule", after.compositeRule().alarmRule());
    } else {
      PutMetricAlarmInput in = after.metric();
      configuration.put("description", in.alarmDescription());
      List<Object> metrics = new ArrayList<>();
      for (MetricDataQuery query : queries(in)) {
        metrics.add(query(query, false));
      }
      configuration.put("metrics", metrics);
    }
    configuration.values().removeIf(value -> value == null);
    detail.put("configuration", configuration);
    return detail;
  }

  /** What EventBridge gets of an alarm that was made, changed or deleted. */
  static Map<String, Object> configurationChange(Alarm before, Alarm alarm, String operation) {
    Map<String, Object> detail = new LinkedHashMap<>();
    detail.put("alarmName", alarm.name());
    detail.put("operation", operation);
    detail.put("state", state(alarm));
    detail.put("configuration", configuration(alarm));
    if (before != null) {
      detail.put("previousConfiguration", configuration(before));
    }
    return detail;
  }

  private static Map<String, Object> configuration(Alarm alarm) {
    Map<String, Object> told = new LinkedHashMap<>();
    told.put("alarmName", alarm.name());
    if (alarm.composite()) {
      PutCompositeAlarmInput in = alarm.compositeRule();
      told.put("description", in.alarmDescription());
      told.put("alarmRule", in.alarmRule());
      told.put("actionsSuppressor", in.actionsSuppressor());
      told.put("actionsSuppressorWaitPeriod", in.actionsSuppressorWaitPeriod());
      told.put("actionsSuppressorExtensionPeriod", in.actionsSuppressorExtensionPeriod());
      told.put("actionsEnabled", !Boolean.FALSE.equals(in.actionsEnabled()));
      actions(told, in.okActions(), in.alarmActions(), in.insufficientDataActions());
    } else {
      PutMetricAlarmInput in = alarm.metric();
      told.put("description", in.alarmDescription());
      told.put("evaluationPeriods", in.evaluationPeriods());
      told.put("datapointsToAlarm", in.datapointsToAlarm());
      told.put("threshold", in.threshold());
      told.put("comparisonOperator", in.comparisonOperator());
      told.put("treatMissingData", in.treatMissingData());
      told.put("evaluateLowSampleCountPercentile", in.evaluateLowSampleCountPercentile());
      List<Object> metrics = new ArrayList<>();
      for (MetricDataQuery query : queries(in)) {
        metrics.add(query(query, false));
      }
      told.put("metrics", metrics);
      told.put("actionsEnabled", !Boolean.FALSE.equals(in.actionsEnabled()));
      actions(told, in.okActions(), in.alarmActions(), in.insufficientDataActions());
    }
    told.put("timestamp", time(alarm.configured()));
    told.values().removeIf(value -> value == null);
    return told;
  }

  private static void actions(
      Map<String, Object> told, List<String> ok, List<String> alarm, List<String> none) {
    told.put("okActions", ok == null ? List.of() : ok);
    told.put("alarmActions", alarm == null ? List.of() : alarm);
    told.put("insufficientDataActions", none == null ? List.of() : none);
  }

  private static List<MetricDataQuery> queries(PutMetricAlarmInput in) {
    if (in.metricName() == null) {
      return in.metrics();
    }
    return List.of(
        new MetricDataQuery()
            .id("m1")
            .metricStat(
                new MetricStat()
                    .metric(
                        new io.nephele.api.cloudwatch.Metric()
                            .namespace(in.namespace())
                            .metricName(in.metricName())
                            .dimensions(in.dimensions()))
                    .period(in.period())
                    .stat(in.statistic() != null ? in.statistic() : in.extendedStatistic())));
  }

  private static Map<String, Object> state(Alarm alarm) {
    Map<String, Object> state = new LinkedHashMap<>();
    state.put("value", alarm.state());
    state.put("reason", alarm.reason());
    if (alarm.reasonData() != null) {
      state.put("reasonData", alarm.reasonData());
    }
    state.put("timestamp", time(alarm.updated()));
    return state;
  }

  /** What the history keeps of a change of state. */
  static String stateUpdate(Alarm before, Alarm after) {
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("version", "1.0");
    data.put("oldState", historic(before));
    data.put("newState", historic(after));
    return JsonText.write(data);
  }

  private static Map<String, Object> historic(Alarm alarm) {
    Map<String, Object> state = new LinkedHashMap<>();
    state.put("stateValue", alarm.state());
    state.put("stateReason", alarm.reason());
    Object data = alarm.reasonData() == null ? null : JsonText.parse(alarm.reasonData());
    if (data != null && data != JsonText.MALFORMED) {
      state.put("stateReasonData", data);
    }
    return state;
  }
}
