package io.nephele.services.iam;

import io.nephele.core.arn.Arn;
import io.nephele.core.identity.AccountIds;
import io.nephele.policy.ConditionKeys;
import io.nephele.policy.Principal;
import java.util.List;
import java.util.Map;

/**
 * Who calls in a simulation.
 *
 * @param principal as policies see it
 * @param keys the condition keys that tell of it
 */
record SimulatedCaller(Principal principal, ConditionKeys keys) {
  /** What AWS's simulator takes for the id of a caller that nobody named. */
  private static final String NOBODY = "STUB_PRINCIPAL_FOR_POLICY_SIMULATOR";

  /** Some user of an account. */
  static SimulatedCaller anyUser(String partition, String accountId) {
    String arn = "arn:" + partition + ":iam::" + accountId + ":user/" + NOBODY;
    return new SimulatedCaller(
        Principal.user(arn, null), ConditionKeys.builder().put("aws:userid", NOBODY).build());
  }

  /** A user, group or role of the directory. */
  static SimulatedCaller of(PolicyPrincipals.Found found) {
    ConditionKeys.Builder keys =
        keys(found.type(), found.arn(), found.name(), accountOf(found.arn()));
    keys.put("aws:userid", found.id());
    for (Map.Entry<String, String> tag : found.sources().tags().entrySet()) {
      keys.put("aws:PrincipalTag/" + tag.getKey(), tag.getValue());
    }
    return new SimulatedCaller(principal(found.type(), found.arn(), found.id()), keys.build());
  }

  /** The caller of that ARN, who need not exist; an error to the caller if it is none. */
  static SimulatedCaller ofArn(String text) {
    Arn arn = Arn.parse(text);
    int slash = arn == null ? -1 : arn.resource().indexOf('/');
    String type = slash < 0 ? "" : arn.resource().substring(0, slash);
    boolean known =
        switch (type) {
          case "user", "group", "role" -> arn.service().equals("iam");
          default -> false;
        };
    if (!known || !AccountIds.isAccountId(arn.account())) {
      throw IamErrors.invalidInput(
          "Invalid Entity Arn: " + text + " does not clearly define entity type and name.");
    }
    ConditionKeys keys =
        keys(type, text, IamWorld.lastPart(text), arn.account()).put("aws:userid", text).build();
    return new SimulatedCaller(principal(type, text, null), keys);
  }

  String accountId() {
    return principal.account();
  }

  private static Principal principal(String type, String arn, String id) {
    if (!type.equals("role")) {
      return Principal.user(arn, id);
    }
    Arn role = Arn.parse(arn);
    String session =
        "arn:"
            + role.partition()
            + ":sts::"
            + role.account()
            + ":assumed-role/"
            + IamWorld.lastPart(arn)
            + "/simulation";
    return Principal.roleSession(session, arn, id);
  }

  private static ConditionKeys.Builder keys(
      String type, String arn, String name, String accountId) {
    ConditionKeys.Builder keys =
        ConditionKeys.builder()
            .put("aws:PrincipalArn", arn)
            .put("aws:PrincipalAccount", accountId)
            .put("aws:PrincipalType", type.equals("role") ? "AssumedRole" : "User");
    return type.equals("user") ? keys.put("aws:username", List.of(name)) : keys;
  }

  private static String accountOf(String arn) {
    return Arn.parse(arn).account();
  }
}
