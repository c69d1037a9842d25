package io.nephele.services.dynamodb.expressions;

import io.nephele.model.AwsException;
import io.nephele.services.dynamodb.values.Utf8;
import io.nephele.services.dynamodb.values.Validation;

/** The parameters of requests that are expressions. */
public enum ExpressionKind {
  /** What must hold of an item for a write. */
  CONDITION("ConditionExpression"),
  /** What must hold of items for a read to return them. */
  FILTER("FilterExpression"),
  /** Which keys a query reads. */
  KEY_CONDITION("KeyConditionExpression"),
  /** How an item changes. */
  UPDATE("UpdateExpression"),
  /** Which parts of items a read returns. */
  PROJECTION("ProjectionExpression");

  /** The longest expression in bytes. */
  static final int MAX_SIZE = 4096;

  private final String parameter;

  ExpressionKind(String parameter) {
    this.parameter = parameter;
  }

  /** The parameter's name. */
  public String parameter() {
    return parameter;
  }

  /** The error that AWS makes of that reason. */
  public AwsException error(String reason) {
    return Validation.error("Invalid " + parameter + ": " + reason);
  }

  /**
   * Refuses what is empty or too long.
   *
   * @param older whether AWS reads it in its older layer, which tells the size of conditions
   */
  void requireSize(String expression, boolean older) {
    if (expression.isEmpty()) {
      throw error("The expression can not be empty;");
    }
    int size = Utf8.length(expression);
    if (size > MAX_SIZE) {
      throw error(
          "Expression size has exceeded the maximum allowed size;"
              + (older && (this == CONDITION || this == FILTER)
                  ? " expression size: " + size
                  : ""));
    }
  }
}
