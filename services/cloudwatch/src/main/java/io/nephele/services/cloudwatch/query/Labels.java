package io.nephele.services.cloudwatch.query;

import io.nephele.api.cloudwatch.MetricDataQuery;
import io.nephele.api.cloudwatch.MetricStat;
import io.nephele.core.call.Call;
import io.nephele.services.cloudwatch.math.Series;
import io.nephele.services.cloudwatch.metrics.Dimensions;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;

/** Fills in what labels say in {@code ${...}}. */
final class Labels {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private static final String PROPERTY = "PROP('";

  private Labels() {}

  /** The label of a query's series, asked for by a call. */
  static String of(MetricDataQuery query, Series series, Call call) {
    String label = query.label();
    if (label == null || !label.contains("${")) {
      return label == null ? series.label() : label;
    }
    StringBuilder text = new StringBuilder();
    int at = 0;
    while (true) {
      int open = label.indexOf("${", at);
      int close = open < 0 ? -1 : label.indexOf('}', open);
      if (close < 0) {
        return text.append(label, at, label.length()).toString();
      }
      text.append(label, at, open);
      String name = label.substring(open + 2, close);
      text.append(
          name.startsWith(PROPERTY) && name.endsWith("')")
              ? property(name.substring(PROPERTY.length(), name.length() - 2), query, call)
              : value(name, series));
      at = close + 1;
    }
  }

  /** A property of the metric; empty where there is none, as of expressions. */
  private static String property(String name, MetricDataQuery query, Call call) {
    if (name.equals("AccountId")) {
      return call.accountId();
    }
    if (name.equals("Region")) {
      return call.region().name();
    }
    MetricStat stat = query.metricStat();
    if (stat == null) {
      return "";
    }
    return switch (name) {
      case "MetricName" -> stat.metric().metricName();
      case "Namespace" -> stat.metric().namespace();
      case "Period" -> stat.period().toString();
      case "Stat" -> stat.stat();
      default ->
          name.startsWith("Dim.")
              ? Dimensions.read(stat.metric().dimensions(), "Dimensions")
                  .getOrDefault(name.substring("Dim.".length()), "")
              : "";
    };
  }

  private static String value(String name, Series series) {
    Collection<Double> values = series.points().values();
    if (name.equals("LABEL")) {
      return series.label();
    }
    if (name.equals("DATAPOINT_COUNT")) {
      return Integer.toString(values.size());
    }
    if (values.isEmpty()) {
      return "--";
    }
    Long time =
        switch (name) {
          case "FIRST_TIME" -> series.points().firstKey();
          case "LAST_TIME" -> series.points().lastKey();
          case "MAX_TIME" -> at(series, values.stream().max(Double::compare).get());
          case "MIN_TIME" -> at(series, values.stream().min(Double::compare).get());
          default -> null;
        };
    if (time != null) {
      return TIME.format(Instant.ofEpochSecond(time));
    }
    Double number =
        switch (name) {
          case "MAX" -> values.stream().max(Double::compare).get();
          case "MIN" -> values.stream().min(Double::compare).get();
          case "AVG" -> values.stream().mapToDouble(x -> x).average().getAsDouble();
          case "SUM" -> values.stream().mapToDouble(x -> x).sum();
          case "LAST" -> series.points().lastEntry().getValue();
          case "FIRST" -> series.points().firstEntry().getValue();
          default -> null;
        };
    return number == null
        ? "${" + name + "}"
        : number == Math.rint(number) && Math.abs(number) < 1e15
            ? Long.toString(number.longValue())
            : String.format(Locale.ROOT, "%.3g", number);
  }

  /** When a series has a value first. */
  private static Long at(Series series, Double value) {
    for (Map.Entry<Long, Double> point : series.points().entrySet()) {
      if (point.getValue().equals(value)) {
        return point.getKey();
      }
    }
    return null;
  }
}
