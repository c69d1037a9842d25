package io.nephele.core.trail;

import java.util.List;

/**
 * A condition on one field of events, as advanced event selectors have them: it holds if each kind
 * of comparison that is given holds for one of its values, or, of the negated ones, for all.
 *
 * @param field for example {@code eventName} or {@code resources.ARN}
 */
public record FieldSelector(
    String field,
    List<String> equal,
    List<String> startsWith,
    List<String> endsWith,
    List<String> notEqual,
    List<String> notStartsWith,
    List<String> notEndsWith) {

  /** A field that has one of these values. */
  public static FieldSelector equal(String field, List<String> values) {
    return new FieldSelector(
        field, List.copyOf(values), List.of(), List.of(), List.of(), List.of(), List.of());
  }

  /** A field that begins with one of these. */
  public static FieldSelector startsWith(String field, List<String> values) {
    return new FieldSelector(
        field, List.of(), List.copyOf(values), List.of(), List.of(), List.of(), List.of());
  }

  /** A field that has none of these values. */
  public static FieldSelector notEqual(String field, List<String> values) {
    return new FieldSelector(
        field, List.of(), List.of(), List.of(), List.copyOf(values), List.of(), List.of());
  }

  /** Whether the condition holds for a value of the field; null where it is absent. */
  boolean holds(String value) {
    String text = value == null ? "" : value;
    boolean positive = !equal.isEmpty() || !startsWith.isEmpty() || !endsWith.isEmpty();
    if (positive && !isOneOf(text)) {
      return false;
    }
    for (String other : notEqual) {
      if (text.equals(other)) {
        return false;
      }
    }
    for (String start : notStartsWith) {
      if (text.startsWith(start)) {
        return false;
      }
    }
    for (String end : notEndsWith) {
      if (text.endsWith(end)) {
        return false;
      }
    }
    return true;
  }

  private boolean isOneOf(String text) {
    for (String other : equal) {
      if (text.equals(other)) {
        return true;
      }
    }
    for (String start : startsWith) {
      if (text.startsWith(start)) {
        return true;
      }
    }
    for (String end : endsWith) {
      if (text.endsWith(end)) {
        return true;
      }
    }
    return false;
  }
}
