package io.nephele.services.s3.accesspoints;

import io.nephele.model.AwsException;

/** The errors of access points. */
public final class AccessPointErrors {
  private AccessPointErrors() {}

  /** The access point is not there. */
  public static AwsException noSuchAccessPoint(String name) {
    return AwsException.client("NoSuchAccessPoint", 404, "The specified accesspoint does not exist")
        .with("AccessPointName", name);
  }

  /** What a request names in place of a bucket is none that is there. */
  public static AwsException notNamed(String text) {
    return text.startsWith("arn:")
        ? noSuchAccessPoint(text)
        : AwsException.client(
            "InvalidAccessPointAliasError",
            400,
            "The specified access point alias name is not valid.");
  }

  /** It has no policy. */
  public static AwsException noSuchPolicy(String name) {
    return AwsException.client(
            "NoSuchAccessPointPolicy", 404, "The specified accesspoint policy does not exist")
        .with("AccessPointName", name);
  }

  /** The caller has this access point already. */
  public static AwsException alreadyOwned(String name) {
    return AwsException.client(
            "AccessPointAlreadyOwnedByYou",
            409,
            "Your previous request to create the named accesspoint succeeded and you already own"
                + " it.")
        .with("AccessPointName", name);
  }

  /** No access point may have that name. */
  static AwsException invalidName() {
    return AwsException.client(
        "InvalidAccessPoint", 400, "The specified access point name or account is not valid.");
  }

  /** Only what is of directory buckets has a scope. */
  static AwsException noScope() {
    return AwsException.client(
        "InvalidRequest", 400, "Scope is only supported for access points of directory buckets.");
  }

  /** The bucket cannot go before its access points. */
  public static AwsException attached(String bucket) {
    return AwsException.client(
            "BucketHasAccessPointsAttached",
            400,
            "The bucket you are trying to delete has access points attached. Delete your access"
                + " points before deleting your bucket.")
        .with("BucketName", bucket);
  }
}
