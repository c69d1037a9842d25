package io.nephele.services.cloudwatch.alarms;

import io.nephele.api.cloudwatch.PutMetricAlarmInput;
import io.nephele.core.json.JsonText;
import io.nephele.services.cloudwatch.metrics.Statistic;
import io.nephele.services.cloudwatch.metrics.Statistics;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Decides the state of an alarm from the points of its evaluation range, which reaches some periods
 * further back than it looks at, so that late points count. A pure rule.
 */
final class Evaluation {
  /** How many periods more than are evaluated are looked at. */
  static final int FURTHER = 2;

  private static final DateTimeFormatter SHORT =
      DateTimeFormatter.ofPattern("dd/MM/yy HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

  private final PutMetricAlarmInput in;
  private final String state;
  private final int periods;
  private final int toAlarm;

  Evaluation(PutMetricAlarmInput in, String state) {
    this.in = in;
    this.state = state;
    this.periods = in.evaluationPeriods();
    this.toAlarm = in.datapointsToAlarm() == null ? periods : in.datapointsToAlarm();
  }

  /** The state that an alarm is to have, or null if it keeps its own. */
  record Outcome(String state, String reason, String data) {}

  /**
   * @param end when the last period ends, in seconds since 1970
   */
  Outcome of(TreeMap<Long, Watched.Point> points, long end, Instant now) {
    int period = Watched.period(in);
    // The newest first, as many as are evaluated.
    List<Map.Entry<Long, Watched.Point>> real = new ArrayList<>();
    int oldestBreach = 0;
    int breaches = 0;
    for (Map.Entry<Long, Watched.Point> point : points.descendingMap().entrySet()) {
      if (real.size() == periods) {
        break;
      }
      if (isIgnored(point.getValue())) {
        return null;
      }
      real.add(point);
      if (breaches(point.getValue())) {
        breaches++;
        oldestBreach = (int) ((end - point.getKey()) / period);
      }
    }
    int missing = periods - real.size();
    String data = data(real, end, now);
    if (breaches >= toAlarm) {
      return outcome(Alarm.ALARM, real, data);
    }
    String treatment = treatment();
    if (treatment.equals("breaching") || treatment.equals("notBreaching")) {
      boolean alarm = treatment.equals("breaching") && breaches + missing >= toAlarm;
      if (real.isEmpty()) {
        return new Outcome(alarm ? Alarm.ALARM : Alarm.OK, nothing(missing, treatment), data);
      }
      return outcome(alarm ? Alarm.ALARM : Alarm.OK, real, data);
    }
    if (real.isEmpty()) {
      return treatment.equals("ignore")
          ? null
          : new Outcome(Alarm.INSUFFICIENT_DATA, unknown(missing), data);
    }
    if (breaches < real.size() || missing == 0) {
      return outcome(Alarm.OK, real, data);
    }
    // Only breaches, but fewer than it takes: an alarm only if the oldest one is old enough.
    return treatment.equals("missing") && oldestBreach >= toAlarm
        ? outcome(Alarm.ALARM, real, data)
        : null;
  }

  private String treatment() {
    if (in.treatMissingData() != null) {
      return in.treatMissingData();
    }
    return "AWS/DynamoDB".equals(in.namespace()) ? "ignore" : "missing";
  }

  /** Whether a percentile is of too few samples to say anything, and is not to be evaluated. */
  private boolean isIgnored(Watched.Point point) {
    if (!"ignore".equals(in.evaluateLowSampleCountPercentile())
        || in.extendedStatistic() == null
        || !(Statistics.find(in.extendedStatistic()) instanceof Statistic.Percentile(double p))) {
      return false;
    }
    double tail = p >= 50 ? 1 - p / 100 : p / 100;
    return point.sampleCount() < 10 / tail;
  }

  boolean breaches(Watched.Point point) {
    double value = point.value();
    if (point.upper() != null) {
      return switch (in.comparisonOperator()) {
        case "GreaterThanUpperThreshold" -> value > point.upper();
        case "LessThanLowerThreshold" -> value < point.lower();
        default -> value > point.upper() || value < point.lower();
      };
    }
    double threshold = in.threshold();
    return switch (in.comparisonOperator()) {
      case "GreaterThanOrEqualToThreshold" -> value >= threshold;
      case "GreaterThanThreshold" -> value > threshold;
      case "LessThanThreshold" -> value < threshold;
      default -> value <= threshold;
    };
  }

  private Outcome outcome(String next, List<Map.Entry<Long, Watched.Point>> real, String data) {
    boolean alarm = next.equals(Alarm.ALARM);
    List<String> shown = new ArrayList<>();
    List<Object> lower = new ArrayList<>();
    List<Object> upper = new ArrayList<>();
    for (Map.Entry<Long, Watched.Point> point : real) {
      if (breaches(point.getValue()) == alarm) {
        lower.add(point.getValue().lower());
        upper.add(point.getValue().upper());
        shown.add(
            point.getValue().value()
                + " ("
                + SHORT.format(Instant.ofEpochSecond(point.getKey()))
                + ")");
      }
    }
    int needed = alarm ? toAlarm : periods - toAlarm + 1;
    String reason =
        (in.thresholdMetricId() == null ? "Threshold" : "Thresholds")
            + " Crossed: "
            + shown.size()
            + " out of the last "
            + periods
            + " datapoints ["
            + String.join(", ", shown)
            + "] "
            + (shown.size() == 1 ? "was " : "were ")
            + (alarm ? "" : "not ")
            + (in.thresholdMetricId() == null
                ? words() + " the threshold (" + in.threshold() + ")"
                : words(lower, upper));
    if (!state.equals(Alarm.INSUFFICIENT_DATA) && !state.equals(next)) {
      reason +=
          " (minimum "
              + needed
              + (needed == 1 ? " datapoint for " : " datapoints for ")
              + state
              + " -> "
              + next
              + " transition)";
    }
    return new Outcome(next, reason + ".", data);
  }

  private String words(List<Object> lower, List<Object> upper) {
    String less = "less than the lower thresholds " + lower;
    String greater = "greater than the upper thresholds " + upper;
    return switch (in.comparisonOperator()) {
      case "GreaterThanUpperThreshold" -> greater;
      case "LessThanLowerThreshold" -> less;
      default -> less + " or " + greater;
    };
  }

  private String words() {
    return switch (in.comparisonOperator()) {
      case "GreaterThanOrEqualToThreshold" -> "greater than or equal to";
      case "GreaterThanThreshold" -> "greater than";
      case "LessThanThreshold" -> "less than";
      default -> "less than or equal to";
    };
  }

  private static String unknown(int missing) {
    return missing == 1
        ? "Insufficient Data: 1 datapoint was unknown."
        : "Insufficient Data: " + missing + " datapoints were unknown.";
  }

  private static String nothing(int missing, String treatment) {
    String as = treatment.equals("breaching") ? "[Breaching]" : "[NonBreaching]";
    return missing == 1
        ? "Threshold Crossed: no datapoints were received for 1 period and 1 missing datapoint was"
            + " treated as "
            + as
            + "."
        : "Threshold Crossed: no datapoints were received for "
            + missing
            + " periods and "
            + missing
            + " missing datapoints were treated as "
            + as
            + ".";
  }

  private String data(List<Map.Entry<Long, Watched.Point>> real, long end, Instant now) {
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("version", "1.0");
    data.put("queryDate", AlarmJson.time(now));
    if (!real.isEmpty()) {
      data.put("startDate", AlarmJson.time(Instant.ofEpochSecond(real.getLast().getKey())));
    }
    if (in.unit() != null) {
      data.put("unit", in.unit());
    }
    if (in.metricName() != null) {
      data.put("statistic", in.statistic() != null ? in.statistic() : in.extendedStatistic());
    }
    data.put("period", Watched.period(in));
    List<Object> recent = new ArrayList<>();
    List<Object> lower = new ArrayList<>();
    List<Object> upper = new ArrayList<>();
    List<Object> evaluated = new ArrayList<>();
    for (Map.Entry<Long, Watched.Point> point : real) {
      recent.addFirst(point.getValue().value());
      lower.addFirst(point.getValue().lower());
      upper.addFirst(point.getValue().upper());
      Map<String, Object> each = new LinkedHashMap<>();
      each.put("timestamp", AlarmJson.time(Instant.ofEpochSecond(point.getKey())));
      if (point.getValue().sampleCount() != null) {
        each.put("sampleCount", point.getValue().sampleCount());
      }
      each.put("value", point.getValue().value());
      evaluated.add(each);
    }
    data.put("recentDatapoints", recent);
    if (in.thresholdMetricId() == null) {
      data.put("threshold", in.threshold());
    } else {
      data.put("recentLowerThresholds", lower);
      data.put("recentUpperThresholds", upper);
    }
    data.put("evaluatedDatapoints", evaluated.subList(0, Math.min(20, evaluated.size())));
    return JsonText.write(data);
  }
}
