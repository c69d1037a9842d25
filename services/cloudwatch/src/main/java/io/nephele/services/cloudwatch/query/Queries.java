package io.nephele.services.cloudwatch.query;

import io.nephele.api.cloudwatch.MetricDataQuery;
import io.nephele.api.cloudwatch.MetricStat;
import io.nephele.services.cloudwatch.CloudWatchErrors;
import io.nephele.services.cloudwatch.metrics.Periods;
import io.nephele.services.cloudwatch.metrics.Statistics;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Checks queries of requests and alarms. */
public final class Queries {
  private static final int MOST = 500;

  private Queries() {}

  /**
   * An error to the caller if they cannot be evaluated.
   *
   * @param where the parameter's name, for errors
   * @param accountId whose metrics may be asked for
   */
  public static void check(List<MetricDataQuery> queries, String where, String accountId) {
    if (queries.size() > MOST) {
      throw CloudWatchErrors.validation(
          "The collection " + where + " must not have a size greater than " + MOST + ".");
    }
    Set<String> ids = new HashSet<>();
    for (int i = 0; i < queries.size(); i++) {
      MetricDataQuery query = queries.get(i);
      String member = where + ".member." + (i + 1);
      if (!isId(query.id())) {
        throw CloudWatchErrors.validation(
            "The value "
                + query.id()
                + " for parameter "
                + member
                + ".Id is not matching the expected pattern ^[a-z][a-zA-Z0-9_]*$.");
      }
      if (!ids.add(query.id())) {
        throw CloudWatchErrors.validation(
            "The values for parameter Id in " + where + " are not unique.");
      }
      if (query.accountId() != null && !query.accountId().equals(accountId)) {
        throw CloudWatchErrors.notThere("Cross-account observability (linked accounts)");
      }
      if ((query.metricStat() == null) == (query.expression() == null)) {
        throw CloudWatchErrors.validation(
            "Either "
                + member
                + ".MetricStat or "
                + member
                + ".Expression must be specified, but not both.");
      }
      if (query.metricStat() != null) {
        check(query.metricStat(), member + ".MetricStat");
      }
      if (query.period() != null && !Periods.isReadable(query.period())) {
        throw wrongPeriod(query.period(), member + ".Period");
      }
    }
  }

  private static void check(MetricStat stat, String where) {
    if (Statistics.find(stat.stat()) == null) {
      throw CloudWatchErrors.validation(
          "The value " + stat.stat() + " for parameter " + where + ".Stat is not supported.");
    }
    if (!Periods.isReadable(stat.period())) {
      throw wrongPeriod(stat.period(), where + ".Period");
    }
    if (stat.metric().metricName() == null || stat.metric().namespace() == null) {
      throw CloudWatchErrors.validation(
          "The parameters " + where + ".Metric.Namespace and MetricName are required.");
    }
  }

  private static RuntimeException wrongPeriod(int period, String where) {
    return CloudWatchErrors.validation(
        "The value "
            + period
            + " for parameter "
            + where
            + " must be 1, 5, 10, 20, 30 or a multiple of 60.");
  }

  private static boolean isId(String id) {
    if (id == null || id.isEmpty() || id.charAt(0) < 'a' || id.charAt(0) > 'z') {
      return false;
    }
    for (int i = 0; i < id.length(); i++) {
      char c = id.charAt(i);
      if (c != '_' && (c > 'z' || !Character.isLetterOrDigit(c))) {
        return false;
      }
    }
    return true;
  }
}
