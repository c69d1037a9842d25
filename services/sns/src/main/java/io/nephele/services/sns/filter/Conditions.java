package io.nephele.services.sns.filter;

import io.nephele.services.sns.filter.FilterPolicy.Demand;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the value of a field may be: one of these. Values that are asked for as they are stand in
 * sets, so that a long list costs no more than a short one.
 *
 * @param absent whether the field may be missing
 * @param present whether anything will do
 * @param texts texts as they are
 * @param numbers numbers without trailing zeros
 * @param constants of true, false and null those that will do, as texts
 * @param others everything else
 */
record Conditions(
    boolean absent,
    boolean present,
    Set<String> texts,
    Set<BigDecimal> numbers,
    Set<String> constants,
    List<Condition> others)
    implements Demand {

  /** Something that is demanded of a single value: a text, number, boolean or null. */
  @FunctionalInterface
  interface Condition {
    boolean matches(Object value);
  }

  /** Whether a field's value is one that is asked for. */
  boolean matches(Object value, boolean isAbsent) {
    if (isAbsent || !isLeaf(value)) {
      return absent;
    }
    return present || anyMatches(value);
  }

  /** Whether there is a single value, which is not so of objects and lists of nothing else. */
  private static boolean isLeaf(Object value) {
    if (value instanceof List<?> list) {
      for (Object item : list) {
        if (isLeaf(item)) {
          return true;
        }
      }
      return false;
    }
    return !(value instanceof Map<?, ?>);
  }

  private boolean anyMatches(Object value) {
    if (value instanceof List<?> list) {
      for (Object item : list) {
        if (anyMatches(item)) {
          return true;
        }
      }
      return false;
    }
    if (value instanceof Map<?, ?>) {
      return false;
    }
    return contains(value) || otherMatches(value);
  }

  private boolean contains(Object value) {
    if (value instanceof String text) {
      return texts.contains(text);
    }
    if (value instanceof Number number) {
      return !numbers.isEmpty() && numbers.contains(decimal(number).stripTrailingZeros());
    }
    return constants.contains(String.valueOf(value));
  }

  private boolean otherMatches(Object value) {
    for (int i = 0; i < others.size(); i++) {
      if (others.get(i).matches(value)) {
        return true;
      }
    }
    return false;
  }

  /** A number of a document as a decimal. */
  static BigDecimal decimal(Number number) {
    return switch (number) {
      case BigDecimal decimal -> decimal;
      case BigInteger integer -> new BigDecimal(integer);
      default -> BigDecimal.valueOf(number.longValue());
    };
  }
}
