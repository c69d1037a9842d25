package io.nephele.services.secretsmanager;

import io.nephele.core.store.Key;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What is known of a secret beside its values.
 *
 * @param suffix the six random characters at the end of its ARN
 * @param kmsKeyId the key as the user named it, or null for {@code alias/aws/secretsmanager}
 * @param accessed the day on which a value was last read, or null
 * @param deleted when its deletion was asked for, or null
 * @param deletion when it is deleted, or null
 * @param policy its resource policy, or null
 * @param primaryRegion where it is changed, of a secret that has replicas or is one; else null
 * @param replicas its replicas; a replica has none
 * @param rotation how it is rotated, or null if that was never said
 * @param owningService the service that manages it, for example {@code rds}, or null
 */
record Secret(
    String partition,
    String accountId,
    String region,
    String name,
    String suffix,
    String description,
    String kmsKeyId,
    Instant created,
    Instant changed,
    Instant accessed,
    Instant deleted,
    Instant deletion,
    Map<String, String> tags,
    String policy,
    String primaryRegion,
    List<Replica> replicas,
    Rotation rotation,
    String owningService) {

  /** The same secret, to be changed. */
  SecretBuilder with() {
    return new SecretBuilder(this);
  }

  String arn() {
    return "arn:"
        + partition
        + ":secretsmanager:"
        + region
        + ":"
        + accountId
        + ":secret:"
        + name
        + "-"
        + suffix;
  }

  Key place() {
    return place(accountId, region, name);
  }

  static Key place(String accountId, String region, String name) {
    return Key.of(accountId).with(region).with(name);
  }

  /** Whether it is kept in step with a secret in another region. */
  boolean isReplica() {
    return primaryRegion != null && !primaryRegion.equals(region);
  }

  /** Its replica in a region, or null. */
  Replica replica(String in) {
    for (Replica replica : replicas) {
      if (replica.region().equals(in)) {
        return replica;
      }
    }
    return null;
  }

  /** Whether rotation is turned on. */
  boolean isRotated() {
    return rotation != null && rotation.enabled();
  }
}
