package io.nephele.services.s3.select.sql;

/**
 * One step into a value.
 *
 * @param name of a member; null where the step is to an element of a list
 * @param exact whether the name's case counts
 * @param index the element, counted from zero; {@link #EVERY} for each of them
 */
public record PathStep(String name, boolean exact, int index) {
  /** All elements of a list, or all members of an object where there is no list. */
  public static final int EVERY = -1;

  static PathStep member(String name, boolean exact) {
    return new PathStep(name, exact, 0);
  }

  static PathStep element(int index) {
    return new PathStep(null, false, index);
  }

  /** Whether a member has that name. */
  public boolean isNamed(String candidate) {
    return exact ? candidate.equals(name) : candidate.equalsIgnoreCase(name);
  }

  /** Whether each of several is meant. */
  public boolean isEvery() {
    return name == null && index == EVERY;
  }
}
