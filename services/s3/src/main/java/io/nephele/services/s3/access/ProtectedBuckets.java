package io.nephele.services.s3.access;

import io.nephele.core.access.ProtectedResources;
import io.nephele.core.access.ResourcePolicy;
import io.nephele.core.arn.Arn;
import io.nephele.core.call.Call;
import io.nephele.core.identity.Principal;
import io.nephele.core.store.Reader;
import io.nephele.model.AwsException;
import io.nephele.model.Member;
import io.nephele.model.Struct;
import io.nephele.policy.AttachedPolicy;
import io.nephele.policy.Effect;
import io.nephele.policy.PolicyDocument;
import io.nephele.policy.PolicyKind;
import io.nephele.policy.Statement;
import io.nephele.services.s3.S3Errors;
import io.nephele.services.s3.S3World;
import io.nephele.services.s3.accesspoints.AccessPoint;
import io.nephele.services.s3.accesspoints.AccessPointErrors;
import io.nephele.services.s3.accesspoints.AccessPointTable;
import io.nephele.services.s3.buckets.Bucket;
import io.nephele.services.s3.configuration.BucketTags;
import io.nephele.services.s3.objects.StoredObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What authorisation asks of buckets and objects. */
public final class ProtectedBuckets implements ProtectedResources {
  /** Operations on buckets that may not be there. */
  private static final Set<String> WITHOUT_BUCKET = Set.of("CreateBucket");

  private static final Set<String> POLICY_ACTIONS =
      Set.of("s3:GetBucketPolicy", "s3:PutBucketPolicy", "s3:DeleteBucketPolicy");

  private final S3World s3;
  private final BucketTags tags;
  private final RequesterPays payers;
  private final S3ConditionKeys keys;
  private final AccessPointAccess points;
  private final LambdaPointAccess lambdas;

  /** The buckets of a world. */
  public ProtectedBuckets(S3World s3) {
    this.s3 = s3;
    this.tags = new BucketTags(s3);
    this.payers = new RequesterPays(s3);
    this.keys = new S3ConditionKeys(s3);
    this.points = new AccessPointAccess(s3);
    this.lambdas = new LambdaPointAccess(s3);
  }

  @Override
  public AwsException refusal(Call call, Struct request) {
    Member named = call.operation().input().member("Bucket");
    if (named == null || !(request.get(named) instanceof String name)) {
      return null;
    }
    Bucket bucket = find(call.partition(), name);
    boolean anywhere = false;
    if (bucket == null && !WITHOUT_BUCKET.contains(call.operation().name())) {
      AccessPoint point = points.named(name, call);
      if (point == null && lambdas.named(name, call) != null) {
        return lambdas.refusal(call);
      }
      if (point != null) {
        if (!AccessPointAccess.isCompatible(call)) {
          return S3Errors.methodNotAllowed(call.operation().name(), "ACCESSPOINT");
        }
        if (point.vpcId() != null) {
          return S3Errors.accessDenied(); // no call comes from a VPC
        }
        bucket = s3.read(reader -> s3.bucketOf(reader, point));
        anywhere = point.isMultiRegion();
      } else if (AccessPointTable.isCertain(name)) {
        return AccessPointErrors.notNamed(name);
      }
    }
    return refusal(name, bucket, anywhere, call, request);
  }

  /** As the other; a bucket that is reached from anywhere need not be in the call's region. */
  private AwsException refusal(
      String name, Bucket bucket, boolean anywhere, Call call, Struct request) {
    if (WITHOUT_BUCKET.contains(call.operation().name())) {
      // The bucket is to be the caller's, so that another's policy has nothing to say.
      boolean taken = bucket != null && !bucket.accountId().equals(call.accountId());
      return taken ? S3Errors.bucketAlreadyExists(name) : null;
    }
    if (bucket == null) {
      return S3Errors.noSuchBucket(name);
    }
    AwsException elsewhere = anywhere ? null : BucketRegions.refusal(bucket, call);
    if (elsewhere != null) {
      return elsewhere;
    }
    if (s3.<Boolean>read(reader -> payers.isUnpaid(reader, bucket, call, request))) {
      return S3Errors.accessDenied();
    }
    Member expected = call.operation().input().member("ExpectedBucketOwner");
    boolean expectsAnother =
        expected != null
            && request.get(expected) instanceof String owner
            && !owner.equals(bucket.accountId());
    return expectsAnother ? S3Errors.accessDenied() : null;
  }

