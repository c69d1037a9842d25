package io.nephele.services.s3.select.sql;

import io.nephele.services.s3.select.sql.Expression.Aggregate.Kind;

/** One function of all rows, as far as they were seen. */
final class Aggregation {
  private final Kind kind;
  private long count;
  private Object value;

  Aggregation(Kind kind) {
    this.kind = kind;
  }

  /** Adds the value of a row; what is absent does not count. */
  void add(Object next) {
    if (Missing.isAbsent(next)) {
      return;
    }
    count++;
    switch (kind) {
      case COUNT -> {}
      case SUM, AVG ->
          value = value == null ? Values.number(next) : sum((Number) value, Values.number(next));
      case MIN, MAX -> {
        Integer order = value == null ? null : Values.compare(next, value);
        if (value == null || order != null && (kind == Kind.MIN ? order < 0 : order > 0)) {
          value = next;
        }
      }
    }
  }

  /** A sum of whole numbers may become one that is longer than they are. */
  private static Number sum(Number one, Number other) {
    return one instanceof Long && other instanceof Long
        ? Numbers.calculate('+', Numbers.decimal(one), other)
        : Numbers.calculate('+', one, other);
  }

  /** What came of it; null if there was nothing. */
  Object result() {
    return switch (kind) {
      case COUNT -> count;
      case AVG -> count == 0 ? null : Numbers.mean((Number) value, count);
      default -> value;
    };
  }
}
