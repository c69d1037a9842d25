package io.nephele.services.cloudwatch.math;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.DoubleUnaryOperator;

/** The functions of metric math. */
final class Functions {
  private final Evaluator.Inputs inputs;

  Functions(Evaluator.Inputs inputs) {
    this.inputs = inputs;
  }

  Value call(String name, List<Value> given) {
    return switch (name) {
      case "ABS" -> map(name, given, Math::abs);
      case "CEIL" -> map(name, given, Math::ceil);
      case "FLOOR" -> map(name, given, Math::floor);
      case "LOG" -> map(name, given, Math::log);
      case "LOG10" -> map(name, given, Math::log10);
      case "AVG", "SUM", "MIN", "MAX", "STDDEV" -> aggregate(name, given);
      case "METRICS" -> metrics(given);
      case "METRIC_COUNT" -> new Value.Scalar(series(name, given, 0).size());
      case "DATAPOINT_COUNT" -> count(given);
      case "PERIOD" -> new Value.Scalar(series(name, given, 0).getFirst().period());
      case "FILL" -> fill(given);
      case "FIRST" -> new Value.One(series(name, given, 0).getFirst());
      case "LAST" -> new Value.One(series(name, given, 0).getLast());
      case "IF" -> condition(given);
      case "DIFF", "RATE", "DIFF_TIME", "RUNNING_SUM" -> running(name, given);
      case "TIME_SERIES" -> timeSeries(number(name, given, 0));
      case "SORT" -> sort(given);
      case "SLICE" -> slice(given);
      case "REMOVE_EMPTY" -> removeEmpty(given);
      case "SEARCH" -> search(given);
      case "EPOCH", "MINUTE", "HOUR", "DAY", "DATE", "MONTH", "YEAR" -> calendar(name, given);
      default -> throw new MathException("The function " + name + " is not known.");
    };
  }

  private static Value at(String name, List<Value> given, int index) {
    if (index >= given.size()) {
      throw new MathException("The function " + name + " needs more arguments.");
    }
    return given.get(index);
  }

  private static List<Series> series(String name, List<Value> given, int index) {
    List<Series> all = Evaluator.list(at(name, given, index));
    if (all.isEmpty() && !name.startsWith("METRIC")) {
      throw new MathException("The function " + name + " needs a time series.");
    }
    return all;
  }

  private static double number(String name, List<Value> given, int index) {
    if (at(name, given, index) instanceof Value.Scalar(double number)) {
      return number;
    }
    throw new MathException("The function " + name + " needs a number.");
  }

  private static String text(String name, List<Value> given, int index) {
    return switch (at(name, given, index)) {
      case Value.Text(String text) -> text;
      case Value.Word(String word) -> word;
      default -> throw new MathException("The function " + name + " needs a text.");
    };
  }

  private static Value map(String name, List<Value> given, DoubleUnaryOperator operator) {
    return Pointwise.map(at(name, given, 0), operator);
  }

  /** Of one series a number; of several a series. */
  private Value aggregate(String name, List<Value> given) {
    Value value = at(name, given, 0);
    if (value instanceof Value.Scalar) {
      return value;
    }
    List<Series> all = Evaluator.list(value);
    if (value instanceof Value.One) {
      double[] numbers =
          all.getFirst().points().values().stream().mapToDouble(Double::doubleValue).toArray();
      return new Value.Scalar(numbers.length == 0 ? Double.NaN : Aggregates.of(name, numbers));
    }
    TreeMap<Long, Double> points = new TreeMap<>();
    for (long time : Evaluator.times(all)) {
      double[] numbers =
          all.stream()
              .map(each -> each.points().get(time))
              .filter(each -> each != null)
              .mapToDouble(Double::doubleValue)
              .toArray();
      Pointwise.put(points, time, Aggregates.of(name, numbers));
    }
    int period = all.isEmpty() ? inputs.period() : all.getFirst().period();
    return new Value.One(new Series(name, points, period));
  }

  private Value metrics(List<Value> given) {
    return new Value.Many(inputs.metrics(given.isEmpty() ? "" : text("METRICS", given, 0)));
  }

  private static Value count(List<Value> given) {
    return new Value.Scalar(series("DATAPOINT_COUNT", given, 0).getFirst().points().size());
  }

  private Value fill(List<Value> given) {
    Value filler = at("FILL", given, 1);
    List<Series> all = new ArrayList<>();
    for (Series each : Evaluator.list(at("FILL", given, 0))) {
      all.add(fill(each, filler));
    }
    return given.getFirst() instanceof Value.One
        ? new Value.One(all.getFirst())
        : new Value.Many(all);
  }

  private Series fill(Series series, Value filler) {
    TreeMap<Long, Double> points = new TreeMap<>(series.points());
    for (long time : inputs.times()) {
      if (points.containsKey(time)) {
        continue;
      }
      Double value =
          switch (filler) {
            case Value.Scalar(double number) -> (Double) number;
            case Value.One(Series other) -> other.points().get(time);
            case Value.Word(String word) -> between(series.points(), time, word);
            default -> throw new MathException("FILL needs a number, REPEAT or LINEAR.");
          };
      if (value != null) {
        points.put(time, value);
      }
    }
    return series.with(points);
  }

