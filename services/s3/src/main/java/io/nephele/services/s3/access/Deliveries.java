package io.nephele.services.s3.access;

import io.nephele.core.call.Call;
import io.nephele.core.identity.Principal;
import io.nephele.model.Member;
import io.nephele.model.Struct;
import io.nephele.policy.AttachedPolicy;
import io.nephele.policy.PolicyDocument;
import io.nephele.policy.PolicyKind;

/**
 * What AWS's services need no permission for when they deliver objects: to hand these to the
 * bucket's owner in the same request. The policies that AWS documents for logs and reports allow
 * {@code s3:PutObject} alone.
 */
final class Deliveries {
  private static final AttachedPolicy GRANT =
      AttachedPolicy.of(
          PolicyDocument.parse(
              "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":\"*\","
                  + "\"Action\":\"s3:PutObjectAcl\",\"Resource\":\"*\"}]}",
              PolicyKind.RESOURCE));

  private Deliveries() {}

  /** What is granted of an action, or null. */
  static AttachedPolicy grant(String action, Call call, Struct request) {
    boolean delivery =
        action.equals("s3:PutObjectAcl")
            && call.principal().type() == Principal.Type.SERVICE
            && call.operation().name().equals("PutObject");
    if (!delivery) {
      return null;
    }
    Member acl = call.operation().input().member("ACL");
    return "bucket-owner-full-control".equals(request.get(acl)) ? GRANT : null;
  }
}
