package io.nephele.policy;

import java.util.Locale;

/** An operator as a policy writes it: {@code ForAnyValue:StringLikeIfExists} taken apart. */
record OperatorName(
    ConditionOperator operator, Condition.SetOperator setOperator, boolean ifExists) {
  private static final String IF_EXISTS = "ifexists";

  /** Takes a written operator apart; null when AWS knows no such operator. */
  static OperatorName parse(String written) {
    String name = written.toLowerCase(Locale.ROOT);
    Condition.SetOperator set = Condition.SetOperator.NONE;
    if (name.startsWith("forallvalues:")) {
      set = Condition.SetOperator.FOR_ALL_VALUES;
      name = name.substring("forallvalues:".length());
    } else if (name.startsWith("foranyvalue:")) {
      set = Condition.SetOperator.FOR_ANY_VALUE;
      name = name.substring("foranyvalue:".length());
    }
    boolean ifExists = name.endsWith(IF_EXISTS);
    if (ifExists) {
      name = name.substring(0, name.length() - IF_EXISTS.length());
    }
    ConditionOperator operator = ConditionOperator.named(name);
    // Null itself asks whether the key exists.
    boolean known = operator != null && !(ifExists && operator == ConditionOperator.NULL);
    return known ? new OperatorName(operator, set, ifExists) : null;
  }
}
