package io.nephele.core.access;

import io.nephele.core.call.Call;
import io.nephele.model.AwsException;
import io.nephele.model.Struct;
import io.nephele.policy.AttachedPolicy;
import java.util.List;
import java.util.Map;

/**
 * What authorisation has to know of a service's resources beside what requests say. A service that
 * has resource policies, tags, or resources whose ARNs do not follow from a request alone gives one
 * to its bindings ({@link io.nephele.core.call.Bindings#protect}). All methods read the store as it
 * is; what is not there is said to be null or empty, never an error: who may not see a resource is
 * not told whether it exists.
 */
public interface ProtectedResources {
  /** Resources of which nothing is known. */
  ProtectedResources NONE = new ProtectedResources() {};

  /** The policy of a resource, or null where it has none. */
  default ResourcePolicy policy(String arn) {
    return null;
  }

  /**
   * What was granted to the caller on a resource beside its policy, as the grants of KMS keys are.
   * Asked where the policies do not allow the action and none of them denies it; what such a policy
   * allows is allowed, whatever the resource's account.
   *
   * @param action such as {@code kms:Decrypt}
   * @return null where nothing was granted
   */
  default AttachedPolicy grants(String action, String arn, Call call, Struct request) {
    return null;
  }

  /**
   * The policy of a resource for an action on it, where that depends on the action or the call:
   * objects in S3 may belong to others than their buckets.
   *
   * @param action in AWS's spelling, for example {@code s3:GetObject}
   */
  default ResourcePolicy policy(String arn, String action, Call call, Struct request) {
    return policy(arn);
  }

  /** The tags of a resource, by key; empty where it has none. */
  default Map<String, String> tags(String arn) {
    return Map.of();
  }

  /**
   * The ARNs of the resources of a type that a request is about, where only the service's state
   * tells, for example that of a role with a path.
   *
   * @param type the type as the Service Authorization Reference names it, for example {@code role}
   * @return null if they follow from the request alone
   */
  default List<String> arns(String type, Call call, Struct request) {
    return null;
  }

  /**
   * What is decided on where a request names a resource by an ARN within something else, as S3's
   * copying and its deletion of several objects do: other resources may lie behind it.
   */
  default List<String> decidedOn(String arn, Call call) {
    return List.of(arn);
  }

  /**
   * The values of one of the service's own condition keys where only the service's state tells.
   *
   * @param key in lower case, for example {@code ec2:vpc}
   * @param arn the resource that is decided on
   * @return null if they follow from the request alone
   */
  default List<String> conditionKey(String key, String arn, Call call, Struct request) {
    return null;
  }

  /**
   * What AWS answers to anybody before it asks whether he may, such as that the bucket is not there
   * or is in another region.
   *
   * @return null if there is nothing in the way
   */
  default AwsException refusal(Call call, Struct request) {
    return null;
  }
}
