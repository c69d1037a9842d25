package io.nephele.services.cloudwatch.math;

import java.util.List;
import java.util.Set;

/** Tells expressions whose values change only with the data of the metrics that they name. */
public final class Steadiness {
  /** Functions that look at the time, or at metrics that are found anew each time. */
  private static final Set<String> UNSTEADY =
      Set.of("SEARCH", "EPOCH", "MINUTE", "HOUR", "DAY", "DATE", "MONTH", "YEAR");

  private Steadiness() {}

  /** Whether an expression is one of them; one that cannot be read is. */
  public static boolean isSteady(String expression) {
    String text = expression.strip();
    if (text.regionMatches(true, 0, "SELECT ", 0, 7)) {
      return false;
    }
    try {
      return isSteady(MathParser.parse(text));
    } catch (MathException e) {
      return true;
    }
  }

  private static boolean isSteady(Node node) {
    return switch (node) {
      case Node.Array array -> areSteady(array.items());
      case Node.Unary unary -> isSteady(unary.operand());
      case Node.Binary binary -> isSteady(binary.left()) && isSteady(binary.right());
      case Node.Function function ->
          !UNSTEADY.contains(function.name()) && areSteady(function.arguments());
      default -> true;
    };
  }

  private static boolean areSteady(List<Node> nodes) {
    for (Node node : nodes) {
      if (!isSteady(node)) {
        return false;
      }
    }
    return true;
  }
}
