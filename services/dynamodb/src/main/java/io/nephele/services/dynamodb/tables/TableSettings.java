package io.nephele.services.dynamodb.tables;

import java.util.List;
import java.util.Map;

/**
 * What is set of a table and does not concern its items. Times are milliseconds since 1970, 0 for
 * never.
 *
 * @param deletionProtected whether it cannot be deleted
 * @param tableClass STANDARD or STANDARD_INFREQUENT_ACCESS; null if none was ever named
 * @param classChangedAt when the class was last changed
 * @param kmsKeyArn the KMS key that it is encrypted with, or null for one of DynamoDB's own
 * @param tableKey the key that only the KMS key can decrypt; null without such
 * @param destinations the Kinesis data streams that changes go to, or went
 * @param replica what is set of it as a replica of a global table; null for nothing
 * @param insights whose keys are counted: its own under the empty name, and those of global indexes
 *     under theirs; null for none
 */
public record TableSettings(
    boolean deletionProtected,
    String tableClass,
    long classChangedAt,
    String kmsKeyArn,
    TableKey tableKey,
    List<KinesisDestination> destinations,
    ReplicaSettings replica,
    Map<String, InsightSettings> insights) {
  /** Of a table that nothing but that is set of. */
  public static TableSettings of(
      boolean deletionProtected, String tableClass, String kmsKeyArn, TableKey tableKey) {
    return new TableSettings(
        deletionProtected, tableClass, 0, kmsKeyArn, tableKey, List.of(), null, null);
  }

  /** What is set of it as a replica. */
  public ReplicaSettings ofReplica() {
    return replica == null ? ReplicaSettings.NONE : replica;
  }

  /** Protected or not. */
  public TableSettings withDeletionProtected(boolean now) {
    return new TableSettings(
        now, tableClass, classChangedAt, kmsKeyArn, tableKey, destinations, replica, insights);
  }

  /** Of another class. */
  public TableSettings withClass(String name, long at) {
    return new TableSettings(
        deletionProtected, name, at, kmsKeyArn, tableKey, destinations, replica, insights);
  }

  /** Encrypted with that key, or with one of DynamoDB's own if null. */
  public TableSettings withKey(String arn, TableKey key) {
    return new TableSettings(
        deletionProtected, tableClass, classChangedAt, arn, key, destinations, replica, insights);
  }

  /** With other Kinesis data streams. */
  public TableSettings withDestinations(List<KinesisDestination> changed) {
    return new TableSettings(
        deletionProtected,
        tableClass,
        classChangedAt,
        kmsKeyArn,
        tableKey,
        changed,
        replica,
        insights);
  }

  /** Another replica. */
  public TableSettings with(ReplicaSettings changed) {
    return new TableSettings(
        deletionProtected,
        tableClass,
        classChangedAt,
        kmsKeyArn,
        tableKey,
        destinations,
        changed,
        insights);
  }

  /** With other keys that are counted. */
  public TableSettings withInsights(Map<String, InsightSettings> changed) {
    return new TableSettings(
        deletionProtected,
        tableClass,
        classChangedAt,
        kmsKeyArn,
        tableKey,
        destinations,
        replica,
        changed);
  }
}
