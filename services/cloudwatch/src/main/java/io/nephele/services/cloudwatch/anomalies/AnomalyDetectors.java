package io.nephele.services.cloudwatch.anomalies;

import io.nephele.api.cloudwatch.AnomalyDetectorConfiguration;
import io.nephele.api.cloudwatch.AnomalyDetectorStateValue;
import io.nephele.api.cloudwatch.Cloudwatch;
import io.nephele.api.cloudwatch.DeleteAnomalyDetectorInput;
import io.nephele.api.cloudwatch.DeleteAnomalyDetectorOutput;
import io.nephele.api.cloudwatch.DescribeAnomalyDetectorsInput;
import io.nephele.api.cloudwatch.DescribeAnomalyDetectorsOutput;
import io.nephele.api.cloudwatch.Dimension;
import io.nephele.api.cloudwatch.LimitExceededException;
import io.nephele.api.cloudwatch.Metric;
import io.nephele.api.cloudwatch.MetricDataQuery;
import io.nephele.api.cloudwatch.MetricMathAnomalyDetector;
import io.nephele.api.cloudwatch.MetricStat;
import io.nephele.api.cloudwatch.PutAnomalyDetectorInput;
import io.nephele.api.cloudwatch.PutAnomalyDetectorOutput;
import io.nephele.api.cloudwatch.Range;
import io.nephele.api.cloudwatch.ResourceNotFoundException;
import io.nephele.api.cloudwatch.SingleMetricAnomalyDetector;
import io.nephele.core.World;
import io.nephele.core.call.Bindings;
import io.nephele.core.call.Call;
import io.nephele.core.store.Direction;
import io.nephele.core.store.Key;
import io.nephele.core.store.KeyRange;
import io.nephele.core.store.Table;
import io.nephele.services.cloudwatch.CloudWatchErrors;
import io.nephele.services.cloudwatch.PageTokens;
import io.nephele.services.cloudwatch.math.AnomalyModel;
import io.nephele.services.cloudwatch.math.MathException;
import io.nephele.services.cloudwatch.math.Series;
import io.nephele.services.cloudwatch.metrics.Dimensions;
import io.nephele.services.cloudwatch.metrics.Statistics;
import io.nephele.services.cloudwatch.query.Queries;
import io.nephele.services.cloudwatch.query.QueryRun;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

/** The operations on anomaly detectors. */
public final class AnomalyDetectors {
  private static final int PAGE = 100;
  private static final int MOST_RANGES = 100;

  /** Seconds between the points by which a metric's detector tells whether it knows enough. */
  private static final int PERIOD = 300;

  private final World world;
  private final DetectorTable table;

  private AnomalyDetectors(World world) {
    this.world = world;
    this.table = new DetectorTable(world);
  }

  /** Binds them. */
  public static void bind(Bindings on, World world) {
    AnomalyDetectors detectors = new AnomalyDetectors(world);
    on.bind(Cloudwatch.PutAnomalyDetector, detectors::put);
    on.bind(Cloudwatch.DescribeAnomalyDetectors, detectors::describe);
    on.bind(Cloudwatch.DeleteAnomalyDetector, detectors::delete);
  }

  /** What a detector is about: one of the two, or a metric in the request itself. */
  private record About(SingleMetricAnomalyDetector single, MetricMathAnomalyDetector math) {
    Key key(Call call) {
      Key place = Key.of(call.accountId()).with(call.region().name());
      return math != null
          ? DetectorKeys.math(place, returned(math).id(), math.metricDataQueries())
          : DetectorKeys.single(
              place,
              single.namespace(),
              single.metricName(),
              Dimensions.read(single.dimensions(), "Dimensions"),
              single.stat());
    }
  }

  private static MetricDataQuery returned(MetricMathAnomalyDetector math) {
    MetricDataQuery returned = null;
    for (MetricDataQuery query : math.metricDataQueries()) {
      if (!Boolean.FALSE.equals(query.returnData())) {
        if (returned != null) {
          throw CloudWatchErrors.validation(
              "Exactly one element of MetricDataQueries must return data.");
        }
        returned = query;
      }
    }
    if (returned == null || returned.expression() == null) {
      throw CloudWatchErrors.validation(
          "Exactly one element of MetricDataQueries, an expression, must return data.");
    }
    return returned;
  }

