package io.nephele.services.cloudwatch.query;

import io.nephele.core.metrics.Distribution;
import io.nephele.core.metrics.MetricPlace;
import io.nephele.core.metrics.Metrics;
import io.nephele.core.metrics.Metrics.Listed;
import io.nephele.core.metrics.Samples;
import io.nephele.core.metrics.Span;
import io.nephele.services.cloudwatch.math.InsightsQuery;
import io.nephele.services.cloudwatch.math.MathException;
import io.nephele.services.cloudwatch.math.Series;
import io.nephele.services.cloudwatch.metrics.Periods;
import io.nephele.services.cloudwatch.metrics.Statistic;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Runs queries of Metrics Insights. */
final class InsightsRun {
  private static final int MOST_METRICS = 10_000;
  private static final int MOST_SERIES = 500;

  private final Metrics metrics;
  private final QueryRun.Scope scope;

  InsightsRun(Metrics metrics, QueryRun.Scope scope) {
    this.metrics = metrics;
    this.scope = scope;
  }

  List<Series> run(String text, int period) {
    InsightsQuery query = InsightsQuery.parse(text);
    MetricPlace place =
        new MetricPlace(scope.accountId(), scope.region(), query.namespace(), query.metric());
    List<Listed> found =
        metrics.list(place, null, each -> query.matches(each.metric()), MOST_METRICS + 1);
    if (found.size() > MOST_METRICS) {
      throw new MathException("The query matches more than " + MOST_METRICS + " metrics.");
    }
    Span span = Periods.span(scope.start(), scope.end(), period, scope.now());
    Map<String, Map<Long, Distribution>> groups = new TreeMap<>();
    for (Listed each : found) {
      Map<Long, Distribution> group =
          groups.computeIfAbsent(query.group(each.metric()), key -> new TreeMap<>());
      QueryRun.merged(metrics.read(each.metric(), null, span))
          .forEach(
              (time, samples) ->
                  group.computeIfAbsent(time, first -> new Distribution()).add(samples));
    }
    List<Series> all = new ArrayList<>();
    groups.forEach(
        (label, group) -> all.add(new Series(label, points(group, query.statistic()), period)));
    if (query.order() != null) {
      Comparator<Series> order = Comparator.comparingDouble(each -> query.key(each));
      all.sort(query.descending() ? order.reversed() : order);
    }
    return all.subList(0, Math.min(all.size(), Math.min(query.limit(), MOST_SERIES)));
  }

  private static TreeMap<Long, Double> points(Map<Long, Distribution> group, Statistic statistic) {
    TreeMap<Long, Double> points = new TreeMap<>();
    group.forEach(
        (time, all) -> {
          Samples samples = all.samples();
          points.put(time, statistic.of(samples));
        });
    return points;
  }
}
