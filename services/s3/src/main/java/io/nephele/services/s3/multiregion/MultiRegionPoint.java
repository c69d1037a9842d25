package io.nephele.services.s3.multiregion;

import io.nephele.core.store.Key;
import io.nephele.services.s3.accesspoints.AccessPoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A multi-region access point.
 *
 * @param alias such as {@code mfzwi23gnjvgw.mrap}, which no other has
 * @param createdAt in milliseconds since 1970
 * @param status as S3 Control tells it, such as {@code READY}
 * @param blockAcls and the three after it: what of public access is blocked; never changed
 * @param proposed the policy that was put last, or null
 */
record MultiRegionPoint(
    String accountId,
    String name,
    String alias,
    long createdAt,
    String status,
    boolean blockAcls,
    boolean ignoreAcls,
    boolean blockPolicy,
    boolean restrictBuckets,
    String proposed,
    List<Route> routes) {
  static final String READY = "READY";
  static final String CREATING = "CREATING";
  static final String DELETING = "DELETING";

  /**
   * The way to one of its buckets.
   *
   * @param percentage 100, or 0 where no request is to go there
   */
  record Route(String bucket, String region, String accountId, long bucketId, int percentage) {
    Route withPercentage(int changed) {
      return new Route(bucket, region, accountId, bucketId, changed);
    }
  }

  Key key() {
    return Key.of(accountId).with(name);
  }

  MultiRegionPoint withStatus(String changed) {
    return new MultiRegionPoint(
        accountId,
        name,
        alias,
        createdAt,
        changed,
        blockAcls,
        ignoreAcls,
        blockPolicy,
        restrictBuckets,
        proposed,
        routes);
  }

  MultiRegionPoint withProposed(String policy) {
    return new MultiRegionPoint(
        accountId,
        name,
        alias,
        createdAt,
        status,
        blockAcls,
        ignoreAcls,
        blockPolicy,
        restrictBuckets,
        policy,
        routes);
  }

  MultiRegionPoint withRoutes(List<Route> changed) {
    return new MultiRegionPoint(
        accountId,
        name,
        alias,
        createdAt,
        status,
        blockAcls,
        ignoreAcls,
        blockPolicy,
        restrictBuckets,
        proposed,
        new ArrayList<>(changed));
  }

  /** The access point that a request from a region meets: the nearest bucket that is active. */
  AccessPoint from(String region) {
    Route chosen = null;
    for (Route route : routes) {
      boolean near = route.region().equals(region);
      if (route.percentage() > 0 && (chosen == null || near)) {
        chosen = route;
      }
    }
    if (chosen == null) {
      return null;
    }
    return new AccessPoint(
        accountId,
        "",
        alias,
        chosen.bucket(),
        chosen.accountId(),
        chosen.bucketId(),
        null,
        blockAcls,
        ignoreAcls,
        blockPolicy,
        restrictBuckets,
        createdAt,
        alias,
        Map.of(),
        chosen.region());
  }
}
