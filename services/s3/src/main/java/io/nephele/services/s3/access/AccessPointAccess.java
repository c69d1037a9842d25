package io.nephele.services.s3.access;

import io.nephele.core.access.ResourcePolicy;
import io.nephele.core.arn.Arn;
import io.nephele.core.call.Call;
import io.nephele.core.identity.Principal;
import io.nephele.core.store.Reader;
import io.nephele.model.Member;
import io.nephele.model.Struct;
import io.nephele.policy.AttachedPolicy;
import io.nephele.policy.Effect;
import io.nephele.policy.PolicyDocument;
import io.nephele.policy.PolicyKind;
import io.nephele.policy.Statement;
import io.nephele.services.s3.S3World;
import io.nephele.services.s3.accesspoints.AccessPoint;
import io.nephele.services.s3.accesspoints.AccessPointTable;
import io.nephele.services.s3.buckets.Bucket;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Access through access points. What a call does is decided twice: on the access point, by its
 * policy, and on the bucket behind it, by the bucket's.
 */
public final class AccessPointAccess {
  /** What can be done through access points. */
  private static final Set<String> COMPATIBLE =
      Set.of(
          "AbortMultipartUpload",
          "CompleteMultipartUpload",
          "CopyObject",
          "CreateMultipartUpload",
          "DeleteObject",
          "DeleteObjects",
          "DeleteObjectTagging",
          "GetBucketAcl",
          "GetBucketCors",
          "GetBucketLocation",
          "GetBucketNotificationConfiguration",
          "GetBucketPolicy",
          "GetObject",
          "GetObjectAcl",
          "GetObjectAttributes",
          "GetObjectLegalHold",
          "GetObjectRetention",
          "GetObjectTagging",
          "HeadBucket",
          "HeadObject",
          "ListMultipartUploads",
          "ListObjects",
          "ListObjectsV2",
          "ListObjectVersions",
          "ListParts",
          "PutObject",
          "PutObjectAcl",
          "PutObjectLegalHold",
          "PutObjectRetention",
          "PutObjectTagging",
          "RestoreObject",
          "UploadPart",
          "UploadPartCopy");

  private final S3World s3;

  /** Access in a world. */
  public AccessPointAccess(S3World s3) {
    this.s3 = s3;
  }

  /** Whether an operation can be asked for through an access point. */
  static boolean isCompatible(Call call) {
    return COMPATIBLE.contains(call.operation().name());
  }

  /** Whether a policy lets in the public: never where only a network can use the access point. */
  public static boolean isPublic(AccessPoint point, BucketPolicy policy) {
    return point.vpcId() == null && PublicPolicies.isPublic(policy.document());
  }

  /** Checks a policy that an access point is to get; an error if it is none for it. */
  public void check(Reader reader, AccessPoint point, BucketPolicy policy, Call call) {
    String arn = point.arn(call.partition());
    String complaint = PolicyResources.complaint(policy.document(), arn, arn + "/object/");
    if (complaint != null) {
      throw BucketPolicies.malformed(complaint);
    }
    if (isPublic(point, policy) && blocked(reader, point).blockPolicy()) {
      throw BucketPolicies.prevented(call, "s3:PutAccessPointPolicy", arn);
    }
  }

  /** What is blocked: by the access point, by its account, by the bucket or by its account. */
  private PublicAccess blocked(Reader reader, AccessPoint point) {
    PublicAccess own =
        new PublicAccess(
                point.blockAcls(), point.ignoreAcls(), point.blockPolicy(), point.restrictBuckets())
            .and(PublicAccess.of(s3.access().ofAccount(reader, point.accountId())));
    Bucket bucket = s3.bucketOf(reader, point);
    return bucket == null ? own : own.and(s3.access().publicAccess(reader, bucket));
  }

  /** The access point that a request names in place of a bucket, or null. */
  AccessPoint named(Call call, Struct request) {
    Member member = call.operation().input().member("Bucket");
    return member != null && request.get(member) instanceof String name ? named(name, call) : null;
  }

  /** The access point that stands in place of a bucket's name, or null. */
  AccessPoint named(String name, Call call) {
    if (!AccessPointTable.isPossible(name)) {
      return null; // as of nearly all requests
    }
    return s3.read(
        reader ->
            s3.buckets().find(reader, call.partition(), name) == null
                ? s3.accessPoints().named(reader, call.partition(), name, call.region().name())
                : null);
  }

  /** The access point by which a call reaches what is decided on; null if by none. */
  AccessPoint through(Arn arn, Call call, Struct request) {
    AccessPoint direct =
        s3.read(reader -> s3.accessPoints().ofArn(reader, arn, call.region().name()));
    if (direct != null) {
      return direct;
    }
    AccessPoint named = named(call, request);
    if (named != null && isOf(arn, named)) {
      return named;
    }
    Member copied = call.operation().input().member("CopySource");
    if (copied == null || !(request.get(copied) instanceof String source)) {
      return null;
    }
    String start = source.startsWith("/") ? source.substring(1) : source;
    int end = start.startsWith("arn:") ? start.indexOf("/object/") : start.indexOf('/');
    AccessPoint behind = end <= 0 ? null : named(start.substring(0, end), call);
    return behind != null && isOf(arn, behind) ? behind : null;
  }

  private static boolean isOf(Arn arn, AccessPoint point) {
    return arn.resource().startsWith(point.bucket())
        && (arn.resource().length() == point.bucket().length()
            || arn.resource().charAt(point.bucket().length()) == '/');
  }

  /** The resources that a call through an access point is decided on. */
  static List<String> decidedOn(AccessPoint point, String key, Call call) {
    String bucket = "arn:" + call.partition() + ":s3:::" + point.bucket();
    return key == null
        ? List.of(point.arn(call.partition()), bucket)
        : List.of(point.objectArn(call.partition(), key), bucket + "/" + key);
  }

  /** The policy of an access point, as it holds for a caller. */
  ResourcePolicy policy(Reader reader, AccessPoint point, String arn, Call call) {
    BucketPolicy policy = s3.accessPoints().policy(reader, point);
    if (policy == null) {
      return ResourcePolicy.of(point.accountId(), null);
    }
    List<Statement> statements = new ArrayList<>(policy.document().statements());
    boolean outside =
        call.principal().type() != Principal.Type.SERVICE
            && !point.accountId().equals(call.accountId());
    if (outside && isPublic(point, policy) && blocked(reader, point).restrictBuckets()) {
      statements.removeIf(statement -> statement.effect() == Effect.ALLOW);
    }
    return ResourcePolicy.of(
        point.accountId(),
        statements.isEmpty()
            ? null
            : new AttachedPolicy(
                new PolicyDocument(
                    PolicyKind.RESOURCE, PolicyDocument.VERSION_2012, null, statements),
                arn));
  }

  /** The values of the condition keys that are about access points; null of other keys. */
  static List<String> conditionKey(String key, AccessPoint point, Call call) {
    if (point == null) {
      return null;
    }
    return switch (key) {
      case "s3:dataaccesspointarn" -> List.of(point.arn(call.partition()));
      case "s3:dataaccesspointaccount" -> List.of(point.accountId());
      case "s3:accesspointnetworkorigin" -> List.of(point.networkOrigin());
      default -> null;
    };
  }
}
