package io.nephele.services.s3.access;

import io.nephele.core.call.Call;
import io.nephele.model.AwsException;
import io.nephele.model.Struct;
import io.nephele.policy.ConditionKeys;
import io.nephele.services.s3.S3World;
import io.nephele.services.s3.accesspoints.AccessPoint;
import io.nephele.services.s3.buckets.Bucket;
import java.util.List;

/** Asks what a caller may do with single objects, where a call is about several. */
public final class ObjectPermissions {
  private final S3World s3;
  private final S3ConditionKeys keys;
  private final AccessPointAccess points;

  /** The access point that stands in place of a bucket's name, or null. */
  public AccessPoint accessPoint(String name, Call call) {
    return points.named(name, call);
  }

  /** The permissions of a world. */
  public ObjectPermissions(S3World s3) {
    this.s3 = s3;
    this.keys = new S3ConditionKeys(s3);
    this.points = new AccessPointAccess(s3);
  }

  /**
   * Why an object, or one version of it, may not be deleted.
   *
   * @param point the access point by which it is reached, or null
   * @param versionId null where no version is named
   * @param bypass whether governance is to be passed over
   * @return null if it may
   */
  public AwsException denialOfDelete(
      Bucket bucket, AccessPoint point, String key, String versionId, boolean bypass, Call call) {
    if (point != null) {
      String arn = point.objectArn(call.partition(), key);
      ConditionKeys conditions = keys(bucket, point, key, versionId, call);
      AwsException denial = denialOfDelete(arn, conditions, versionId, bypass, call);
      if (denial != null) {
        return denial;
      }
    }
    String arn = bucket.arn(call.partition()) + "/" + key;
    ConditionKeys conditions = keys(bucket, point, key, versionId, call);
    return denialOfDelete(arn, conditions, versionId, bypass, call);
  }

  private AwsException denialOfDelete(
      String arn, ConditionKeys conditions, String versionId, boolean bypass, Call call) {
    String action = versionId == null ? "s3:DeleteObject" : "s3:DeleteObjectVersion";
    AwsException denial = s3.world().access().authorize(call, action, arn, conditions).denial();
    if (denial != null || !bypass) {
      return denial;
    }
    return s3.world()
        .access()
        .authorize(call, "s3:BypassGovernanceRetention", arn, conditions)
        .denial();
  }

  private ConditionKeys keys(
      Bucket bucket, AccessPoint point, String key, String versionId, Call call) {
    Struct nothing = new Struct(call.operation().input());
    return name -> {
      if (name.equals("s3:versionid")) {
        return versionId == null ? List.of() : List.of(versionId);
      }
      List<String> ofPoint = AccessPointAccess.conditionKey(name, point, call);
      if (ofPoint != null) {
        return ofPoint;
      }
      List<String> values = keys.values(name, bucket, key, versionId, call, nothing);
      return values == null ? List.of() : values;
    };
  }
}
