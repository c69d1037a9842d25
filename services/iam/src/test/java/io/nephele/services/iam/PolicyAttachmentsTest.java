package io.nephele.services.iam;

import static io.nephele.services.iam.IamErrorAssertions.assertFails;
import static io.nephele.services.iam.TestPolicies.allow;
import static io.nephele.services.iam.TestPolicies.arn;
import static io.nephele.services.iam.TestPolicies.trustService;
import static org.assertj.core.api.Assertions.assertThat;

import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.AttachedPolicy;
import software.amazon.awssdk.services.iam.model.ListAttachedRolePoliciesResponse;

@NepheleTest(scope = NepheleTest.Scope.METHOD)
final class PolicyAttachmentsTest {
  private static final String READ_ONLY = "arn:aws:iam::aws:policy/ReadOnlyAccess";

  @Inject IamClient iam;

  @BeforeEach
  void createHolders() {
    iam.createRole(
        role -> role.roleName("app").assumeRolePolicyDocument(trustService("ec2.amazonaws.com")));
    iam.createUser(user -> user.userName("bob"));
    iam.createGroup(group -> group.groupName("team"));
  }

  private String create(String name, String path) {
    return iam.createPolicy(
            policy -> policy.policyName(name).path(path).policyDocument(allow("sqs:*")))
        .policy()
        .arn();
  }

  private void attach(String arn) {
    iam.attachRolePolicy(attach -> attach.roleName("app").policyArn(arn));
  }

  @Test
  void thereAreAtMostTenOnEach() {
    for (int i = 0; i < 10; i++) {
      String arn = create("p" + i, "/");
      attach(arn);
      iam.attachUserPolicy(attach -> attach.userName("bob").policyArn(arn));
      iam.attachGroupPolicy(attach -> attach.groupName("team").policyArn(arn));
    }
    attach(arn("policy/p3")); // attached already, so it does not count
    assertFails(
        "LimitExceeded",
        409,
        "Cannot exceed quota for PoliciesPerRole: 10",
        () -> attach(READ_ONLY));
    assertFails(
        "LimitExceeded",
        409,
        "Cannot exceed quota for PoliciesPerUser: 10",
        () -> iam.attachUserPolicy(attach -> attach.userName("bob").policyArn(READ_ONLY)));
    assertFails(
        "LimitExceeded",
        409,
        "Cannot exceed quota for PoliciesPerGroup: 10",
        () -> iam.attachGroupPolicy(attach -> attach.groupName("team").policyArn(READ_ONLY)));
  }

  @Test
  void aRoleCarriesPoliciesOfAllKinds() {
    String own = create("own", "/");
    attach(READ_ONLY);
    attach(own);
    iam.putRolePolicy(
        put -> put.roleName("app").policyName("inline").policyDocument(allow("sqs:*")));
    assertThat(iam.listAttachedRolePolicies(list -> list.roleName("app")).attachedPolicies())
        .extracting(AttachedPolicy::policyName)
        .containsExactly("ReadOnlyAccess", "own");
    assertThat(iam.listRolePolicies(list -> list.roleName("app")).policyNames())
        .containsExactly("inline");
  }

  @Test
  void isListedByPathAPageAtATime() {
    String first = create("first", "/team/");
    attach(first);
    attach(create("second", "/team/"));
    attach(READ_ONLY);
    ListAttachedRolePoliciesResponse page =
        iam.listAttachedRolePolicies(list -> list.roleName("app").pathPrefix("/team/").maxItems(1));
    assertThat(page.attachedPolicies())
        .containsExactly(AttachedPolicy.builder().policyName("first").policyArn(first).build());
    assertThat(page.isTruncated()).isTrue();
    String marker = page.marker();
    page =
        iam.listAttachedRolePolicies(
            list -> list.roleName("app").pathPrefix("/team/").marker(marker));
    assertThat(page.attachedPolicies())
        .extracting(AttachedPolicy::policyName)
        .containsExactly("second");
    assertThat(page.isTruncated()).isFalse();
  }

  @Test
  void whatIsNotThereIsNotAttachedNorDetached() {
    String missing = arn("policy/missing");
    assertFails(
        "NoSuchEntity",
        404,
        "Policy " + missing + " does not exist or is not attachable.",
        () -> attach(missing));
    assertFails(
        "NoSuchEntity",
        404,
        "Policy " + READ_ONLY + " was not found.",
        () -> iam.detachRolePolicy(detach -> detach.roleName("app").policyArn(READ_ONLY)));
    assertFails(
        "InvalidInput",
        400,
        "ARN " + "x".repeat(20) + " is not valid.",
        () -> attach("x".repeat(20)));
    assertFails(
        "NoSuchEntity",
        404,
        "The user with name nobody cannot be found.",
        () -> iam.attachUserPolicy(attach -> attach.userName("nobody").policyArn(READ_ONLY)));
  }

  @Test
  void policiesOfServiceLinkedRolesAreForThoseAlone() {
    assertFails(
        "PolicyNotAttachable",
        400,
        "Cannot attach a Service Role Policy to a Customer Role.",
        () -> attach("arn:aws:iam::aws:policy/aws-service-role/AWSEC2SpotServiceRolePolicy"));
  }
}
