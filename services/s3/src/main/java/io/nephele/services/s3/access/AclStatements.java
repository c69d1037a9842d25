package io.nephele.services.s3.access;

import io.nephele.core.identity.CanonicalUser;
import io.nephele.policy.PolicyDocument;
import io.nephele.policy.PolicyKind;
import io.nephele.policy.Statement;
import java.util.ArrayList;
import java.util.List;

/** What access control lists allow, as statements of policies. */
final class AclStatements {
  private static final List<String> READ_BUCKET =
      List.of("s3:ListBucket", "s3:ListBucketVersions", "s3:ListBucketMultipartUploads");
  private static final List<String> WRITE_BUCKET =
      List.of("s3:PutObject", "s3:DeleteObject", "s3:DeleteObjectVersion");

  /** Of an object that is being made; for one that is there its own list counts. */
  private static final String LIST_OF_NEW = "s3:PutObjectAcl";

  private static final List<String> READ_OBJECT =
      List.of("s3:GetObject", "s3:GetObjectVersion", "s3:GetObjectAttributes");

  private AclStatements() {}

  /**
   * What a bucket's list allows; grants to the public are left out if they are ignored.
   *
   * @param creating whether an object is made, with which a list can be given
   */
  static List<Statement> ofBucket(AccessControlList list, boolean ignorePublic, boolean creating) {
    StringBuilder statements = new StringBuilder();
    for (AclGrant grant : list.grants()) {
      if (grant.isPublic() && ignorePublic) {
        continue;
      }
      List<String> actions = new ArrayList<>();
      if (grant.gives(AclGrant.READ)) {
        actions.addAll(READ_BUCKET);
      }
      if (grant.gives(AclGrant.WRITE)) {
        actions.addAll(WRITE_BUCKET);
        if (creating) {
          actions.add(LIST_OF_NEW);
        }
      }
      if (grant.gives(AclGrant.READ_ACP)) {
        actions.add("s3:GetBucketAcl");
      }
      if (grant.gives(AclGrant.WRITE_ACP)) {
        actions.add("s3:PutBucketAcl");
      }
      append(statements, grant, actions);
    }
    return parse(statements);
  }

  /** What an object's list allows; grants to the public are left out if they are ignored. */
  static List<Statement> ofObject(AccessControlList list, boolean ignorePublic) {
    StringBuilder statements = new StringBuilder();
    for (AclGrant grant : list.grants()) {
      if (grant.isPublic() && ignorePublic) {
        continue;
      }
      List<String> actions = new ArrayList<>();
      if (grant.gives(AclGrant.READ)) {
        actions.addAll(READ_OBJECT);
      }
      if (grant.gives(AclGrant.READ_ACP)) {
        actions.add("s3:GetObjectAcl");
        actions.add("s3:GetObjectVersionAcl");
      }
      if (grant.gives(AclGrant.WRITE_ACP)) {
        actions.add("s3:PutObjectAcl");
        actions.add("s3:PutObjectVersionAcl");
      }
      append(statements, grant, actions);
    }
    return parse(statements);
  }

  private static void append(StringBuilder to, AclGrant grant, List<String> actions) {
    if (actions.isEmpty()) {
      return;
    }
    to.append(to.isEmpty() ? "" : ",")
        .append("{\"Effect\":\"Allow\",")
        .append(principal(grant))
        .append(",\"Action\":[\"")
        .append(String.join("\",\"", actions))
        .append("\"],\"Resource\":\"*\"}");
  }

  private static String principal(AclGrant grant) {
    return switch (grant.grantee()) {
      case Groups.ALL_USERS -> "\"Principal\":\"*\"";
      case Groups.AUTHENTICATED_USERS ->
          "\"Principal\":{\"AWS\":\"*\"},\"Condition\":{\"Null\":{\"aws:PrincipalAccount\":\"false\"}}";
      case Groups.LOG_DELIVERY -> "\"Principal\":{\"Service\":\"logging.s3.amazonaws.com\"}";
      default -> "\"Principal\":{\"AWS\":\"" + CanonicalUser.accountOf(grant.grantee()) + "\"}";
    };
  }

  private static List<Statement> parse(StringBuilder statements) {
    return statements.isEmpty()
        ? List.of()
        : PolicyDocument.parse(
                "{\"Version\":\"2012-10-17\",\"Statement\":[" + statements + "]}",
                PolicyKind.RESOURCE)
            .statements();
  }
}