  /** Buckets have tags that policies see where their owner has said so. */
  @Override
  public Map<String, String> tags(String text) {
    Arn arn = Arn.parse(text);
    if (arn == null || !arn.service().equals("s3")) {
      return Map.of();
    }
    if (arn.resource().indexOf('/') >= 0) {
      AccessPoint point = s3.read(reader -> s3.accessPoints().ofArn(reader, arn, arn.region()));
      return point == null ? Map.of() : point.tags();
    }
    return s3.read(
        reader -> {
          Bucket bucket = s3.buckets().find(reader, arn.partition(), arn.resource());
          return bucket != null && tags.decideAccess(reader, bucket)
              ? tags.of(reader, bucket)
              : Map.of();
        });
  }

  /** What is asked of an access point is asked of the bucket behind it, too. */
  @Override
  public List<String> arns(String type, Call call, Struct request) {
    boolean object = type.equals("object");
    AccessPoint point = object || type.equals("bucket") ? points.named(call, request) : null;
    if (point == null) {
      return object || type.equals("bucket") ? lambdas.arns(call, request) : null;
    }
    Member key = object ? call.operation().input().member("Key") : null;
    String named = key != null && request.get(key) instanceof String text ? text : null;
    return AccessPointAccess.decidedOn(point, named, call);
  }

  @Override
  public List<String> decidedOn(String text, Call call) {
    Arn arn = Arn.parse(text);
    if (arn == null || !arn.service().equals("s3")) {
      return List.of(text);
    }
    if (!arn.account().isEmpty()) {
      AccessPoint point =
          s3.read(reader -> s3.accessPoints().ofArn(reader, arn, call.region().name()));
      return point == null
          ? List.of(text)
          : AccessPointAccess.decidedOn(point, AccessPointTable.objectOf(arn), call);
    }
    int slash = arn.resource().indexOf('/');
    AccessPoint point = slash <= 0 ? null : points.named(arn.resource().substring(0, slash), call);
    return point == null
        ? List.of(text)
        : AccessPointAccess.decidedOn(point, arn.resource().substring(slash + 1), call);
  }

  @Override
  public AttachedPolicy grants(String action, String arn, Call call, Struct request) {
    return Deliveries.grant(action, call, request);
  }

  @Override
  public List<String> conditionKey(String key, String text, Call call, Struct request) {
    Arn arn = Arn.parse(text);
    boolean ofS3 = arn != null && arn.service().equals("s3");
    AccessPoint point = ofS3 ? points.through(arn, call, request) : null;
    List<String> ofPoint = AccessPointAccess.conditionKey(key, point, call);
    if (ofPoint != null) {
      return ofPoint;
    }
    if (point != null && !arn.account().isEmpty()) {
      Bucket behind = s3.read(reader -> s3.bucketOf(reader, point));
      String object = AccessPointTable.objectOf(arn);
      return keys.values(key, behind, object, versionOf(call, request), call, request);
    }
    int slash = ofS3 ? arn.resource().indexOf('/') : -1;
    String name = !ofS3 ? null : slash < 0 ? arn.resource() : arn.resource().substring(0, slash);
    String object = slash < 0 ? null : arn.resource().substring(slash + 1);
    Bucket bucket = name == null ? null : find(arn.partition(), name);
    return keys.values(key, bucket, object, versionOf(call, request), call, request);
  }

