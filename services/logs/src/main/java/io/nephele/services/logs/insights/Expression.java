package io.nephele.services.logs.insights;

/** A part of a query that has a value for each row. */
@FunctionalInterface
interface Expression {
  /** The value, or null. */
  Object of(Row row);
}
