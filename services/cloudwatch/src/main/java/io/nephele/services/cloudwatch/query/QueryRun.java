package io.nephele.services.cloudwatch.query;

import io.nephele.api.cloudwatch.Metric;
import io.nephele.api.cloudwatch.MetricDataQuery;
import io.nephele.api.cloudwatch.MetricStat;
import io.nephele.core.World;
import io.nephele.core.metrics.Distribution;
import io.nephele.core.metrics.MetricId;
import io.nephele.core.metrics.MetricPlace;
import io.nephele.core.metrics.Metrics;
import io.nephele.core.metrics.Metrics.Listed;
import io.nephele.core.metrics.Samples;
import io.nephele.core.metrics.Span;
import io.nephele.services.cloudwatch.anomalies.DetectorTable;
import io.nephele.services.cloudwatch.math.AnomalyModel;
import io.nephele.services.cloudwatch.math.Evaluator;
import io.nephele.services.cloudwatch.math.MathException;
import io.nephele.services.cloudwatch.math.SearchExpression;
import io.nephele.services.cloudwatch.math.Series;
import io.nephele.services.cloudwatch.math.Value;
import io.nephele.services.cloudwatch.metrics.Dimensions;
import io.nephele.services.cloudwatch.metrics.Periods;
import io.nephele.services.cloudwatch.metrics.Statistic;
import io.nephele.services.cloudwatch.metrics.Statistics;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Evaluates queries that may refer to one another, over one span of time. Used once. */
public final class QueryRun implements Evaluator.Inputs {
  private static final int MOST_FOUND = 500;
  private static final int MOST_TIMES = 200_000;

  private final World world;
  private final Metrics metrics;
  private final Scope scope;
  private final Map<String, MetricDataQuery> queries = new LinkedHashMap<>();
  private final Map<String, Value> results = new HashMap<>();
  private final Set<String> underway = new HashSet<>();

  /** Whose metrics, and between which times. */
  public record Scope(String accountId, String region, Instant start, Instant end, Instant now) {}

  /** A run of queries that have been checked. */
  public QueryRun(World world, Scope scope, List<MetricDataQuery> queries) {
    this.world = world;
    this.metrics = world.metrics();
    this.scope = scope;
    queries.forEach(query -> this.queries.put(query.id(), query));
  }

  /**
   * The series of a query, which are several for some expressions.
   *
   * @throws MathException if an expression has none
   */
  public List<Series> series(String id) {
    return switch (of(id)) {
      case Value.One one -> List.of(one.series());
      case Value.Many many -> many.series();
      case null, default ->
          throw new MathException("The expression " + id + " must return a time series.");
    };
  }

  @Override
  public Value of(String id) {
    MetricDataQuery query = queries.get(id);
    if (query == null) {
      return null;
    }
    Value known = results.get(id);
    if (known == null) {
      if (!underway.add(id)) {
        throw new MathException("The expression " + id + " refers to itself.");
      }
      known =
          query.metricStat() != null ? new Value.One(read(query.metricStat())) : expression(query);
      underway.remove(id);
      results.put(id, known);
    }
    return known;
  }

  private Value expression(MetricDataQuery query) {
    String text = query.expression().strip();
    if (text.regionMatches(true, 0, "SELECT ", 0, 7)) {
      if (query.period() == null) {
        throw new MathException("Period is required for a query of Metrics Insights.");
      }
      return new Value.Many(new InsightsRun(metrics, scope).run(text, query.period()));
    }
    Value value = new Evaluator(this).evaluate(text);
    // What comes of other series is called by its query.
    return value instanceof Value.One(Series series)
        ? new Value.One(series.labelled(query.id()))
        : value;
  }

  private Series read(MetricStat stat) {
    Metric metric = stat.metric();
    MetricId id =
        new MetricId(
            scope.accountId(),
            scope.region(),
            metric.namespace(),
            metric.metricName(),
            Dimensions.read(metric.dimensions(), "Dimensions"));
    Statistic statistic = Statistics.find(stat.stat());
    return new Series(
        metric.metricName(), points(id, stat.unit(), stat.period(), statistic), stat.period());
  }

