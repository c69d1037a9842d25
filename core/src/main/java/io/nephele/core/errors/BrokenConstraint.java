package io.nephele.core.errors;

/** The words for bounds of parameters that no model tells: those of the bounds that models tell. */
public final class BrokenConstraint {
  private BrokenConstraint() {}

  /**
   * The message for one value.
   *
   * @param path where the value stands in the request, for example {@code durationSeconds}
   * @param constraint for example {@code Member must have value less than or equal to 5}
   */
  public static String message(Object value, String path, String constraint) {
    return "1 validation error detected: Value '"
        + value
        + "' at '"
        + path
        + "' failed to satisfy constraint: "
        + constraint;
  }
}
