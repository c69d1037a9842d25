package io.nephele.services.s3.accesspoints;

import io.nephele.core.store.Key;
import java.util.Map;

/**
 * An access point: a name of its own for a bucket, by which objects are reached under a policy of
 * its own.
 *
 * @param bucketId the bucket's number, which tells it from a later one of the same name
 * @param vpcId the only network from which it can be used; null if from anywhere
 * @param blockAcls and the three after it: what of public access is blocked; never changed
 * @param region empty of a multi-region access point, whose name is its alias
 * @param createdAt in milliseconds since 1970
 * @param alias a name that can stand wherever a bucket's name can
 * @param bucketRegion where the bucket is, or null where that is the access point's region
 */
public record AccessPoint(
    String accountId,
    String region,
    String name,
    String bucket,
    String bucketAccountId,
    long bucketId,
    String vpcId,
    boolean blockAcls,
    boolean ignoreAcls,
    boolean blockPolicy,
    boolean restrictBuckets,
    long createdAt,
    String alias,
    Map<String, String> tags,
    String bucketRegion) {

  /** The ARN. */
  public String arn(String partition) {
    return "arn:" + partition + ":s3:" + region + ":" + accountId + ":accesspoint/" + name;
  }

  /** The ARN of an object that is reached through it. */
  public String objectArn(String partition, String key) {
    return arn(partition) + "/object/" + key;
  }

  /** The key of its row and that of its policy. */
  public Key key() {
    return Key.of(accountId).with(region).with(name);
  }

  /** Whether it is a multi-region access point. */
  public boolean isMultiRegion() {
    return region.isEmpty();
  }

  /** Where the bucket is. */
  public String regionOfBucket() {
    return bucketRegion == null ? region : bucketRegion;
  }

  /** What policies call the networks from which it can be used. */
  public String networkOrigin() {
    return vpcId == null ? "Internet" : "VPC";
  }

  AccessPoint withTags(Map<String, String> changed) {
    return new AccessPoint(
        accountId,
        region,
        name,
        bucket,
        bucketAccountId,
        bucketId,
        vpcId,
        blockAcls,
        ignoreAcls,
        blockPolicy,
        restrictBuckets,
        createdAt,
        alias,
        changed,
        bucketRegion);
  }
}
