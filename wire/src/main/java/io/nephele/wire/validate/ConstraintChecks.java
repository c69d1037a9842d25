package io.nephele.wire.validate;

import io.nephele.model.Body;
import io.nephele.model.Bytes;
import io.nephele.model.Constraints;
import java.math.BigDecimal;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Checks single values; expressions are compiled once. */
final class ConstraintChecks {
  private static final Set<Violation> NONE = Set.of();

  private final Map<String, BoundedPattern> patterns = new ConcurrentHashMap<>();

  /** How a value breaks the constraints, in the order in which AWS tells; empty if it does not. */
  Set<Violation> of(Constraints constraints, Object value) {
    if (constraints == Constraints.NONE) {
      return NONE;
    }
    EnumSet<Violation> found = EnumSet.noneOf(Violation.class);
    if (constraints.minLength() != null || constraints.maxLength() != null) {
      checkLength(constraints, length(value), found);
    }
    if (value instanceof String text) {
      // An expression is not tried on a text that is too long anyway.
      if (constraints.pattern() != null
          && !found.contains(Violation.MAX_LENGTH)
          && !matches(constraints.pattern(), text)) {
        found.add(Violation.PATTERN);
      }
      if (!constraints.enumeration().isEmpty() && !constraints.enumeration().contains(text)) {
        found.add(Violation.ENUMERATION);
      }
    } else if (value instanceof Number number
        && (constraints.minimum() != null || constraints.maximum() != null)) {
      checkRange(constraints, number, found);
    } else if (constraints.uniqueItems()
        && value instanceof List<?> list
        && new HashSet<>(list).size() < list.size()) {
      found.add(Violation.UNIQUE_ITEMS);
    }
    return found;
  }

  /**
   * The length of a text in characters, of a blob in bytes, of a collection in items; -1 where
   * there is none.
   */
  static long length(Object value) {
    return switch (value) {
      case String text -> text.codePointCount(0, text.length());
      case Bytes bytes -> bytes.length();
      case Body body -> body.length();
      case List<?> list -> list.size();
      case Map<?, ?> map -> map.size();
      default -> -1;
    };
  }

  private boolean matches(String expression, String text) {
    BoundedPattern known = patterns.get(expression);
    if (known == null) {
      known = patterns.computeIfAbsent(expression, BoundedPattern::new);
    }
    return known.matches(text);
  }

  private static void checkLength(Constraints constraints, long length, EnumSet<Violation> found) {
    if (length < 0) {
      return;
    }
    if (constraints.maxLength() != null && length > constraints.maxLength()) {
      found.add(Violation.MAX_LENGTH);
    }
    if (constraints.minLength() != null && length < constraints.minLength()) {
      found.add(Violation.MIN_LENGTH);
    }
  }

  private static void checkRange(Constraints constraints, Number number, EnumSet<Violation> found) {
    double approximate = number.doubleValue();
    if (!Double.isFinite(approximate)) {
      if (constraints.maximum() != null && !(approximate < 0)) {
        found.add(Violation.MAXIMUM);
      }
      if (constraints.minimum() != null && !(approximate > 0)) {
        found.add(Violation.MINIMUM);
      }
      return;
    }
    BigDecimal value =
        number instanceof Integer || number instanceof Long
            ? BigDecimal.valueOf(number.longValue())
            : new BigDecimal(number.toString());
    if (constraints.maximum() != null && value.compareTo(constraints.maximum()) > 0) {
      found.add(Violation.MAXIMUM);
    }
    if (constraints.minimum() != null && value.compareTo(constraints.minimum()) < 0) {
      found.add(Violation.MINIMUM);
    }
  }
}