  private static Double between(TreeMap<Long, Double> points, long time, String word) {
    Map.Entry<Long, Double> before = points.floorEntry(time);
    Map.Entry<Long, Double> after = points.ceilingEntry(time);
    if (word.equals("REPEAT")) {
      return before == null ? null : before.getValue();
    }
    if (!word.equals("LINEAR")) {
      throw new MathException("FILL needs a number, REPEAT or LINEAR.");
    }
    if (before == null || after == null) {
      return before == null ? after == null ? null : after.getValue() : before.getValue();
    }
    double part = (double) (time - before.getKey()) / (after.getKey() - before.getKey());
    return before.getValue() + part * (after.getValue() - before.getValue());
  }

  private Value condition(List<Value> given) {
    Value test = at("IF", given, 0);
    Value then = at("IF", given, 1);
    Value otherwise = given.size() > 2 ? given.get(2) : null;
    if (test instanceof Value.Scalar(double number)) {
      Value chosen = number != 0 ? then : otherwise;
      return chosen == null ? new Value.Many(List.of()) : chosen;
    }
    Series series = Evaluator.list(test).getFirst();
    TreeMap<Long, Double> points = new TreeMap<>();
    series
        .points()
        .forEach(
            (time, flag) -> {
              Double value = pointOf(flag != 0 ? then : otherwise, time);
              if (value != null) {
                points.put(time, value);
              }
            });
    return new Value.One(series.with(points));
  }

  private static Double pointOf(Value value, long time) {
    return switch (value) {
      case null -> null;
      case Value.Scalar(double number) -> number;
      default -> Evaluator.list(value).getFirst().points().get(time);
    };
  }

  private Value running(String name, List<Value> given) {
    List<Series> all = new ArrayList<>();
    for (Series each : Evaluator.list(at(name, given, 0))) {
      all.add(each.with(Aggregates.running(name, each.points())));
    }
    return given.getFirst() instanceof Value.One
        ? new Value.One(all.getFirst())
        : new Value.Many(all);
  }

  private Value timeSeries(double number) {
    TreeMap<Long, Double> points = new TreeMap<>();
    inputs.times().forEach(time -> points.put(time, number));
    return new Value.One(new Series("TIME_SERIES", points, inputs.period()));
  }

  private static Value sort(List<Value> given) {
    String function = text("SORT", given, 1);
    boolean descending = text("SORT", given, 2).equals("DESC");
    List<Series> all = new ArrayList<>(Evaluator.list(at("SORT", given, 0)));
    Comparator<Series> order =
        (a, b) -> Double.compare(Aggregates.key(function, a), Aggregates.key(function, b));
    all.sort(descending ? order.reversed() : order);
    int most = given.size() > 3 ? (int) number("SORT", given, 3) : all.size();
    return new Value.Many(all.subList(0, Math.clamp(most, 0, all.size())));
  }

  private static Value slice(List<Value> given) {
    List<Series> all = Evaluator.list(at("SLICE", given, 0));
    int from = Math.clamp((int) number("SLICE", given, 1), 0, all.size());
    if (given.size() == 2) {
      return from < all.size() ? new Value.One(all.get(from)) : new Value.Many(List.of());
    }
    return new Value.Many(
        all.subList(from, Math.clamp((int) number("SLICE", given, 2), from, all.size())));
  }

  private static Value removeEmpty(List<Value> given) {
    List<Series> all = new ArrayList<>(Evaluator.list(at("REMOVE_EMPTY", given, 0)));
    all.removeIf(each -> each.points().isEmpty());
    return new Value.Many(all);
  }

  private Value search(List<Value> given) {
    Integer period = given.size() > 2 ? (Integer) (int) number("SEARCH", given, 2) : null;
    return new Value.Many(
        inputs.search(text("SEARCH", given, 0), text("SEARCH", given, 1), period));
  }

  private static Value calendar(String name, List<Value> given) {
    Series series = series(name, given, 0).getFirst();
    TreeMap<Long, Double> points = new TreeMap<>();
    for (long time : series.points().keySet()) {
      java.time.ZonedDateTime at = Instant.ofEpochSecond(time).atZone(ZoneOffset.UTC);
      points.put(
          time,
          switch (name) {
            case "EPOCH" -> (double) time;
            case "MINUTE" -> (double) at.getMinute();
            case "HOUR" -> (double) at.getHour();
            case "DAY" -> (double) at.getDayOfWeek().getValue();
            case "DATE" -> (double) at.getDayOfMonth();
            case "MONTH" -> (double) at.getMonthValue();
            default -> (double) at.getYear();
          });
    }
    return new Value.One(series.with(points));
  }
}
