package io.nephele.model;

import java.math.BigDecimal;
import java.util.List;

/**
 * The bounds that a model sets on values of a shape or member.
 *
 * @param minLength the least length (characters as code points, bytes, entries), or null
 * @param maxLength the greatest length, or null
 * @param minimum the least number, or null
 * @param maximum the greatest number, or null
 * @param pattern a regular expression that strings match somewhere, or null
 * @param enumeration the values allowed, or empty
 * @param uniqueItems whether a list's items differ from one another
 */
public record Constraints(
    Long minLength,
    Long maxLength,
    BigDecimal minimum,
    BigDecimal maximum,
    String pattern,
    List<String> enumeration,
    boolean uniqueItems) {

  /** No bounds at all. */
  public static final Constraints NONE =
      new Constraints(null, null, null, null, null, List.of(), false);

  /** These constraints where they say something, and the other's where they do not. */
  public Constraints or(Constraints other) {
    if (this == NONE || other == NONE) {
      return this == NONE ? other : this;
    }
    boolean ownLength = minLength != null || maxLength != null;
    boolean ownRange = minimum != null || maximum != null;
    return new Constraints(
        ownLength ? minLength : other.minLength,
        ownLength ? maxLength : other.maxLength,
        ownRange ? minimum : other.minimum,
        ownRange ? maximum : other.maximum,
        pattern == null ? other.pattern : pattern,
        enumeration.isEmpty() ? other.enumeration : enumeration,
        uniqueItems || other.uniqueItems);
  }
}
