package io.nephele.services.cloudwatch.math;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;

/** What is done with each point for itself. */
final class Pointwise {
  private Pointwise() {}

  static DoubleBinaryOperator operator(String operator) {
    return switch (operator) {
      case "+" -> Double::sum;
      case "-" -> (a, b) -> a - b;
      case "*" -> (a, b) -> a * b;
      case "/" -> (a, b) -> a / b;
      case "%" -> (a, b) -> a % b;
      case "^" -> Math::pow;
      case "==" -> (a, b) -> flag(a == b);
      case "!=" -> (a, b) -> flag(a != b);
      case "<" -> (a, b) -> flag(a < b);
      case ">" -> (a, b) -> flag(a > b);
      case "<=" -> (a, b) -> flag(a <= b);
      case ">=" -> (a, b) -> flag(a >= b);
      case "&&" -> (a, b) -> flag(a != 0 && b != 0);
      default -> (a, b) -> flag(a != 0 || b != 0);
    };
  }

  private static double flag(boolean value) {
    return value ? 1 : 0;
  }

  static Value map(Value value, DoubleUnaryOperator operator) {
    return switch (value) {
      case Value.Scalar(double number) -> new Value.Scalar(operator.applyAsDouble(number));
      case Value.One(Series series) -> new Value.One(map(series, operator));
      case Value.Many(List<Series> series) -> {
        List<Series> all = new ArrayList<>();
        series.forEach(each -> all.add(map(each, operator)));
        yield new Value.Many(all);
      }
      default -> throw new MathException("A number or a time series is expected.");
    };
  }

  private static Series map(Series series, DoubleUnaryOperator operator) {
    TreeMap<Long, Double> points = new TreeMap<>();
    series.points().forEach((time, x) -> put(points, time, operator.applyAsDouble(x)));
    return series.with(points);
  }

  /** Leaves out what is no number, such as a division by zero. */
  static void put(TreeMap<Long, Double> points, long time, double value) {
    if (Double.isFinite(value)) {
      points.put(time, value);
    }
  }
}
