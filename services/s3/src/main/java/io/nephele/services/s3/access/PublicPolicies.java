package io.nephele.services.s3.access;

import io.nephele.policy.Condition;
import io.nephele.policy.ConditionOperator;
import io.nephele.policy.Effect;
import io.nephele.policy.PolicyDocument;
import io.nephele.policy.Statement;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Which policies S3 calls public: those that let in somebody who is not one of a fixed set of
 * principals, unless a condition on one of a few keys has fixed values.
 */
final class PublicPolicies {
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
          "aws:principalarn",
          "s3:x-amz-server-side-encryption-aws-kms-key-id",
          "s3:dataaccesspointarn",
          "s3:dataaccesspointaccount");

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

  private PublicPolicies() {}

  /** Whether a policy is public. */
  static boolean isPublic(PolicyDocument document) {
    return document.statements().stream().anyMatch(PublicPolicies::isPublic);
  }

  /** Whether a statement lets the public in. */
  static boolean isPublic(Statement statement) {
    return statement.effect() == Effect.ALLOW
        && namesAnybody(statement)
        && statement.conditions().stream().noneMatch(PublicPolicies::narrows);
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

  private static boolean narrows(Condition condition) {
    return EXACT.contains(condition.operator())
        && !condition.ifExists()
        && NARROWING.contains(condition.key().toLowerCase(Locale.ROOT))
        && condition.values().stream().allMatch(value -> isFixed(condition, value));
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
