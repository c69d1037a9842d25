package io.nephele.services.cloudwatch.metrics;

import io.nephele.api.cloudwatch.DimensionFilter;
import io.nephele.api.cloudwatch.ListMetricsInput;
import io.nephele.api.cloudwatch.ListMetricsOutput;
import io.nephele.api.cloudwatch.Metric;
import io.nephele.core.World;
import io.nephele.core.call.Call;
import io.nephele.core.metrics.MetricId;
import io.nephele.core.metrics.MetricPlace;
import io.nephele.core.metrics.Metrics.Listed;
import io.nephele.core.store.Key;
import io.nephele.core.store.KeyReader;
import io.nephele.services.cloudwatch.CloudWatchErrors;
import io.nephele.services.cloudwatch.PageTokens;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The metrics that have had data in the last two weeks. */
public final class ListMetrics {
  private static final int PAGE = 500;
  private static final Duration LISTED = Duration.ofDays(14);
  private static final Duration RECENTLY = Duration.ofHours(3);

  private final World world;

  /** That of a world. */
  public ListMetrics(World world) {
    this.world = world;
  }

  /** The operation. */
  public ListMetricsOutput list(ListMetricsInput in, Call call) {
    if (Boolean.TRUE.equals(in.includeLinkedAccounts()) || in.owningAccount() != null) {
      throw CloudWatchErrors.notThere("Cross-account observability (linked accounts)");
    }
    long now = call.time().getEpochSecond();
    long since = now - (in.recentlyActive() == null ? LISTED : RECENTLY).toSeconds();
    boolean recently = in.recentlyActive() != null;
    MetricPlace place =
        new MetricPlace(call.accountId(), call.region().name(), in.namespace(), in.metricName());
    List<Listed> found =
        world
            .metrics()
            .list(
                place,
                last(in.nextToken(), call),
                each ->
                    (recently ? each.entry().lastAt() : each.entry().newest()) >= since
                        && matches(each.metric(), in),
                PAGE + 1);
    List<Metric> metrics = new ArrayList<>();
    for (Listed each : found.subList(0, Math.min(PAGE, found.size()))) {
      metrics.add(
          new Metric()
              .namespace(each.metric().namespace())
              .metricName(each.metric().name())
              .dimensions(Dimensions.write(each.metric().dimensions())));
    }
    return new ListMetricsOutput()
        .metrics(metrics)
        .nextToken(found.size() > PAGE ? token(found.get(PAGE - 1).metric()) : null);
  }

  private static boolean matches(MetricId metric, ListMetricsInput in) {
    if (in.metricName() != null && !in.metricName().equals(metric.name())) {
      return false;
    }
    if (in.dimensions() != null) {
      for (DimensionFilter filter : in.dimensions()) {
        String value = metric.dimensions().get(filter.name());
        if (value == null || filter.value() != null && !filter.value().equals(value)) {
          return false;
        }
      }
    }
    return true;
  }

  private static String token(MetricId last) {
    Key key = Key.of(last.namespace()).with(last.name());
    for (Map.Entry<String, String> dimension : last.dimensions().entrySet()) {
      key = key.with(dimension.getKey()).with(dimension.getValue());
    }
    return PageTokens.write(key);
  }

  private static MetricId last(String token, Call call) {
    Key key = PageTokens.read(token);
    if (key == null) {
      return null;
    }
    try {
      KeyReader parts = key.reader();
      String namespace = parts.nextText();
      String name = parts.nextText();
      Map<String, String> dimensions = new LinkedHashMap<>();
      while (parts.hasNext()) {
        dimensions.put(parts.nextText(), parts.nextText());
      }
      return new MetricId(call.accountId(), call.region().name(), namespace, name, dimensions);
    } catch (IllegalStateException e) {
      throw CloudWatchErrors.invalidValue(token, "NextToken");
    }
  }
}
