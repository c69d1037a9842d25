package io.nephele.services.kinesis;

import io.nephele.core.store.Key;
import java.util.List;
import java.util.Map;

/**
 * A stream as it is stored, without its shards.
 *
 * @param number tells it from all streams that the account ever had
 * @param id the stream id, 24 characters
 * @param createdAt milliseconds since 1970
 * @param status CREATING, ACTIVE, UPDATING or DELETING
 * @param mode PROVISIONED or ON_DEMAND
 * @param retentionHours how long records are kept
 * @param encryption NONE or KMS
 * @param keyId the KMS key as the user named it, or null
 * @param shardMetrics the shard-level metrics that are on
 * @param policy the resource policy, or null
 * @param maxRecordKib how large a record may be, in KiB
 * @param warmMibps the write throughput that an on-demand stream is ready for, or 0
 * @param nextShard the number of the next shard
 * @param layout counts the changes of the shards
 * @param countUpdates when the shard count was updated in the last day, in milliseconds
 * @param modeUpdates when the mode was updated in the last day, in milliseconds
 * @param change what is being done to it, or null
 */
record Stream(
    String accountId,
    String region,
    String name,
    long number,
    String id,
    long createdAt,
    String status,
    String mode,
    int retentionHours,
    String encryption,
    String keyId,
    List<String> shardMetrics,
    Map<String, String> tags,
    String policy,
    int maxRecordKib,
    int warmMibps,
    long nextShard,
    long layout,
    List<Long> countUpdates,
    List<Long> modeUpdates,
    StreamChange change) {
  static final String CREATING = "CREATING";
  static final String ACTIVE = "ACTIVE";
  static final String UPDATING = "UPDATING";
  static final String DELETING = "DELETING";
  static final String ON_DEMAND = "ON_DEMAND";
  static final String PROVISIONED = "PROVISIONED";
  static final String KMS = "KMS";
  static final String NONE = "NONE";

  /** The stream's name among all. */
  StreamAddress address() {
    return new StreamAddress(accountId, region, name);
  }

  String arn() {
    return address().arn();
  }

  /** With what the keys of its shards and records begin. */
  Key contentKey() {
    return Key.of(accountId).with(region).with(number);
  }

  boolean isOnDemand() {
    return ON_DEMAND.equals(mode);
  }

  boolean isEncrypted() {
    return KMS.equals(encryption);
  }

  /** Whether records can be put and read. */
  boolean isUsable() {
    return status.equals(ACTIVE) || status.equals(UPDATING);
  }

  /** What is before this time is past its retention. */
  long horizon(long now) {
    return now - retentionHours * 3_600_000L;
  }

  /** This stream, to be changed. */
  StreamEdit edit() {
    return new StreamEdit(this);
  }
}
