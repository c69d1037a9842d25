package io.nephele.services.cloudwatch.math;

import java.util.List;
import java.util.TreeMap;

/**
 * The values that are expected of a series: around the mean of what was before, as many standard
 * deviations wide to each side as asked for. AWS's model also learns trends and the hours of days
 * and weeks; this one does not.
 */
final class AnomalyBand {
  private AnomalyBand() {}

  /** The upper and the lower edge. */
  static List<Series> of(Series series, double width) {
    if (!(width > 0)) {
      throw new MathException("ANOMALY_DETECTION_BAND needs a number of deviations above 0.");
    }
    TreeMap<Long, Double> upper = new TreeMap<>();
    TreeMap<Long, Double> lower = new TreeMap<>();
    double count = 0;
    double sum = 0;
    double squares = 0;
    for (java.util.Map.Entry<Long, Double> point : series.points().entrySet()) {
      if (count >= 2) {
        double mean = sum / count;
        double deviation = Math.sqrt(Math.max(0, squares / count - mean * mean));
        upper.put(point.getKey(), mean + width * deviation);
        lower.put(point.getKey(), mean - width * deviation);
      }
      double value = point.getValue();
      count++;
      sum += value;
      squares += value * value;
    }
    return List.of(
        new Series(series.label() + " (upper)", upper, series.period()),
        new Series(series.label() + " (lower)", lower, series.period()));
  }
}
