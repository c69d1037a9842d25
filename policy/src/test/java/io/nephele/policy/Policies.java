package io.nephele.policy;

import java.util.List;

/** Short ways to write policies and principals in tests. */
final class Policies {
  static final String ACCOUNT = "111122223333";
  static final String OTHER_ACCOUNT = "444455556666";
  static final String QUEUE = "arn:aws:sqs:us-east-1:111122223333:orders";

  static final Principal ROOT = Principal.root("aws", ACCOUNT);
  static final Principal ALICE =
      Principal.user("arn:aws:iam::111122223333:user/alice", "AIDAALICEALICEALICE00");
  static final Principal SESSION =
      Principal.roleSession(
          "arn:aws:sts::111122223333:assumed-role/worker/job-1",
          "arn:aws:iam::111122223333:role/team/worker",
          "AROAWORKERWORKERWORKER");
  static final Principal FEDERATED =
      Principal.federatedUser(
          "arn:aws:sts::111122223333:federated-user/bob", ALICE.arn(), ALICE.uniqueId());
  static final Principal STRANGER =
      Principal.user("arn:aws:iam::444455556666:user/eve", "AIDAEVEEVEEVEEVEEVE00");

  private Policies() {}

  /** A document of version 2012-10-17 with these statements, apostrophes standing for quotes. */
  static String json(String statements) {
    return ("{'Version':'2012-10-17','Statement':[" + statements + "]}").replace('\'', '"');
  }

  static AttachedPolicy policy(PolicyKind kind, String statements) {
    return AttachedPolicy.of(PolicyDocument.parse(json(statements), kind));
  }

  static AttachedPolicy identity(String effect, String action, String resource) {
    return policy(
        PolicyKind.IDENTITY,
        "{'Effect':'%s','Action':'%s','Resource':'%s'}".formatted(effect, action, resource));
  }

  static AttachedPolicy control(PolicyKind kind, String effect, String action) {
    String principal = kind == PolicyKind.SCP ? "" : "'Principal':'*',";
    return policy(
        kind,
        "{'Effect':'%s',%s'Action':'%s','Resource':'*'}".formatted(effect, principal, action));
  }

  static AttachedPolicy onResource(String effect, String principal, String action) {
    return policy(
        PolicyKind.RESOURCE,
        "{'Effect':'%s','Principal':%s,'Action':'%s','Resource':'*'}"
            .formatted(effect, principal, action));
  }

  static RequestContext.Builder send(Principal principal) {
    return RequestContext.of(principal, "sqs:SendMessage").resource(QUEUE).resourceAccount(ACCOUNT);
  }

  /** Whether a policy with just this Condition (apostrophes for quotes) allows with these keys. */
  static boolean conditionHolds(String condition, ConditionKeys keys) {
    AttachedPolicy policy =
        policy(
            PolicyKind.IDENTITY,
            "{'Effect':'Allow','Action':'*','Resource':'*','Condition':" + condition + "}");
    return PolicyEvaluator.evaluate(
            send(ALICE).keys(keys).build(), PolicySet.builder().identity(policy).build())
        .isAllowed();
  }

  static List<AttachedPolicy> level(AttachedPolicy... policies) {
    return List.of(policies);
  }
}
