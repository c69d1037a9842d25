package io.nephele.services.cloudtrail;

/**
 * A query of an event data store.
 *
 * @param text the SQL as it was given
 * @param store the id of the event data store
 * @param createdAt in milliseconds of the world's clock
 * @param rows how many rows were found
 * @param error why it failed, or null
 */
record LakeQueryRow(
    String id,
    String text,
    String alias,
    String store,
    String status,
    long createdAt,
    long scanned,
    long bytes,
    int rows,
    String error) {
  static final String QUEUED = "QUEUED";
  static final String FINISHED = "FINISHED";
  static final String FAILED = "FAILED";
  static final String CANCELLED = "CANCELLED";

  LakeQueryRow ended(String how, long events, long size, int found, String why) {
    return new LakeQueryRow(id, text, alias, store, how, createdAt, events, size, found, why);
  }
}
