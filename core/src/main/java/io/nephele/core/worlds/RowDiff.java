package io.nephele.core.worlds;

import java.util.List;

/**
 * A row in which two worlds differ.
 *
 * @param change whether it is only in the second world, only in the first, or in both
 * @param row where it is
 * @param keyParts the names of the parts of its key; parts beyond them have none
 * @param resource the ARN of the resource it belongs to, or null
 * @param value what it says where only one of the worlds has it, else null
 * @param fields the fields in which a changed row differs; none if only its stored form differs
 */
public record RowDiff(
    Change change,
    RowName row,
    List<String> keyParts,
    String resource,
    Object value,
    List<FieldChange> fields) {

  /** What became of a row from the first world to the second. */
  public enum Change {
    /** Only the second world has it. */
    ADDED("added", '+'),
    /** Only the first world has it. */
    REMOVED("removed", '-'),
    /** Both have it, and differ. */
    CHANGED("changed", '~');

    private final String word;
    private final char sign;

    Change(String word, char sign) {
      this.word = word;
      this.sign = sign;
    }

    /** The change in one word. */
    public String word() {
      return word;
    }

    /** The change in one character. */
    public char sign() {
      return sign;
    }
  }
}