  private static About about(
      SingleMetricAnomalyDetector single,
      MetricMathAnomalyDetector math,
      SingleMetricAnomalyDetector old,
      Call call) {
    boolean named = old.namespace() != null || old.metricName() != null || old.stat() != null;
    int ways = (single != null ? 1 : 0) + (math != null ? 1 : 0) + (named ? 1 : 0);
    if (ways != 1) {
      throw ways == 0
          ? CloudWatchErrors.missing(
              "SingleMetricAnomalyDetector or MetricMathAnomalyDetector is required.")
          : CloudWatchErrors.combination(
              "Only one of SingleMetricAnomalyDetector, MetricMathAnomalyDetector and the"
                  + " parameters of a single metric can be specified.");
    }
    if (math != null) {
      Queries.check(math.metricDataQueries(), "MetricDataQueries", call.accountId());
      return new About(null, math);
    }
    SingleMetricAnomalyDetector metric = single != null ? single : old;
    if (metric.accountId() != null && !metric.accountId().equals(call.accountId())) {
      throw CloudWatchErrors.notThere("Cross-account observability (linked accounts)");
    }
    if (metric.namespace() == null || metric.metricName() == null || metric.stat() == null) {
      throw CloudWatchErrors.missing(
          "The parameters Namespace, MetricName and Stat are required for a single metric.");
    }
    if (Statistics.find(metric.stat()) == null) {
      throw CloudWatchErrors.invalidValue(metric.stat(), "Stat");
    }
    Dimensions.read(metric.dimensions(), "Dimensions");
    return new About(metric, null);
  }

  private static SingleMetricAnomalyDetector single(
      String namespace, String metric, List<Dimension> dimensions, String stat) {
    return new SingleMetricAnomalyDetector()
        .namespace(namespace)
        .metricName(metric)
        .dimensions(dimensions)
        .stat(stat);
  }

  private PutAnomalyDetectorOutput put(PutAnomalyDetectorInput in, Call call) {
    About about =
        about(
            in.singleMetricAnomalyDetector(),
            in.metricMathAnomalyDetector(),
            single(in.namespace(), in.metricName(), in.dimensions(), in.stat()),
            call);
    check(in.configuration());
    PutAnomalyDetectorInput kept =
        new PutAnomalyDetectorInput()
            .singleMetricAnomalyDetector(about.single)
            .metricMathAnomalyDetector(about.math)
            .configuration(in.configuration())
            .metricCharacteristics(in.metricCharacteristics());
    Key key = about.key(call);
    world
        .store()
        .write(
            transaction -> {
              table.rows().put(transaction, key, AnomalyDetector.of(kept));
              return null;
            });
    return new PutAnomalyDetectorOutput();
  }

  private static void check(AnomalyDetectorConfiguration configuration) {
    if (configuration == null) {
      return;
    }
    if (configuration.metricTimezone() != null) {
      try {
        ZoneId.of(configuration.metricTimezone());
      } catch (DateTimeException e) {
        throw CloudWatchErrors.invalidValue(configuration.metricTimezone(), "MetricTimezone");
      }
    }
    List<Range> ranges = configuration.excludedTimeRanges();
    if (ranges != null) {
      if (ranges.size() > MOST_RANGES) {
        throw new LimitExceededException(
            "ExcludedTimeRanges must not have more than " + MOST_RANGES + " members.");
      }
      for (Range range : ranges) {
        if (!range.startTime().isBefore(range.endTime())) {
          throw CloudWatchErrors.invalid(
              "The StartTime of an excluded time range must be before its EndTime.");
        }
      }
    }
  }

  private DeleteAnomalyDetectorOutput delete(DeleteAnomalyDetectorInput in, Call call) {
    Key key =
        about(
                in.singleMetricAnomalyDetector(),
                in.metricMathAnomalyDetector(),
                single(in.namespace(), in.metricName(), in.dimensions(), in.stat()),
                call)
            .key(call);
    world
        .store()
        .write(
            transaction -> {
              if (!table.rows().contains(transaction, key)) {
                throw new ResourceNotFoundException("The anomaly detector does not exist.");
              }
              table.rows().delete(transaction, key);
              return null;
            });
    return new DeleteAnomalyDetectorOutput();
  }

