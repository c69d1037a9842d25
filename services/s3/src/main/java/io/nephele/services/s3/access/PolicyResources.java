package io.nephele.services.s3.access;

import io.nephele.policy.PolicyDocument;
import io.nephele.policy.Statement;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Whether the resources of a bucket's policy are its own, and each action has one it can be for.
 */
final class PolicyResources {
  /** Actions on objects; all others are on buckets. */
  private static final Set<String> OBJECT_WORDS =
      Set.of(
          "getobject",
          "putobject",
          "deleteobject",
          "restoreobject",
          "replicateobject",
          "replicatedelete",
          "replicatetags",
          "abortmultipartupload",
          "listmultipartuploadparts",
          "objectowneroverridetobucketowner",
          "bypassgovernanceretention",
          "initiatereplication",
          "updateobjectencryption");

  private PolicyResources() {}

  /** What S3 says is wrong with the policy of a bucket, or null. */
  static String complaint(PolicyDocument document, String bucketArn) {
    return complaint(document, bucketArn, bucketArn + "/");
  }

  /** As the other, of a bucket or an access point; the ARNs of its objects begin as is said. */
  static String complaint(PolicyDocument document, String bucketArn, String objectStart) {
    for (Statement statement : document.statements()) {
      boolean bucket = false;
      boolean objects = false;
      for (String resource : statement.resource().values()) {
        if (!isOf(resource, bucketArn, objectStart)) {
          return "Policy has invalid resource";
        }
        boolean wildcard = resource.equals("*") || resource.equals(bucketArn + "*");
        boolean slash = resource.startsWith(objectStart);
        objects |= slash || wildcard;
        bucket |= !slash;
      }
      if (!statement.resource().negated()
          && !statement.action().negated()
          && !apply(statement.action().values(), bucket, objects)) {
        return "Action does not apply to any resource(s) in statement";
      }
    }
    return null;
  }

  private static boolean isOf(String resource, String bucketArn, String objectStart) {
    return resource.equals("*")
        || resource.equals(bucketArn)
        || resource.equals(bucketArn + "*")
        || resource.startsWith(objectStart);
  }

  private static boolean apply(List<String> actions, boolean bucket, boolean objects) {
    for (String action : actions) {
      String name = action.toLowerCase(Locale.ROOT);
      boolean pattern = name.indexOf('*') >= 0 || name.indexOf('?') >= 0;
      if (!pattern && !(isOfObjects(name) ? objects : bucket)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isOfObjects(String action) {
    String name = action.substring(action.indexOf(':') + 1);
    for (String word : OBJECT_WORDS) {
      if (name.startsWith(word)) {
        return true;
      }
    }
    return false;
  }
}
