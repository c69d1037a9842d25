package io.nephele.services.s3.select.sql;

import java.util.List;

/** What can be worked out for a row. */
public sealed interface Expression {

  /** A value that the expression itself says. */
  record Literal(Object value) implements Expression {}

  /** What of a row is meant. */
  record Path(List<PathStep> steps) implements Expression {}

  /** The opposite. */
  record Not(Expression of) implements Expression {}

  /** A number with the other sign. */
  record Negative(Expression of) implements Expression {}

  /** All of several conditions. */
  record All(List<Expression> conditions) implements Expression {}

  /** Any of several conditions. */
  record Any(List<Expression> conditions) implements Expression {}

  /** Values added, multiplied or put together, one after another from the left. */
  record Chain(Expression first, List<Operation> rest) implements Expression {}

  /** One step of a chain; a vertical bar puts texts together. */
  record Operation(char operator, Expression operand) {}

  /** Two values compared. */
  record Comparison(String operator, Expression left, Expression right) implements Expression {}

  /** Whether a value lies between two others, or is one of these. */
  record Between(Expression value, Expression low, Expression high) implements Expression {}

  /** Whether a value is one of several. */
  record In(Expression value, List<Expression> list) implements Expression {}

  /** Whether a text is like a pattern. */
  record Like(Expression value, Expression pattern, Expression escape) implements Expression {}

  /** Whether there is no value: null or missing, or, if that is asked, only missing. */
  record IsAbsent(Expression value, boolean missing) implements Expression {}

  /** The result of the first case whose condition holds. */
  record Case(List<When> cases, Expression otherwise) implements Expression {}

  /** One case. */
  record When(Expression condition, Expression result) {}

  /** A value as another type. */
  record Cast(Expression value, Type type) implements Expression {}

  /** The types that values can be made. */
  enum Type {
    BOOLEAN,
    INTEGER,
    STRING,
    FLOAT,
    DECIMAL,
    TIMESTAMP
  }

  /** A function of values. */
  record Call(Function function, List<Expression> arguments) implements Expression {}

  /**
   * A function of all rows.
   *
   * @param of null for the number of rows
   * @param index which of the query's aggregates it is, counted from zero
   */
  record Aggregate(Kind kind, Expression of, int index) implements Expression {
    /** What is made of the values of all rows. */
    public enum Kind {
      COUNT,
      SUM,
      AVG,
      MIN,
      MAX
    }
  }
}
