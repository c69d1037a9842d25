package io.nephele.services.cloudwatch.query;

import io.nephele.api.cloudwatch.GetMetricDataInput;
import io.nephele.api.cloudwatch.GetMetricDataOutput;
import io.nephele.api.cloudwatch.InvalidNextToken;
import io.nephele.api.cloudwatch.MetricDataQuery;
import io.nephele.api.cloudwatch.MetricDataResult;
import io.nephele.core.World;
import io.nephele.core.call.Call;
import io.nephele.core.store.Key;
import io.nephele.core.store.KeyReader;
import io.nephele.services.cloudwatch.CloudWatchErrors;
import io.nephele.services.cloudwatch.PageTokens;
import io.nephele.services.cloudwatch.math.MathException;
import io.nephele.services.cloudwatch.math.Series;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;

/** Data of many metrics, and what is computed of them. */
public final class GetMetricData {
  private static final int MOST = 100_800;

  private final World world;

  /** That of a world. */
  public GetMetricData(World world) {
    this.world = world;
  }

  private record Result(MetricDataQuery query, Series series) {}

  /** The operation. */
  public GetMetricDataOutput get(GetMetricDataInput in, Call call) {
    Queries.check(in.metricDataQueries(), "MetricDataQueries", call.accountId());
    if (in.labelOptions() != null && in.labelOptions().timezone() != null) {
      throw CloudWatchErrors.notThere("LabelOptions.Timezone");
    }
    if (!in.startTime().isBefore(in.endTime())) {
      throw CloudWatchErrors.validation(
          "The parameter StartTime must be less than the parameter EndTime.");
    }
    int most = in.maxDatapoints() == null ? MOST : in.maxDatapoints();
    if (most < 1 || most > MOST) {
      throw CloudWatchErrors.validation(
          "The value " + most + " for parameter MaxDatapoints must be between 1 and " + MOST + ".");
    }
    QueryRun run =
        new QueryRun(
            world,
            new QueryRun.Scope(
                call.accountId(), call.region().name(), in.startTime(), in.endTime(), call.time()),
            in.metricDataQueries());
    return page(results(run, in), in, most, call);
  }

  private static List<Result> results(QueryRun run, GetMetricDataInput in) {
    List<Result> results = new ArrayList<>();
    for (MetricDataQuery query : in.metricDataQueries()) {
      if (!Boolean.FALSE.equals(query.returnData())) {
        try {
          for (Series series : run.series(query.id())) {
            results.add(new Result(query, series));
          }
        } catch (MathException e) {
          throw CloudWatchErrors.validation(
              "Error in expression '" + query.id() + "': " + e.getMessage());
        }
      }
    }
    return results;
  }

  private static GetMetricDataOutput page(
      List<Result> all, GetMetricDataInput in, int most, Call call) {
    boolean ascending = "TimestampAscending".equals(in.scanBy());
    int[] start = start(in.nextToken());
    int left = most;
    List<MetricDataResult> page = new ArrayList<>();
    String token = null;
    for (int i = start[0]; i < all.size() && token == null; i++) {
      Result result = all.get(i);
      int skipped = i == start[0] ? start[1] : 0;
      NavigableMap<Long, Double> points =
          ascending ? result.series.points() : result.series.points().descendingMap();
      List<Instant> times = new ArrayList<>();
      List<Double> values = new ArrayList<>();
      int at = 0;
      for (java.util.Map.Entry<Long, Double> point : points.entrySet()) {
        if (at++ < skipped) {
          continue;
        }
        if (left == 0) {
          token = PageTokens.write(Key.EMPTY.with(i).with(at - 1));
          break;
        }
        times.add(Instant.ofEpochSecond(point.getKey()));
        values.add(point.getValue());
        left--;
      }
      page.add(
          new MetricDataResult()
              .id(result.query.id())
              .label(Labels.of(result.query, result.series, call))
              .timestamps(times)
              .values(values)
              .statusCode(token == null ? "Complete" : "PartialData"));
    }
    return new GetMetricDataOutput().metricDataResults(page).nextToken(token).messages(List.of());
  }

  private static int[] start(String token) {
    Key key = PageTokens.read(token);
    if (key == null) {
      return new int[] {0, 0};
    }
    try {
      KeyReader parts = key.reader();
      return new int[] {(int) parts.nextLong(), (int) parts.nextLong()};
    } catch (IllegalStateException e) {
      throw new InvalidNextToken("The specified nextToken is invalid.");
    }
  }
}
