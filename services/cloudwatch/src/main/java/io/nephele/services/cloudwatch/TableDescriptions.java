package io.nephele.services.cloudwatch;

import io.nephele.core.worlds.TableDescription;

/** How the service's rows are told to people who compare worlds. */
final class TableDescriptions {
  private TableDescriptions() {}

  static TableDescription of(String table) {
    return switch (table) {
      case "cloudwatch.alarms" -> TableDescription.UNKNOWN.key("name");
      case "cloudwatch.alarmHistory" -> TableDescription.UNKNOWN.key("alarm", "time", "id");
      case "cloudwatch.metrics" -> TableDescription.UNKNOWN.key("namespace", "name");
      case "cloudwatch.perSecond",
          "cloudwatch.perMinute",
          "cloudwatch.perFiveMinutes",
          "cloudwatch.perHour" ->
          TableDescription.UNKNOWN.key("namespace", "name");
      case "cloudwatch.anomalyDetectors" -> TableDescription.UNKNOWN.key("type");
      case "cloudwatch.muteRules",
          "cloudwatch.metricStreams",
          "cloudwatch.insightRules",
          "cloudwatch.serviceRules" ->
          TableDescription.UNKNOWN.key("name");
      case "cloudwatch.alarmAction",
          "cloudwatch.mutedAlarms",
          "cloudwatch.insightRuleTimes",
          "cloudwatch.contributions",
          "cloudwatch.streamBatch",
          "cloudwatch.watches",
          "cloudwatch.followers",
          "cloudwatch.changes" ->
          TableDescription.UNKNOWN.asInternal();
      default -> TableDescription.UNKNOWN;
    };
  }
}
