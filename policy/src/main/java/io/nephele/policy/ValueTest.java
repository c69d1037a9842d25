package io.nephele.policy;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Base64;
import java.util.Set;
import java.util.function.IntPredicate;

/**
 * The positive form of an operator against one value of a policy, compiled. A value of the wrong
 * type, in the policy or in the request, matches nothing.
 */
interface ValueTest {
  /** Longest number that is read; more digits than any condition key has. */
  int MAX_NUMBER_LENGTH = 100;

  ValueTest NEVER = (value, keys) -> false;

  boolean matches(String value, ConditionKeys keys);

  /** Adds the context keys that the value's variables read, in lower case. */
  default void collectKeys(Set<String> keys) {}

  /** Compiles the test of one policy value. */
  static ValueTest of(ConditionOperator operator, String value, boolean variables) {
    return switch (operator) {
      case STRING_EQUALS, STRING_NOT_EQUALS ->
          new Text(Template.of(value, variables, false, false));
      case STRING_EQUALS_IGNORE_CASE, STRING_NOT_EQUALS_IGNORE_CASE ->
          new Text(Template.of(value, variables, false, true));
      case STRING_LIKE, STRING_NOT_LIKE -> new Text(Template.of(value, variables, true, false));
      case ARN_EQUALS, ARN_NOT_EQUALS, ARN_LIKE, ARN_NOT_LIKE -> ArnPattern.of(value, variables);
      case NUMERIC_EQUALS, NUMERIC_NOT_EQUALS -> numeric(value, order -> order == 0);
      case NUMERIC_LESS_THAN -> numeric(value, order -> order < 0);
      case NUMERIC_LESS_THAN_EQUALS -> numeric(value, order -> order <= 0);
      case NUMERIC_GREATER_THAN -> numeric(value, order -> order > 0);
      case NUMERIC_GREATER_THAN_EQUALS -> numeric(value, order -> order >= 0);
      case DATE_EQUALS, DATE_NOT_EQUALS -> date(value, order -> order == 0);
      case DATE_LESS_THAN -> date(value, order -> order < 0);
      case DATE_LESS_THAN_EQUALS -> date(value, order -> order <= 0);
      case DATE_GREATER_THAN -> date(value, order -> order > 0);
      case DATE_GREATER_THAN_EQUALS -> date(value, order -> order >= 0);
      case BOOL -> bool(value);
      case BINARY_EQUALS -> binary(value);
      case IP_ADDRESS, NOT_IP_ADDRESS -> ip(value);
      case NULL -> NEVER;
    };
  }

  /** A comparison of texts, with or without wildcards. */
  record Text(Template template) implements ValueTest {
    @Override
    public boolean matches(String value, ConditionKeys keys) {
      return template.matches(value, keys);
    }

    @Override
    public void collectKeys(Set<String> keys) {
      template.collectKeys(keys);
    }
  }

  private static ValueTest numeric(String wanted, IntPredicate order) {
    BigDecimal bound = number(wanted);
    if (bound == null) {
      return NEVER;
    }
    return (value, keys) -> {
      BigDecimal given = number(value);
      return given != null && order.test(given.compareTo(bound));
    };
  }

  private static BigDecimal number(String text) {
    if (text.isEmpty() || text.length() > MAX_NUMBER_LENGTH) {
      return null;
    }
    try {
      return new BigDecimal(text.strip());
    } catch (NumberFormatException e) {
      return null;
    }
  }

  private static ValueTest date(String wanted, IntPredicate order) {
    PolicyDate bound = PolicyDate.parse(wanted);
    if (bound == null) {
      return NEVER;
    }
    return (value, keys) -> {
      PolicyDate given = PolicyDate.parse(value);
      return given != null && order.test(given.compareTo(bound));
    };
  }

  private static ValueTest bool(String wanted) {
    boolean known = wanted.equalsIgnoreCase("true") || wanted.equalsIgnoreCase("false");
    return known ? (value, keys) -> value.equalsIgnoreCase(wanted) : NEVER;
  }

  private static ValueTest binary(String wanted) {
    byte[] bytes = base64(wanted);
    return bytes == null ? NEVER : (value, keys) -> Arrays.equals(bytes, base64(value));
  }

  private static byte[] base64(String text) {
    try {
      return Base64.getDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private static ValueTest ip(String wanted) {
    IpRange range = IpRange.parse(wanted);
    return range == null ? NEVER : (value, keys) -> range.contains(IpRange.address(value));
  }
}
