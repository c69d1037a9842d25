package io.nephele.wire.validate;

import io.nephele.model.Constraints;
import java.math.BigDecimal;

/** The ways in which a value can break the constraints of its shape. */
enum Violation {
  ENUMERATION,
  PATTERN,
  MAX_LENGTH,
  MIN_LENGTH,
  MAXIMUM,
  MINIMUM,
  UNIQUE_ITEMS;

  /** What most AWS services say of it. */
  String coral(Constraints constraints) {
    return switch (this) {
      case ENUMERATION -> "Member must satisfy enum value set: " + constraints.enumeration();
      case PATTERN -> "Member must satisfy regular expression pattern: " + constraints.pattern();
      case MAX_LENGTH -> "Member must have length less than or equal to " + constraints.maxLength();
      case MIN_LENGTH ->
          "Member must have length greater than or equal to " + constraints.minLength();
      case MAXIMUM -> "Member must have value less than or equal to " + text(constraints.maximum());
      case MINIMUM ->
          "Member must have value greater than or equal to " + text(constraints.minimum());
      case UNIQUE_ITEMS -> "Member must have unique items";
    };
  }

  /** What servers that Smithy generates say of it. */
  String smithy(Constraints constraints) {
    return switch (this) {
      case ENUMERATION, PATTERN -> coral(constraints);
      case MAX_LENGTH, MIN_LENGTH -> {
        Long min = constraints.minLength();
        Long max = constraints.maxLength();
        yield min != null && max != null
            ? "Member must have length between " + min + " and " + max + ", inclusive"
            : coral(constraints);
      }
      case MAXIMUM, MINIMUM -> {
        BigDecimal min = constraints.minimum();
        BigDecimal max = constraints.maximum();
        if (min != null && max != null) {
          yield "Member must be between " + text(min) + " and " + text(max) + ", inclusive";
        }
        yield min != null
            ? "Member must be greater than or equal to " + text(min)
            : "Member must be less than or equal to " + text(max);
      }
      case UNIQUE_ITEMS -> "Member must have unique values";
    };
  }

  private static String text(BigDecimal number) {
    return number.toPlainString();
  }
}
