package io.nephele.services.s3.select.sql;

/** What is not there at all, which is something else than a null that is there. */
public final class Missing {
  /** The only one. */
  public static final Missing VALUE = new Missing();

  private Missing() {}

  /** Whether a value is missing or null, so that nothing can be said of it. */
  public static boolean isAbsent(Object value) {
    return value == null || value == VALUE;
  }

  @Override
  public String toString() {
    return "MISSING";
  }
}
