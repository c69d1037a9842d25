package io.nephele.services.cloudwatch.widgets;

import io.nephele.api.cloudwatch.Dimension;
import io.nephele.api.cloudwatch.Metric;
import io.nephele.api.cloudwatch.MetricDataQuery;
import io.nephele.api.cloudwatch.MetricStat;
import io.nephele.core.json.JsonText;
import io.nephele.model.AwsException;
import io.nephele.services.cloudwatch.CloudWatchErrors;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A graph that is asked for in the JSON of metric widgets.
 *
 * @param width in pixels
 * @param height in pixels
 * @param stacked whether areas stand on one another
 * @param queries what is drawn
 * @param lines horizontal lines, with what is written at them
 */
record Widget(
    int width,
    int height,
    String title,
    boolean stacked,
    Instant start,
    Instant end,
    List<MetricDataQuery> queries,
    List<Line> lines) {
  private static final int MOST_METRICS = 100;

  /** A horizontal line. */
  record Line(double value, String label) {}

  static Widget read(String text, Instant now) {
    if (!(JsonText.parse(text) instanceof Map<?, ?> json)) {
      throw wrong("the widget is not a JSON object");
    }
    Object view = json.get("view");
    if (view != null && !view.equals("timeSeries")) {
      throw CloudWatchErrors.notThere("The view " + view + " of a widget image");
    }
    Instant end = time(json.get("end"), now, now);
    Instant start = time(json.get("start"), now, now.minus(Duration.ofHours(3)));
    if (!start.isBefore(end)) {
      throw wrong("start must be before end");
    }
    int period = number(json.get("period"), 300, 1, 86_400, "period");
    String stat = json.get("stat") instanceof String name ? name : "Average";
    return new Widget(
        number(json.get("width"), 600, 1, 2000, "width"),
        number(json.get("height"), 400, 1, 2000, "height"),
        json.get("title") instanceof String title ? title : null,
        Boolean.TRUE.equals(json.get("stacked")),
        start,
        end,
        queries(json.get("metrics"), period, stat),
        lines(json.get("annotations")));
  }

  private static AwsException wrong(String why) {
    return CloudWatchErrors.validation("Invalid MetricWidget: " + why + ".");
  }

  private static int number(Object value, int otherwise, int least, int most, String name) {
    if (value == null) {
      return otherwise;
    }
    if (!(value instanceof Number number)
        || number.doubleValue() < least
        || number.doubleValue() > most) {
      throw wrong(name + " must be a number from " + least + " to " + most);
    }
    return number.intValue();
  }

  private static Instant time(Object value, Instant now, Instant otherwise) {
    if (value == null) {
      return otherwise;
    }
    try {
      String text = value.toString();
      return text.startsWith("-P") || text.startsWith("P")
          ? now.minus(Duration.parse(text.startsWith("-") ? text.substring(1) : text))
          : Instant.parse(text);
    } catch (DateTimeException e) {
      throw wrong(value + " is no time");
    }
  }

  private static List<Line> lines(Object annotations) {
    List<Line> lines = new ArrayList<>();
    if (annotations instanceof Map<?, ?> map && map.get("horizontal") instanceof List<?> all) {
      for (Object each : all) {
        if (each instanceof Map<?, ?> line && line.get("value") instanceof Number value) {
          lines.add(
              new Line(
                  value.doubleValue(), line.get("label") instanceof String label ? label : null));
        } else {
          throw wrong("a horizontal annotation needs a value");
        }
      }
    }
    return lines;
  }

  /** Metrics may say {@code .} for what the one before has there, and {@code ...} for the rest. */
  private static List<MetricDataQuery> queries(Object metrics, int period, String stat) {
    if (!(metrics instanceof List<?> all) || all.isEmpty() || all.size() > MOST_METRICS) {
      throw wrong("metrics must be an array of 1 to " + MOST_METRICS);
    }
    List<MetricDataQuery> queries = new ArrayList<>();
    List<String> before = List.of();
    for (Object each : all) {
      if (!(each instanceof List<?> items) || items.isEmpty()) {
        throw wrong("each metric must be an array");
      }
      Map<?, ?> options = items.getLast() instanceof Map<?, ?> map ? map : Map.of();
      String id =
          options.get("id") instanceof String given ? given : "nephele" + (queries.size() + 1);
      MetricDataQuery query =
          new MetricDataQuery()
              .id(id)
              .label(options.get("label") instanceof String label ? label : null)
              .returnData(!Boolean.FALSE.equals(options.get("visible")));
      int own = number(options.get("period"), period, 1, 86_400, "period");
      if (options.get("expression") instanceof String expression) {
        queries.add(query.expression(expression).period(own));
        continue;
      }
      before = names(items, before);
      String ownStat = options.get("stat") instanceof String given ? given : stat;
      queries.add(query.metricStat(stat(before, own, ownStat)));
    }
    return queries;
  }

  private static List<String> names(List<?> items, List<String> before) {
    List<String> names = new ArrayList<>();
    int size = items.getLast() instanceof Map<?, ?> ? items.size() - 1 : items.size();
    for (int i = 0; i < size; i++) {
      String text = String.valueOf(items.get(i));
      if (text.equals("...")) {
        int last = Math.max(names.size(), before.size() - (size - i - 1));
        names.addAll(
            before.subList(Math.min(names.size(), before.size()), Math.min(last, before.size())));
      } else if (text.equals(".")) {
        if (names.size() >= before.size()) {
          throw wrong("there is nothing that \".\" could stand for");
        }
        names.add(before.get(names.size()));
      } else {
        names.add(text);
      }
    }
    if (names.size() < 2 || names.size() % 2 != 0) {
      throw wrong("a metric has a namespace, a name, and names and values of dimensions");
    }
    return names;
  }

  private static MetricStat stat(List<String> names, int period, String stat) {
    List<Dimension> dimensions = new ArrayList<>();
    for (int i = 2; i < names.size(); i += 2) {
      dimensions.add(new Dimension().name(names.get(i)).value(names.get(i + 1)));
    }
    return new MetricStat()
        .metric(
            new Metric().namespace(names.get(0)).metricName(names.get(1)).dimensions(dimensions))
        .period(period)
        .stat(stat);
  }
}
