package io.nephele.policy;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** The condition operators of the policy language. Their names ignore case. */
public enum ConditionOperator {
  STRING_EQUALS("StringEquals", false),
  STRING_NOT_EQUALS("StringNotEquals", true),
  STRING_EQUALS_IGNORE_CASE("StringEqualsIgnoreCase", false),
  STRING_NOT_EQUALS_IGNORE_CASE("StringNotEqualsIgnoreCase", true),
  STRING_LIKE("StringLike", false),
  STRING_NOT_LIKE("StringNotLike", true),
  NUMERIC_EQUALS("NumericEquals", false),
  NUMERIC_NOT_EQUALS("NumericNotEquals", true),
  NUMERIC_LESS_THAN("NumericLessThan", false),
  NUMERIC_LESS_THAN_EQUALS("NumericLessThanEquals", false),
  NUMERIC_GREATER_THAN("NumericGreaterThan", false),
  NUMERIC_GREATER_THAN_EQUALS("NumericGreaterThanEquals", false),
  DATE_EQUALS("DateEquals", false),
  DATE_NOT_EQUALS("DateNotEquals", true),
  DATE_LESS_THAN("DateLessThan", false),
  DATE_LESS_THAN_EQUALS("DateLessThanEquals", false),
  DATE_GREATER_THAN("DateGreaterThan", false),
  DATE_GREATER_THAN_EQUALS("DateGreaterThanEquals", false),
  BOOL("Bool", false),
  BINARY_EQUALS("BinaryEquals", false),
  IP_ADDRESS("IpAddress", false),
  NOT_IP_ADDRESS("NotIpAddress", true),
  ARN_EQUALS("ArnEquals", false),
  ARN_NOT_EQUALS("ArnNotEquals", true),
  ARN_LIKE("ArnLike", false),
  ARN_NOT_LIKE("ArnNotLike", true),
  NULL("Null", false);

  private static final Map<String, ConditionOperator> BY_NAME = byName();

  private final String policyName;
  private final boolean negated;

  ConditionOperator(String policyName, boolean negated) {
    this.policyName = policyName;
    this.negated = negated;
  }

  /** The name as policies write it, such as {@code StringEquals}. */
  public String policyName() {
    return policyName;
  }

  /** Whether the operator is true of values that do not match. */
  public boolean negated() {
    return negated;
  }

  boolean isDate() {
    return ordinal() >= DATE_EQUALS.ordinal() && ordinal() <= DATE_GREATER_THAN_EQUALS.ordinal();
  }

  /** Whether that is an operator as policies write it, with set operator and IfExists. */
  public static boolean isOperator(String written) {
    return OperatorName.parse(written) != null;
  }

  /** The operator of this name in lower case, or null. */
  static ConditionOperator named(String lowerCaseName) {
    return BY_NAME.get(lowerCaseName);
  }

  private static Map<String, ConditionOperator> byName() {
    Map<String, ConditionOperator> names = new HashMap<>();
    for (ConditionOperator operator : values()) {
      names.put(operator.policyName.toLowerCase(Locale.ROOT), operator);
    }
    return Map.copyOf(names);
  }
}
