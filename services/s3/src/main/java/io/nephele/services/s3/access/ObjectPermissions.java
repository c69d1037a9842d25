package io.nephele.services.s3.access;

import io.nephele.core.access.ProtectedResources;
import io.nephele.core.call.Call;
import io.nephele.model.AwsException;
import io.nephele.model.Struct;
import io.nephele.policy.ConditionKeys;
import io.nephele.services.s3.S3World;
import java.util.List;

/** Asks what a caller may do with single objects, where a call is about several. */
public final class ObjectPermissions {
  private static final String RESOURCE_TAG = "aws:resourcetag/";

  private final S3World s3;
  private final ProtectedResources resources;

  /** The permissions of a world. */
  public ObjectPermissions(S3World s3) {
    this.s3 = s3;
    this.resources = new ProtectedBuckets(s3);
  }

  /**
   * Why an object, or one version of it, may not be deleted.
   *
   * @param named how the request names the bucket
   * @param versionId null where no version is named
   * @param bypass whether governance is to be passed over
   * @return null if it may
   */
  public AwsException denialOfDelete(
      String named, String key, String versionId, boolean bypass, Call call) {
    String arn =
        named.startsWith("arn:")
            ? named + "/object/" + key
            : "arn:" + call.partition() + ":s3:::" + named + "/" + key;
    String action = versionId == null ? "s3:DeleteObject" : "s3:DeleteObjectVersion";
    AwsException denial = denial(call, action, arn, versionId);
    return denial != null || !bypass
        ? denial
        : denial(call, "s3:BypassGovernanceRetention", arn, versionId);
  }

  private AwsException denial(Call call, String action, String arn, String versionId) {
    return s3.world().access().authorize(call, action, arn, keys(call, arn, versionId)).denial();
  }

  private ConditionKeys keys(Call call, String arn, String versionId) {
    Struct nothing = new Struct(call.operation().input());
    return name -> {
      if (name.equals("s3:versionid")) {
        return versionId == null ? List.of() : List.of(versionId);
      }
      if (name.startsWith(RESOURCE_TAG)) {
        String value = resources.tags(arn).get(name.substring(RESOURCE_TAG.length()));
        return value == null ? List.of() : List.of(value);
      }
      List<String> values = resources.conditionKey(name, arn, call, nothing);
      return values == null ? List.of() : values;
    };
  }
}
