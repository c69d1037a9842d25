package io.nephele.services.dynamodb.items;

/**
 * The write units that a change takes.
 *
 * @param table those of the table
 * @param indexes those of each of the table's indexes, in their order; none at all if no index
 *     takes any
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record WriteUnits(int table, int[] indexes) {
  /** No index takes any. */
  public static final int[] NO_INDEXES = {};
}
