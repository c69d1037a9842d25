package io.nephele.services.cloudwatch.alarms;

import io.nephele.api.cloudwatch.MetricDataQuery;
import io.nephele.api.cloudwatch.PutMetricAlarmInput;
import io.nephele.core.arn.Arn;
import io.nephele.core.call.Call;
import io.nephele.model.AwsException;
import io.nephele.services.cloudwatch.CloudWatchErrors;
import io.nephele.services.cloudwatch.metrics.Dimensions;
import io.nephele.services.cloudwatch.metrics.Statistic;
import io.nephele.services.cloudwatch.metrics.Statistics;
import io.nephele.services.cloudwatch.query.Queries;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What alarms on metrics have to be like. */
final class AlarmChecks {
  private static final int HOUR = 3600;
  private static final int DAY = 86_400;
  private static final Set<String> MISSING =
      Set.of("breaching", "notBreaching", "ignore", "missing");

  private AlarmChecks() {}

  static void check(PutMetricAlarmInput in, Call call) {
    if (in.evaluationCriteria() != null || in.evaluationInterval() != null) {
      throw CloudWatchErrors.notThere("An alarm on a PromQL query");
    }
    boolean math = in.metrics() != null && !in.metrics().isEmpty();
    if (math) {
      checkMath(in, call);
    } else {
      checkMetric(in);
    }
    if (in.comparisonOperator() == null) {
      throw missing("ComparisonOperator");
    }
    if (in.evaluationPeriods() == null) {
      throw missing("EvaluationPeriods");
    }
    checkThreshold(in, math);
    if (in.datapointsToAlarm() != null && in.datapointsToAlarm() > in.evaluationPeriods()) {
      throw CloudWatchErrors.validation(
          "DatapointsToAlarm must be less than or equal to EvaluationPeriods.");
    }
    checkSpan(math ? Watched.period(in.metrics()) : in.period(), in.evaluationPeriods());
    if (in.treatMissingData() != null && !MISSING.contains(in.treatMissingData())) {
      throw CloudWatchErrors.validation(
          "The value "
              + in.treatMissingData()
              + " for parameter TreatMissingData is not supported.");
    }
    String lowCount = in.evaluateLowSampleCountPercentile();
    if (lowCount != null && !lowCount.equals("evaluate") && !lowCount.equals("ignore")) {
      throw CloudWatchErrors.validation(
          "Option " + lowCount + " is not supported for EvaluateLowSampleCountPercentile.");
    }
    checkActions(in.alarmActions(), call);
    checkActions(in.okActions(), call);
    checkActions(in.insufficientDataActions(), call);
  }

  private static void checkThreshold(PutMetricAlarmInput in, boolean math) {
    boolean banded =
        in.comparisonOperator().contains("Lower") || in.comparisonOperator().contains("Upper");
    if (!banded) {
      if (in.thresholdMetricId() != null) {
        throw CloudWatchErrors.validation(
            "ThresholdMetricId cannot be specified with ComparisonOperator "
                + in.comparisonOperator()
                + ".");
      }
      if (in.threshold() == null) {
        throw missing("Threshold");
      }
      return;
    }
    if (in.threshold() != null) {
      throw CloudWatchErrors.validation(
          "Threshold cannot be specified with ComparisonOperator " + in.comparisonOperator() + ".");
    }
    if (!math || in.thresholdMetricId() == null) {
      throw CloudWatchErrors.validation(
          "Metrics and ThresholdMetricId must be specified with ComparisonOperator "
              + in.comparisonOperator()
              + ".");
    }
    for (MetricDataQuery query : in.metrics()) {
      if (query.id().equals(in.thresholdMetricId())
          && query.expression() != null
          && query.expression().strip().startsWith("ANOMALY_DETECTION_BAND")) {
        return;
      }
    }
    throw CloudWatchErrors.validation(
        "ThresholdMetricId must be the id of an ANOMALY_DETECTION_BAND function in Metrics.");
  }

  private static AwsException missing(String parameter) {
    return CloudWatchErrors.validation("The parameter " + parameter + " is required.");
  }