  private TreeMap<Long, Double> points(
      MetricId metric, String unit, int period, Statistic statistic) {
    Span span = Periods.span(scope.start(), scope.end(), period, scope.now());
    TreeMap<Long, Double> points = new TreeMap<>();
    merged(metrics.read(metric, unit, span))
        .forEach(
            (time, samples) -> {
              Double value = statistic.of(samples);
              if (value != null) {
                points.put(time, value);
              }
            });
    return points;
  }

  /** The samples of all units as one. */
  public static TreeMap<Long, Samples> merged(Map<String, TreeMap<Long, Samples>> byUnit) {
    if (byUnit.size() == 1) {
      return byUnit.values().iterator().next();
    }
    TreeMap<Long, Samples> all = new TreeMap<>();
    byUnit
        .values()
        .forEach(
            series ->
                series.forEach(
                    (time, samples) ->
                        all.merge(
                            time,
                            samples,
                            (one, other) -> {
                              Distribution both = new Distribution();
                              both.add(one);
                              both.add(other);
                              return both.samples();
                            })));
    return all;
  }

  @Override
  public AnomalyModel model(String id) {
    MetricDataQuery query = queries.get(id);
    if (query == null) {
      throw new MathException("ANOMALY_DETECTION_BAND needs the id of a metric or an expression.");
    }
    // The hour of the first point is trained with what was before that.
    Instant start = scope.start().minusSeconds(AnomalyModel.TRAINED + 3600);
    Scope trained = new Scope(scope.accountId(), scope.region(), start, scope.end(), scope.now());
    List<Series> series = new QueryRun(world, trained, List.copyOf(queries.values())).series(id);
    if (series.size() != 1) {
      throw new MathException("ANOMALY_DETECTION_BAND needs one time series.");
    }
    AnomalyModel.Settings settings =
        new DetectorTable(world)
            .settings(scope.accountId(), scope.region(), query, queries.values());
    return new AnomalyModel(series.getFirst().points(), settings);
  }

  @Override
  public List<Series> metrics(String part) {
    List<Series> all = new ArrayList<>();
    for (MetricDataQuery query : queries.values()) {
      if (query.metricStat() != null && query.id().contains(part)) {
        all.addAll(series(query.id()));
      }
    }
    return all;
  }

  @Override
  public List<Series> search(String expression, String statistic, Integer given) {
    Statistic wanted = Statistics.find(statistic);
    if (wanted == null) {
      throw new MathException("The statistic " + statistic + " is not known.");
    }
    int period = given == null ? period() : given;
    if (!Periods.isReadable(period)) {
      throw new MathException("The period " + period + " is not possible.");
    }
    SearchExpression search = SearchExpression.parse(expression);
    MetricPlace place =
        new MetricPlace(scope.accountId(), scope.region(), search.namespace(), null);
    List<Listed> found =
        metrics.list(place, null, each -> search.matches(each.metric()), MOST_FOUND);
    List<Series> all = new ArrayList<>();
    for (Listed each : found) {
      TreeMap<Long, Double> points = points(each.metric(), null, period, wanted);
      all.add(new Series(label(each.metric()), points, period));
    }
    return all;
  }

  private static String label(MetricId metric) {
    String values = String.join(" ", metric.dimensions().values());
    return values.isEmpty() ? metric.name() : values + " " + metric.name();
  }

  /** The shortest of the metrics asked for, as AWS chooses it. */
  @Override
  public int period() {
    int period = 0;
    for (MetricDataQuery query : queries.values()) {
      int each =
          query.metricStat() != null
              ? query.metricStat().period()
              : query.period() == null ? 0 : query.period();
      period = period == 0 || each > 0 && each < period ? each : period;
    }
    return period == 0 ? 300 : period;
  }

  @Override
  public List<Long> times() {
    int period = period();
    Span span = Periods.span(scope.start(), scope.end(), period, scope.now());
    if ((span.to() - span.from()) / period > MOST_TIMES) {
      throw new MathException(
          String.format(Locale.ROOT, "More than %,d periods are asked for.", MOST_TIMES));
    }
    List<Long> times = new ArrayList<>();
    for (long time = span.from(); time < span.to(); time += period) {
      times.add(time);
    }
    return times;
  }
}
