package io.nephele.core.insights;

import java.util.List;

/**
 * What one contributed in a minute.
 *
 * @param keys who
 * @param count how often
 * @param sum how much in all
 * @param least the least at once
 * @param most the most at once
 */
public record Share(List<String> keys, double count, double sum, double least, double most) {
  static Share of(List<String> keys, double value) {
    return new Share(keys, 1, value, value, value);
  }

  Share plus(Share other) {
    return new Share(
        keys,
        count + other.count,
        sum + other.sum,
        Math.min(least, other.least),
        Math.max(most, other.most));
  }
}
