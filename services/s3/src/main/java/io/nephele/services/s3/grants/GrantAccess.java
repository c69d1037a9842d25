package io.nephele.services.s3.grants;

import io.nephele.core.access.ResourcePolicy;
import io.nephele.core.arn.Arn;
import io.nephele.core.call.Call;
import io.nephele.core.identity.Principal;
import io.nephele.core.store.Reader;
import io.nephele.policy.AttachedPolicy;
import io.nephele.services.s3.S3World;
import io.nephele.services.s3.access.BucketPolicies;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What authorisation asks of access grants. */
public final class GrantAccess {
  /** Operations that other accounts may be allowed by the instance's policy. */
  private static final Set<String> FOR_OTHERS =
      Set.of(
          "GetDataAccess",
          "GetAccessGrantsInstanceForPrefix",
          "ListAccessGrants",
          "ListAccessGrantsLocations",
          "ListCallerAccessGrants");

  private static final String RESOURCE = "access-grants/";

  private final S3World s3;

  /** The grants of a world. */
  public GrantAccess(S3World s3) {
    this.s3 = s3;
  }

  /** Whether an operation may be about another account than the caller's. */
  public static boolean isForOthers(Call call) {
    return FOR_OTHERS.contains(call.operation().name());
  }

  /** Whether an ARN is that of an instance, or of something in it. */
  public static boolean isOf(Arn arn) {
    return arn != null && arn.service().equals("s3") && arn.resource().startsWith(RESOURCE);
  }

  private GrantsInstance instance(Reader reader, Arn arn) {
    return s3.grants().instance(reader, arn.account(), arn.region());
  }

  /** The policy of an instance; null where there is none. */
  public ResourcePolicy policy(Arn arn) {
    GrantsInstance instance = s3.read(reader -> instance(reader, arn));
    if (instance == null) {
      return null;
    }
    return ResourcePolicy.of(
        instance.accountId(),
        instance.policy() == null
            ? null
            : new AttachedPolicy(
                BucketPolicies.read(instance.policy()).document(), arn.toString()));
  }

  /** The tags of an instance, a location or a grant; null if it is not there. */
  public Map<String, String> tags(Reader reader, Arn arn) {
    GrantsInstance instance = instance(reader, arn);
    if (instance == null) {
      return null;
    }
    String id = arn.resource().substring(arn.resource().lastIndexOf('/') + 1);
    if (arn.resource().contains("/location/")) {
      GrantsLocation location = s3.grants().location(reader, instance, id);
      return location == null ? null : location.tags();
    }
    if (arn.resource().contains("/grant/")) {
      Grant grant = s3.grants().grant(reader, instance, id);
      return grant == null ? null : grant.tags();
    }
    return instance.tags();
  }

  /** Stores other tags of what is there. */
  public void putTags(
      io.nephele.core.store.Transaction transaction, Arn arn, Map<String, String> tags) {
    GrantsInstance instance = instance(transaction, arn);
    String id = arn.resource().substring(arn.resource().lastIndexOf('/') + 1);
    if (arn.resource().contains("/location/")) {
      s3.grants()
          .put(
              transaction,
              instance,
              s3.grants().location(transaction, instance, id).withTags(tags));
    } else if (arn.resource().contains("/grant/")) {
      s3.grants()
          .put(transaction, instance, s3.grants().grant(transaction, instance, id).withTags(tags));
    } else {
      s3.grants().put(transaction, instance.withTags(tags));
    }
  }

  /** The instance that gave the session of a caller; null where none did. */
  public static List<String> instanceArn(S3World s3, Call call) {
    Principal caller = call.principal();
    if (caller.type() != Principal.Type.ROLE_SESSION || !caller.arn().contains("/access-grants-")) {
      return null;
    }
    String arn =
        s3.read(reader -> s3.grants().instanceOf(reader, caller.accountId(), caller.arn()));
    return arn == null ? null : List.of(arn);
  }
}
