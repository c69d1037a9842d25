package io.nephele.services.cloudwatch.query;

import io.nephele.services.cloudwatch.math.Series;
import java.util.Collection;
import java.util.Locale;

/** Fills in what labels say in {@code ${...}}. */
final class Labels {
  private Labels() {}

  static String of(String label, Series series) {
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
      text.append(value(label.substring(open + 2, close), series));
      at = close + 1;
    }
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
}
