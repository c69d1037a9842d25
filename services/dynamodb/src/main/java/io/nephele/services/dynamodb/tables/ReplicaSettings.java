package io.nephele.services.dynamodb.tables;

import java.util.Map;

/**
 * What is set of a table as a replica of a global table.
 *
 * @param olderSince when the global table of version 2017.11.29 that it belongs to was created, in
 *     milliseconds since 1970; 0 if it belongs to none
 * @param strong whether the replicas are strongly consistent (MRSC)
 * @param witness the region of their witness, or null
 * @param read the read units a second that this replica has in place of the others', or null
 * @param maxRead the most read units a second of this replica in on-demand mode, -1 for no limit,
 *     or null for the others'
 * @param indexReads as {@code read}, by global index
 * @param indexMaxReads as {@code maxRead}, by global index
 * @param ownClass whether its table class is its own
 */
public record ReplicaSettings(
    long olderSince,
    boolean strong,
    String witness,
    Long read,
    Long maxRead,
    Map<String, Long> indexReads,
    Map<String, Long> indexMaxReads,
    boolean ownClass) {
  /** Of a table that is like the others, or alone. */
  public static final ReplicaSettings NONE =
      new ReplicaSettings(0, false, null, null, null, Map.of(), Map.of(), false);

  /** Of a replica of a global table of version 2017.11.29 that was created then. */
  public static ReplicaSettings older(long millis) {
    return new ReplicaSettings(millis, false, null, null, null, Map.of(), Map.of(), false);
  }

  /** Whether it belongs to a global table of version 2017.11.29. */
  public boolean isOlder() {
    return olderSince != 0;
  }

  /** Strongly consistent, with a witness in that region unless it is null. */
  public ReplicaSettings asStrong(String region) {
    return new ReplicaSettings(
        olderSince, true, region, read, maxRead, indexReads, indexMaxReads, ownClass);
  }

  /** With other read units of its own, of itself and of its indexes. */
  ReplicaSettings withReads(Long changed, Map<String, Long> ofIndexes) {
    return new ReplicaSettings(
        olderSince, strong, witness, changed, maxRead, ofIndexes, indexMaxReads, ownClass);
  }
}
