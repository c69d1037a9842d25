package io.nephele.services.cloudwatch.math;

import java.util.Map;
import java.util.TreeMap;

/** What is computed of several numbers. */
final class Aggregates {
  private Aggregates() {}

  static double of(String name, double[] numbers) {
    double sum = 0;
    double least = Double.POSITIVE_INFINITY;
    double greatest = Double.NEGATIVE_INFINITY;
    for (double number : numbers) {
      sum += number;
      least = Math.min(least, number);
      greatest = Math.max(greatest, number);
    }
    return switch (name) {
      case "SUM" -> sum;
      case "MIN" -> least;
      case "MAX" -> greatest;
      case "AVG" -> sum / numbers.length;
      default -> deviation(numbers, sum / numbers.length);
    };
  }

  static double deviation(double[] numbers, double mean) {
    double squares = 0;
    for (double number : numbers) {
      squares += (number - mean) * (number - mean);
    }
    return Math.sqrt(squares / numbers.length);
  }

  /** What series are sorted by; those without points come first. */
  static double key(String function, Series series) {
    double[] numbers = series.points().values().stream().mapToDouble(x -> x).toArray();
    return numbers.length == 0 ? Double.NEGATIVE_INFINITY : of(function, numbers);
  }

  static TreeMap<Long, Double> running(String name, TreeMap<Long, Double> points) {
    TreeMap<Long, Double> result = new TreeMap<>();
    Map.Entry<Long, Double> before = null;
    double sum = 0;
    for (Map.Entry<Long, Double> point : points.entrySet()) {
      sum += point.getValue();
      if (name.equals("RUNNING_SUM")) {
        result.put(point.getKey(), sum);
      } else if (before != null) {
        double difference = point.getValue() - before.getValue();
        double seconds = point.getKey() - before.getKey();
        result.put(
            point.getKey(),
            switch (name) {
              case "DIFF" -> difference;
              case "RATE" -> difference / seconds;
              default -> seconds;
            });
      }
      before = point;
    }
    return result;
  }
}
