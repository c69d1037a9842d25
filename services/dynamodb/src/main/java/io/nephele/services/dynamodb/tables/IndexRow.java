package io.nephele.services.dynamodb.tables;

import java.util.List;

/**
 * What is stored of a secondary index, as part of its table.
 *
 * @param number tells its entries from those of the table's other indexes, also of deleted ones
 * @param global whether it is a global one
 * @param hash the attributes of its partition key, in order
 * @param range the attributes of its sort key, in order; empty where it has none
 * @param projection ALL, KEYS_ONLY or INCLUDE
 * @param included the further attributes of INCLUDE
 * @param billing what a global one may consume; null of a local one
 * @param backfilling whether items from before its creation are still being added
 */
public record IndexRow(
    int number,
    String name,
    boolean global,
    List<String> hash,
    List<String> range,
    String projection,
    List<String> included,
    Billing billing,
    boolean backfilling) {
  /** With other billing. */
  public IndexRow with(Billing changed) {
    return new IndexRow(
        number, name, global, hash, range, projection, included, changed, backfilling);
  }

  /** Once all items from before its creation are in it. */
  public IndexRow filled() {
    return new IndexRow(number, name, global, hash, range, projection, included, billing, false);
  }
}