  @Override
  public ResourcePolicy policy(String text, String action, Call call, Struct request) {
    Arn arn = Arn.parse(text);
    if (arn == null || !arn.service().equals("s3")) {
      return lambdas.policy(arn, text);
    }
    if (!arn.account().isEmpty()) {
      return s3.read(
          reader -> {
            AccessPoint point = s3.accessPoints().ofArn(reader, arn, call.region().name());
            return point == null ? null : points.policy(reader, point, text, call);
          });
    }
    int slash = arn.resource().indexOf('/');
    String name = slash < 0 ? arn.resource() : arn.resource().substring(0, slash);
    String key = slash < 0 ? null : arn.resource().substring(slash + 1);
    return s3.read(
        reader -> {
          Bucket bucket = s3.buckets().find(reader, arn.partition(), name);
          return bucket == null
              ? null
              : policy(reader, bucket, key, text, action, call, versionOf(call, request));
        });
  }

  private ResourcePolicy policy(
      Reader reader,
      Bucket bucket,
      String key,
      String arn,
      String action,
      Call call,
      String versionId) {
    BucketAccess access = s3.access();
    boolean acls = access.ownership(reader, bucket).hasAcls();
    StoredObject object =
        acls && key != null && isOfObject(action, call)
            ? object(reader, bucket, key, versionId)
            : null;
    if (object != null && !object.ownerId().equals(bucket.accountId())) {
      // The bucket's policy is not about what is others'.
      boolean ignored = access.publicAccess(reader, bucket).ignoreAcls();
      return of(object.ownerId(), AclStatements.ofObject(Acls.of(object), ignored), arn);
    }
    List<Statement> statements = new ArrayList<>();
    BucketPolicy policy =
        isOwnersPolicy(action, bucket, call) ? null : access.policies().find(reader, bucket);
    if (policy != null) {
      statements.addAll(policy.document().statements());
      if (PublicPolicies.isPublic(policy.document())
          && isOutside(call.principal(), bucket)
          && access.publicAccess(reader, bucket).restrictBuckets()) {
        statements.removeIf(statement -> statement.effect() == Effect.ALLOW);
      }
    }
    if (acls) {
      boolean ignored = access.publicAccess(reader, bucket).ignoreAcls();
      boolean creating = !call.operation().name().equals("PutObjectAcl");
      statements.addAll(
          AclStatements.ofBucket(access.acls().of(reader, bucket), ignored, creating));
      if (object != null) {
        statements.addAll(AclStatements.ofObject(Acls.of(object), ignored));
      }
    }
    return of(bucket.accountId(), statements, arn);
  }

  /** The owner's root user can always mend a policy that locks everybody out. */
  private static boolean isOwnersPolicy(String action, Bucket bucket, Call call) {
    return POLICY_ACTIONS.contains(action)
        && call.principal().type() == Principal.Type.ROOT
        && bucket.accountId().equals(call.accountId());
  }

  private static ResourcePolicy of(String owner, List<Statement> statements, String arn) {
    return ResourcePolicy.of(
        owner,
        statements.isEmpty()
            ? null
            : new AttachedPolicy(
                new PolicyDocument(
                    PolicyKind.RESOURCE, PolicyDocument.VERSION_2012, null, statements),
                arn));
  }

  /** Whether a caller is neither of the bucket's account nor a service of AWS. */
  private static boolean isOutside(Principal caller, Bucket bucket) {
    return caller.type() != Principal.Type.SERVICE
        && !bucket.accountId().equals(caller.accountId());
  }

  /** Whether an action is about what is there, which may be others', and not about the place. */
  private static boolean isOfObject(String action, Call call) {
    return action.startsWith("s3:GetObject")
        || call.operation().name().equals("PutObjectAcl")
            && (action.equals("s3:PutObjectAcl") || action.equals("s3:PutObjectVersionAcl"));
  }

  private StoredObject object(Reader reader, Bucket bucket, String key, String versionId) {
    StoredObject found =
        versionId == null
            ? s3.objects().current(reader, bucket, key)
            : s3.objects().version(reader, bucket, key, versionId);
    return found == null || found.deleteMarker() ? null : found;
  }

  private static String versionOf(Call call, Struct request) {
    Member member = call.operation().input().member("VersionId");
    return member == null ? null : (String) request.get(member);
  }

  private Bucket find(String partition, String name) {
    return s3.read(reader -> s3.buckets().find(reader, partition, name));
  }
}