  private DescribeAnomalyDetectorsOutput describe(DescribeAnomalyDetectorsInput in, Call call) {
    if (in.dimensions() != null && in.metricName() == null
        || in.metricName() != null && in.namespace() == null) {
      throw CloudWatchErrors.combination(
          "MetricName needs Namespace, and Dimensions need MetricName.");
    }
    List<String> types =
        in.anomalyDetectorTypes() == null || in.anomalyDetectorTypes().isEmpty()
            ? List.of(DetectorKeys.SINGLE)
            : in.anomalyDetectorTypes();
    Key place = Key.of(call.accountId()).with(call.region().name());
    int most = in.maxResults() == null ? PAGE : Math.min(in.maxResults(), PAGE);
    Key after = PageTokens.read(in.nextToken());
    List<Table.Row<AnomalyDetector>> found =
        world
            .store()
            .read(
                reader -> {
                  List<Table.Row<AnomalyDetector>> some = new ArrayList<>();
                  KeyRange range = KeyRange.prefix(place);
                  Table.Rows<AnomalyDetector> rows =
                      table
                          .rows()
                          .scan(
                              reader,
                              after == null ? range : range.startingAfter(after),
                              Direction.FORWARD);
                  while (rows.hasNext() && some.size() <= most) {
                    Table.Row<AnomalyDetector> row = rows.next();
                    if (types.contains(row.key().without(place).reader().nextText())
                        && matches(row.value().input(), in)) {
                      some.add(row);
                    }
                  }
                  return some;
                });
    boolean more = found.size() > most;
    List<io.nephele.api.cloudwatch.AnomalyDetector> told = new ArrayList<>();
    for (Table.Row<AnomalyDetector> row : more ? found.subList(0, most) : found) {
      told.add(describe(row.value().input(), call));
    }
    return new DescribeAnomalyDetectorsOutput()
        .anomalyDetectors(told)
        .nextToken(more ? PageTokens.write(found.get(most - 1).key()) : null);
  }

  private static boolean matches(
      PutAnomalyDetectorInput detector, DescribeAnomalyDetectorsInput in) {
    if (detector.singleMetricAnomalyDetector() != null) {
      SingleMetricAnomalyDetector one = detector.singleMetricAnomalyDetector();
      return matches(one.namespace(), one.metricName(), one.dimensions(), in);
    }
    for (MetricDataQuery query : detector.metricMathAnomalyDetector().metricDataQueries()) {
      if (query.metricStat() != null) {
        Metric metric = query.metricStat().metric();
        if (matches(metric.namespace(), metric.metricName(), metric.dimensions(), in)) {
          return true;
        }
      }
    }
    return in.namespace() == null;
  }

  private static boolean matches(
      String namespace,
      String metric,
      List<Dimension> dimensions,
      DescribeAnomalyDetectorsInput in) {
    return (in.namespace() == null || in.namespace().equals(namespace))
        && (in.metricName() == null || in.metricName().equals(metric))
        && (in.dimensions() == null
            || Dimensions.read(in.dimensions(), "Dimensions")
                .equals(Dimensions.read(dimensions, "Dimensions")));
  }

  private io.nephele.api.cloudwatch.AnomalyDetector describe(
      PutAnomalyDetectorInput detector, Call call) {
    io.nephele.api.cloudwatch.AnomalyDetector told =
        new io.nephele.api.cloudwatch.AnomalyDetector()
            .configuration(
                detector.configuration() == null
                    ? new AnomalyDetectorConfiguration()
                    : detector.configuration())
            .metricCharacteristics(detector.metricCharacteristics())
            .singleMetricAnomalyDetector(detector.singleMetricAnomalyDetector())
            .metricMathAnomalyDetector(detector.metricMathAnomalyDetector())
            .stateValue(
                isTrained(detector, call)
                    ? AnomalyDetectorStateValue.TRAINED
                    : AnomalyDetectorStateValue.TRAINED_INSUFFICIENT_DATA);
    SingleMetricAnomalyDetector one = detector.singleMetricAnomalyDetector();
    if (one != null) {
      told.namespace(one.namespace())
          .metricName(one.metricName())
          .dimensions(one.dimensions() == null ? List.of() : one.dimensions())
          .stat(one.stat());
    }
    return told;
  }

  private boolean isTrained(PutAnomalyDetectorInput detector, Call call) {
    SingleMetricAnomalyDetector one = detector.singleMetricAnomalyDetector();
    List<MetricDataQuery> queries =
        one == null
            ? detector.metricMathAnomalyDetector().metricDataQueries()
            : List.of(
                new MetricDataQuery()
                    .id("m1")
                    .metricStat(
                        new MetricStat()
                            .metric(
                                new Metric()
                                    .namespace(one.namespace())
                                    .metricName(one.metricName())
                                    .dimensions(one.dimensions()))
                            .period(PERIOD)
                            .stat(one.stat())));
    String id =
        one == null ? returned(detector.metricMathAnomalyDetector()).id() : queries.getFirst().id();
    Instant now = call.time();
    QueryRun run =
        new QueryRun(
            world,
            new QueryRun.Scope(
                call.accountId(),
                call.region().name(),
                now.minusSeconds(AnomalyModel.TRAINED),
                now,
                now),
            queries);
    try {
      List<Series> series = run.series(id);
      return series.size() == 1
          && new AnomalyModel(series.getFirst().points(), DetectorTable.settings(detector))
              .isTrained(now.getEpochSecond());
    } catch (MathException e) {
      return false;
    }
  }
}
