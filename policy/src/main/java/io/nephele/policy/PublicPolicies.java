package io.nephele.policy;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Which policies of resources AWS calls public: those that let in somebody who is not one of a
 * fixed set of principals, unless a condition on one of a few keys has fixed values.
 */
public final class PublicPolicies {
  /** Keys whose fixed values narrow a statement down to known callers. */
  private static final Set<String> NARROWING =
      Set.of(
          "aws:sourceip",
          "aws:sourcearn",
          "aws:sourcevpc",
          "aws:sourcevpce",
          "aws:sourceowner",
          "aws:sourceaccount",
          "aws:userid",
          "aws:principalorgid",
          "aws:principalorgpaths",
          "aws:principalaccount",
          "aws:principalarn");

  private static final Set<ConditionOperator> EXACT =
      Set.of(
          ConditionOperator.STRING_EQUALS,
          ConditionOperator.STRING_EQUALS_IGNORE_CASE,
          ConditionOperator.STRING_LIKE,
          ConditionOperator.ARN_EQUALS,
          ConditionOperator.ARN_LIKE,
          ConditionOperator.IP_ADDRESS);

  /** Wider networks are as good as everybody. */
  private static final int NARROWEST_PUBLIC_V4 = 7;

  private static final int NARROWEST_PUBLIC_V6 = 31;

  private final Set<String> furtherKeys;

  /**
   * The rule of a service.
   *
   * @param furtherKeys condition keys of the service that narrow a statement down, in small letters
   */
  public PublicPolicies(Set<String> furtherKeys) {
    this.furtherKeys = Set.copyOf(furtherKeys);
  }

  /** Whether a policy is public. */
  public boolean isPublic(PolicyDocument document) {
    return document.statements().stream().anyMatch(this::isPublic);
  }

  /** Whether a statement lets the public in. */
  private boolean isPublic(Statement statement) {
    return statement.effect() == Effect.ALLOW
        && namesAnybody(statement)
        && statement.conditions().stream().noneMatch(this::narrows);
  }

  private static boolean namesAnybody(Statement statement) {
    if (statement.principal().negated()) {
      return true;
    }
    for (Map.Entry<String, List<String>> names : statement.principal().values().entrySet()) {
      if (names.getKey().equals("*") || names.getValue().contains("*")) {
        return true;
      }
    }
    return false;
  }

  private boolean narrows(Condition condition) {
    return EXACT.contains(condition.operator())
        && !condition.ifExists()
        && isNarrowing(condition.key().toLowerCase(Locale.ROOT))
        && condition.values().stream().allMatch(value -> isFixed(condition, value));
  }

  private boolean isNarrowing(String key) {
    return NARROWING.contains(key) || furtherKeys.contains(key);
  }

  private static boolean isFixed(Condition condition, String value) {
    if (condition.operator() == ConditionOperator.IP_ADDRESS) {
      int slash = value.indexOf('/');
      int widest = value.indexOf(':') >= 0 ? NARROWEST_PUBLIC_V6 : NARROWEST_PUBLIC_V4;
      return slash < 0 || prefix(value.substring(slash + 1)) > widest;
    }
    if (condition.key().equalsIgnoreCase("aws:userid") && value.endsWith(":*")) {
      return true; // all sessions of one role
    }
    return value.indexOf('*') < 0 && value.indexOf('?') < 0 && !value.contains("${");
  }

  private static int prefix(String digits) {
    try {
      return Integer.parseInt(digits);
    } catch (NumberFormatException e) {
      return 0;
    }
  }
}
