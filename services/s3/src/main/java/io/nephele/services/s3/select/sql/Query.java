package io.nephele.services.s3.select.sql;

import java.util.List;

/**
 * A query.
 *
 * @param columns what is told of each row; null for everything
 * @param from the steps from a record of the object to the rows
 * @param alias how the expressions call the row
 * @param where which rows count, or null for all
 * @param limit how many rows are told at most, or -1
 * @param aggregates the functions of all rows, in order of their numbers
 */
public record Query(
    List<Column> columns,
    List<PathStep> from,
    String alias,
    Expression where,
    long limit,
    List<Expression.Aggregate> aggregates) {

  /** One column, with the name that it gets in JSON. */
  public record Column(Expression expression, String name) {}

  /** Whether there is one answer for all rows together. */
  public boolean isAggregate() {
    return !aggregates.isEmpty();
  }

  /**
   * Reads a query.
   *
   * @throws io.nephele.model.AwsException if it is none that S3 Select has
   */
  public static Query parse(String text) {
    return new SqlParser(Lexer.tokens(text)).query();
  }
}
