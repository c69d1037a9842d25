package io.nephele.services.dynamodb.expressions;

import io.nephele.services.dynamodb.values.Validation;
import java.util.Map;

/**
 * Which of a request's parameters are expressions and which are from before there were any: both at
 * once are refused. For one request.
 *
 * <pre>new ParameterStyles()
 *     .legacy("Expected", in.expected())
 *     .expression("ConditionExpression", in.conditionExpression())
 *     .requireOne()
 *     .requireExpressions(in.expressionAttributeNames(), in.expressionAttributeValues(), null);
 * </pre>
 */
public final class ParameterStyles {
  private final StringBuilder legacy = new StringBuilder();
  private final StringBuilder expressions = new StringBuilder();

  /** A parameter that is no expression, in the order in which AWS names them; null if not given. */
  public ParameterStyles legacy(String name, Object value) {
    add(legacy, name, value);
    return this;
  }

  /** A parameter that is an expression, in the order in which AWS names them; null if not given. */
  public ParameterStyles expression(String name, Object value) {
    add(expressions, name, value);
    return this;
  }

  private static void add(StringBuilder names, String name, Object value) {
    if (value != null) {
      names.append(names.isEmpty() ? "" : ", ").append(name);
    }
  }

  /** Refuses both at once. */
  public ParameterStyles requireOne() {
    if (!legacy.isEmpty() && !expressions.isEmpty()) {
      throw Validation.error(
          "Can not use both expression and non-expression parameters in the same request:"
              + " Non-expression parameters: {"
              + legacy
              + "} Expression parameters: {"
              + expressions
              + "}");
    }
    return this;
  }

  /**
   * Refuses names and values for expressions where there are none.
   *
   * @param missing what AWS says is missing for values, for example {@code ConditionExpression is
   *     null}; null where it does not say
   */
  public ParameterStyles requireExpressions(
      Map<String, ?> names, Map<String, ?> values, String missing) {
    if (expressions.isEmpty()) {
      if (names != null) {
        throw Validation.error(
            "ExpressionAttributeNames can only be specified when using expressions");
      }
      if (values != null) {
        throw Validation.error(
            "ExpressionAttributeValues can only be specified when using expressions"
                + (missing == null ? "" : ": " + missing));
      }
    }
    return this;
  }
}
