package io.nephele.services.secretsmanager;

/**
 * What a secret knows of one of its replicas.
 *
 * @param kmsKeyId the key there as the user named it, or null for the one that AWS manages
 * @param status InSync or Failed
 * @param message what became of it
 */
record Replica(String region, String kmsKeyId, String status, String message) {
  static final String IN_SYNC = "InSync";
  static final String FAILED = "Failed";

  boolean failed() {
    return status.equals(FAILED);
  }

  Replica inSync() {
    return new Replica(region, kmsKeyId, IN_SYNC, "Replication succeeded");
  }

  Replica failed(String why) {
    return new Replica(region, kmsKeyId, FAILED, "Replication failed: " + why);
  }
}
