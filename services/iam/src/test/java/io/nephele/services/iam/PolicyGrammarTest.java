package io.nephele.services.iam;

import static io.nephele.services.iam.IamErrorAssertions.assertFails;
import static io.nephele.services.iam.TestPolicies.allow;
import static io.nephele.services.iam.TestPolicies.arn;
import static io.nephele.services.iam.TestPolicies.policy;
import static io.nephele.services.iam.TestPolicies.trustService;

import io.nephele.junit.Fact;
import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.iam.IamClient;

/** Every document that IAM is given is checked, in AWS's words. */
@NepheleTest
final class PolicyGrammarTest {
  private static final String WITH_PRINCIPAL =
      allow("sqs:*").replace("\"Resource\"", "\"Principal\":\"*\",\"Resource\"");
  private static final String NO_PRINCIPAL = "Policy document should not specify a principal.";

  @Inject IamClient iam;

  private void create(String name, String document) {
    iam.createPolicy(policy -> policy.policyName(name).policyDocument(document));
  }

  @Test
  @Fact("iam-049")
  void actionsAndResourcesAreOneOrMany() {
    create("one", policy("Allow", "sqs:SendMessage", "arn:aws:sqs:*:*:orders"));
    create(
        "many",
        "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Deny\",\"Action\":"
            + "[\"sqs:SendMessage\",\"sqs:ReceiveMessage\"],\"Resource\":"
            + "[\"arn:aws:sqs:*:*:a\",\"arn:aws:sqs:*:*:b\"]}]}");
  }

  @Test
  @Fact("iam-049")
  void whatIsMissingOrWrongIsSaid() {
    Map<String, String> wrong =
        Map.of(
            "no JSON",
            "Syntax errors in policy.",
            allow("sqs:*").replace("2012-10-17", "2008-10-17"),
            "Policy document must be version 2012-10-17 or greater.",
            allow("sqs:*").replace("\"Allow\"", "\"Maybe\""),
            "Syntax errors in policy.",
            allow("sqs:*").replace(",\"Resource\":\"*\"", ""),
            "Policy statement must contain resources.",
            allow("sqs:*").replace("\"Action\":\"sqs:*\",", ""),
            "Policy statement must contain actions.",
            allow("everything"),
            "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.",
            policy("Allow", "sqs:*", "queue"),
            "Resource queue must be in ARN format or \"*\".");
    wrong.forEach(
        (document, message) ->
            assertFails("MalformedPolicyDocument", 400, message, () -> create("wrong", document)));
  }

  @Test
  @Fact({"iam-008", "iam-013"})
  void onlyTrustPoliciesNamePrincipals() {
    assertFails(
        "MalformedPolicyDocument", 400, NO_PRINCIPAL, () -> create("wrong", WITH_PRINCIPAL));
    iam.createRole(
        role -> role.roleName("named").assumeRolePolicyDocument(trustService("ec2.amazonaws.com")));
    assertFails(
        "MalformedPolicyDocument",
        400,
        NO_PRINCIPAL,
        () ->
            iam.putRolePolicy(
                put -> put.roleName("named").policyName("p").policyDocument(WITH_PRINCIPAL)));
    assertFails(
        "MalformedPolicyDocument",
        400,
        "Missing required field Principal",
        () ->
            iam.updateAssumeRolePolicy(
                update ->
                    update
                        .roleName("named")
                        .policyDocument(
                            "{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Allow\","
                                + "\"Action\":\"sts:AssumeRole\"}}")));
  }

  @Test
  void newVersionsAreChecked() {
    create("versions", allow("sqs:*"));
    assertFails(
        "MalformedPolicyDocument",
        400,
        NO_PRINCIPAL,
        () ->
            iam.createPolicyVersion(
                version ->
                    version.policyArn(arn("policy/versions")).policyDocument(WITH_PRINCIPAL)));
  }
}
