package io.nephele.services.cloudwatch.math;

import java.util.List;
import java.util.TreeMap;

/** The values that are expected of a series at the times of its points. */
final class AnomalyBand {
  private AnomalyBand() {}

  /**
   * The upper and the lower edge, which have no points where too little is known.
   *
   * @param width how many standard deviations there are to each side
   */
  static List<Series> of(Series series, AnomalyModel model, double width) {
    if (!(width > 0)) {
      throw new MathException("ANOMALY_DETECTION_BAND needs a number of deviations above 0.");
    }
    TreeMap<Long, Double> upper = new TreeMap<>();
    TreeMap<Long, Double> lower = new TreeMap<>();
    for (long time : series.points().keySet()) {
      double[] band = model.band(time, width);
      if (band != null) {
        lower.put(time, band[0]);
        upper.put(time, band[1]);
      }
    }
    return List.of(
        new Series(series.label() + " (upper)", upper, series.period()),
        new Series(series.label() + " (lower)", lower, series.period()));
  }
}
