package io.nephele.services.cloudwatch.math;

import java.util.TreeMap;

/**
 * A time series.
 *
 * @param label what it is called where the caller does not say
 * @param points values by the second since 1970 at which their periods begin
 * @param period seconds between points
 */
public record Series(String label, TreeMap<Long, Double> points, int period) {
  /** The same points under another label. */
  public Series labelled(String other) {
    return new Series(other, points, period);
  }

  /** Other points under this label. */
  public Series with(TreeMap<Long, Double> other) {
    return new Series(label, other, period);
  }
}
