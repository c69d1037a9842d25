package io.nephele.services.cloudwatch.math;

import java.util.List;

/** What an expression of metric math comes to. */
public sealed interface Value {
  /** A number. */
  record Scalar(double number) implements Value {}

  /** One time series. */
  record One(Series series) implements Value {}

  /** Several time series. */
  record Many(List<Series> series) implements Value {}

  /** A text in quotes. */
  record Text(String text) implements Value {}

  /** One of the words REPEAT, LINEAR, AVG, SUM, ASC and the like. */
  record Word(String word) implements Value {}
}
