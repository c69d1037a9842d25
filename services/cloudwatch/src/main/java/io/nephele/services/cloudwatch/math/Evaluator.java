package io.nephele.services.cloudwatch.math;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.DoubleBinaryOperator;

/** Computes expressions of metric math over the results of other queries. */
public final class Evaluator {
  private final Inputs inputs;

  /** One that looks ids up there. */
  public Evaluator(Inputs inputs) {
    this.inputs = inputs;
  }

  /** What expressions may refer to. */
  public interface Inputs {
    /** The value of the query of that id, or null if there is none. */
    Value of(String id);

    /** The series of all queries for metrics whose ids contain that text. */
    List<Series> metrics(String part);

    /** What is expected of the series of the query of that id. */
    AnomalyModel model(String id);

    /** What a search finds. */
    List<Series> search(String expression, String statistic, Integer period);

    /** Seconds between points of what stands for itself. */
    int period();

    /** When periods begin that are asked for, in seconds since 1970. */
    List<Long> times();
  }

  /** The value of an expression. */
  public Value evaluate(String expression) {
    return evaluate(MathParser.parse(expression));
  }

  private Value evaluate(Node node) {
    return switch (node) {
      case Node.Number number -> new Value.Scalar(number.value());
      case Node.Text text -> new Value.Text(text.value());
      case Node.Name name -> name(name.name());
      case Node.Array array -> {
        List<Series> all = new ArrayList<>();
        for (Node item : array.items()) {
          all.addAll(list(evaluate(item)));
        }
        yield new Value.Many(all);
      }
      case Node.Unary unary ->
          Pointwise.map(
              evaluate(unary.operand()),
              unary.operator().equals("-") ? x -> -x : x -> x == 0 ? 1 : 0);
      case Node.Binary binary ->
          combine(
              evaluate(binary.left()),
              evaluate(binary.right()),
              Pointwise.operator(binary.operator()));
      case Node.Function function when function.name().equals("ANOMALY_DETECTION_BAND") ->
          band(function.arguments());
      case Node.Function function -> {
        List<Value> arguments = new ArrayList<>();
        for (Node argument : function.arguments()) {
          arguments.add(evaluate(argument));
        }
        yield new Functions(inputs).call(function.name(), arguments);
      }
    };
  }

  private Value band(List<Node> arguments) {
    if (arguments.isEmpty() || !(arguments.getFirst() instanceof Node.Name(String id))) {
      throw new MathException("ANOMALY_DETECTION_BAND needs the id of a metric or an expression.");
    }
    double width = 2;
    if (arguments.size() > 1) {
      if (!(evaluate(arguments.get(1)) instanceof Value.Scalar(double number))) {
        throw new MathException("ANOMALY_DETECTION_BAND needs a number of deviations above 0.");
      }
      width = number;
    }
    List<Series> series = list(name(id));
    if (series.size() != 1) {
      throw new MathException("ANOMALY_DETECTION_BAND needs one time series.");
    }
    return new Value.Many(AnomalyBand.of(series.getFirst(), inputs.model(id), width));
  }

  private static final Set<String> WORDS =
      Set.of(
          "REPEAT", "LINEAR", "AVG", "SUM", "MIN", "MAX", "ASC", "DESC", "TRUE", "FALSE", "STDDEV");

  private Value name(String name) {
    Value value = inputs.of(name);
    if (value != null) {
      return value;
    }
    String word = name.toUpperCase(Locale.ROOT);
    if (WORDS.contains(word)) {
      return new Value.Word(word);
    }
    throw new MathException("Unknown identifier: " + name + ".");
  }

  /** The series of a value. */
  static List<Series> list(Value value) {
    return switch (value) {
      case Value.One one -> List.of(one.series());
      case Value.Many many -> many.series();
      default -> throw new MathException("A time series is expected.");
    };
  }

  /** Applies an operator point by point; only points that both sides have are there. */
  static Value combine(Value left, Value right, DoubleBinaryOperator operator) {
    if (left instanceof Value.Scalar(double a)) {
      if (right instanceof Value.Scalar(double b)) {
        return new Value.Scalar(operator.applyAsDouble(a, b));
      }
      return Pointwise.map(right, x -> operator.applyAsDouble(a, x));
    }
    if (right instanceof Value.Scalar(double b)) {
      return Pointwise.map(left, x -> operator.applyAsDouble(x, b));
    }
    List<Series> lefts = list(left);
    List<Series> rights = list(right);
    boolean one = left instanceof Value.One && right instanceof Value.One;
    if (one) {
      return new Value.One(combine(lefts.getFirst(), rights.getFirst(), operator));
    }
    List<Series> all = new ArrayList<>();
    if (left instanceof Value.One) {
      rights.forEach(
          each -> all.add(combine(lefts.getFirst(), each, operator).labelled(each.label())));
    } else if (right instanceof Value.One) {
      lefts.forEach(each -> all.add(combine(each, rights.getFirst(), operator)));
    } else {
      if (lefts.size() != rights.size()) {
        throw new MathException("Arrays of time series differ in length.");
      }
      for (int i = 0; i < lefts.size(); i++) {
        all.add(combine(lefts.get(i), rights.get(i), operator));
      }
    }
    return new Value.Many(all);
  }

  private static Series combine(Series left, Series right, DoubleBinaryOperator operator) {
    TreeMap<Long, Double> points = new TreeMap<>();
    left.points()
        .forEach(
            (time, a) -> {
              Double b = right.points().get(time);
              if (b != null) {
                Pointwise.put(points, time, operator.applyAsDouble(a, b));
              }
            });
    return new Series(left.label(), points, Math.max(left.period(), right.period()));
  }

  /** All times at which one of them has a point. */
  static TreeSet<Long> times(List<Series> all) {
    TreeSet<Long> times = new TreeSet<>();
    all.forEach(each -> times.addAll(each.points().keySet()));
    return times;
  }
}
