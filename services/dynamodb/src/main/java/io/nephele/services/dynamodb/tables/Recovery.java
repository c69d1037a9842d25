package io.nephele.services.dynamodb.tables;

/**
 * Whether a table can be restored to any second.
 *
 * @param since since when changes are kept, in milliseconds since 1970; 0 if they are not
 * @param days how long they are kept
 */
public record Recovery(long since, int days) {
  /** Changes are not kept. */
  public static final Recovery OFF = new Recovery(0, 35);

  /** Whether changes are kept. */
  public boolean isOn() {
    return since != 0;
  }
}