  private static void checkSpan(int period, int periods) {
    long most = period < HOUR ? DAY : 7L * DAY;
    if ((long) period * periods > most) {
      throw CloudWatchErrors.validation(
          period < HOUR
              ? "Metrics cannot be checked across more than a day (EvaluationPeriods * Period must"
                  + " be <= 86400)."
              : "Metrics cannot be checked across more than a week (EvaluationPeriods * Period must"
                  + " be <= 604800).");
    }
  }

  private static void checkMetric(PutMetricAlarmInput in) {
    if (in.metricName() == null) {
      throw CloudWatchErrors.validation("Exactly one of MetricName and Metrics must be specified.");
    }
    if (in.namespace() == null) {
      throw missing("Namespace");
    }
    if (in.period() == null) {
      throw missing("Period");
    }
    if (in.statistic() == null && in.extendedStatistic() == null) {
      throw CloudWatchErrors.validation(
          "Exactly one of Statistic and ExtendedStatistic must be specified.");
    }
    if (in.statistic() != null && in.extendedStatistic() != null) {
      throw CloudWatchErrors.validation(
          "Exactly one of Statistic and ExtendedStatistic must be specified.");
    }
    if (in.extendedStatistic() != null) {
      Statistic statistic = Statistics.find(in.extendedStatistic());
      if (statistic == null || !statistic.isExtended()) {
        throw CloudWatchErrors.validation(
            "The value "
                + in.extendedStatistic()
                + " for parameter ExtendedStatistic is not supported.");
      }
    }
    int period = in.period();
    if (period != 10 && period != 20 && period != 30 && period % 60 != 0) {
      throw CloudWatchErrors.validation("Period must be 10, 20, 30 or a multiple of 60.");
    }
    Dimensions.read(in.dimensions(), "Dimensions");
  }

  private static void checkMath(PutMetricAlarmInput in, Call call) {
    if (in.metricName() != null
        || in.namespace() != null
        || in.period() != null
        || in.statistic() != null
        || in.extendedStatistic() != null
        || in.dimensions() != null && !in.dimensions().isEmpty()
        || in.unit() != null) {
      throw CloudWatchErrors.validation(
          "Metrics cannot be specified together with MetricName, Namespace, Dimensions, Period,"
              + " Unit, Statistic or ExtendedStatistic.");
    }
    Queries.check(in.metrics(), "Metrics", call.accountId());
    int returned = 0;
    for (MetricDataQuery query : in.metrics()) {
      if (query.expression() != null) {
        checkExpression(query.expression().strip().toUpperCase(Locale.ROOT));
      }
      boolean shown = !Boolean.FALSE.equals(query.returnData());
      returned += shown && !query.id().equals(in.thresholdMetricId()) ? 1 : 0;
    }
    if (returned != 1) {
      throw CloudWatchErrors.validation(
          "Exactly one element of the metrics list should return data.");
    }
  }

  /** An alarm watches one time series. */
  private static void checkExpression(String upper) {
    if (upper.startsWith("SELECT ") && upper.contains(" GROUP BY ")) {
      throw CloudWatchErrors.notThere("An alarm on a query with GROUP BY (contributors)");
    }
    if (upper.contains("SEARCH(")) {
      throw CloudWatchErrors.validation("SEARCH is not supported on Metric Alarms.");
    }
  }

  static void checkActions(List<String> actions, Call call) {
    if (actions == null) {
      return;
    }
    for (String action : actions) {
      Arn arn = Arn.parse(action);
      if (arn == null) {
        throw CloudWatchErrors.validation("Invalid arn syntax: " + action);
      }
      if (!arn.service().equals("sns") && !arn.service().equals("lambda")) {
        throw CloudWatchErrors.notThere("The alarm action " + action);
      }
      if (!arn.region().equals(call.region().name())) {
        throw CloudWatchErrors.validation(
            "Invalid region "
                + arn.region()
                + " specified. Only "
                + call.region().name()
                + " is supported.");
      }
    }
  }
}
