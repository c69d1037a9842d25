package io.nephele.services.iam;

import static io.nephele.services.iam.IamErrorAssertions.assertFails;
import static io.nephele.services.iam.TestPolicies.allow;
import static io.nephele.services.iam.TestPolicies.allowOfSize;
import static io.nephele.services.iam.TestPolicies.decoded;
import static io.nephele.services.iam.TestPolicies.trustService;
import static org.assertj.core.api.Assertions.assertThat;

import io.nephele.junit.Fact;
import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.iam.IamClient;

@NepheleTest(scope = NepheleTest.Scope.METHOD)
final class InlinePoliciesTest {
  @Inject IamClient iam;

  @BeforeEach
  void createHolders() {
    iam.createRole(
        role -> role.roleName("app").assumeRolePolicyDocument(trustService("ec2.amazonaws.com")));
    iam.createUser(user -> user.userName("bob"));
    iam.createGroup(group -> group.groupName("team"));
  }

  private void putUser(String name, String document) {
    iam.putUserPolicy(put -> put.userName("bob").policyName(name).policyDocument(document));
  }

  private void putGroup(String name, String document) {
    iam.putGroupPolicy(put -> put.groupName("team").policyName(name).policyDocument(document));
  }

  private void putRole(String name, String document) {
    iam.putRolePolicy(put -> put.roleName("app").policyName(name).policyDocument(document));
  }

  @Test
  void isReadAsItWasPut() {
    String document = allow("sqs:*").replace(",", ",\n   ");
    putUser("p", document);
    putGroup("p", document);
    putRole("p", document);
    assertThat(
            decoded(iam.getUserPolicy(get -> get.userName("bob").policyName("p")).policyDocument()))
        .isEqualTo(document);
    assertThat(
            decoded(
                iam.getGroupPolicy(get -> get.groupName("team").policyName("p")).policyDocument()))
        .isEqualTo(document);
    assertThat(
            decoded(iam.getRolePolicy(get -> get.roleName("app").policyName("p")).policyDocument()))
        .isEqualTo(document);
    putRole("p", allow("s3:*"));
    putRole("a", allow("s3:*"));
    assertThat(iam.listRolePolicies(list -> list.roleName("app")).policyNames())
        .containsExactly("a", "p");
    assertThat(iam.listRolePolicies(list -> list.roleName("app").maxItems(1)).isTruncated())
        .isTrue();
    iam.deleteGroupPolicy(delete -> delete.groupName("team").policyName("p"));
    assertThat(iam.listGroupPolicies(list -> list.groupName("team")).policyNames()).isEmpty();
  }

  @Test
  @Fact("iam-037")
  void isOfOneRoleAlone() {
    iam.createRole(
        role -> role.roleName("other").assumeRolePolicyDocument(trustService("ec2.amazonaws.com")));
    putRole("p", allow("sqs:*"));
    assertThat(iam.listRolePolicies(list -> list.roleName("other")).policyNames()).isEmpty();
    assertThat(iam.listPolicies(list -> list.scope("Local")).policies()).isEmpty();
    String arn = TestPolicies.arn("policy/p");
    assertFails(
        "NoSuchEntity",
        404,
        "Policy " + arn + " does not exist or is not attachable.",
        () -> iam.attachRolePolicy(attach -> attach.roleName("other").policyArn(arn)));
  }

  @Test
  void allOfAnIdentityTogetherHaveASize() {
    putUser("a", " ".repeat(300) + allowOfSize(1024));
    putUser("b", allowOfSize(1024));
    assertFails(
        "LimitExceeded",
        409,
        "Maximum policy size of 2048 bytes exceeded for user bob",
        () -> putUser("b", allowOfSize(1025)));
    putGroup("a", allowOfSize(5120));
    assertFails(
        "LimitExceeded",
        409,
        "Maximum policy size of 5120 bytes exceeded for group team",
        () -> putGroup("b", allow("s3:*")));
    putRole("a", allowOfSize(10240));
    assertFails(
        "LimitExceeded",
        409,
        "Maximum policy size of 10240 bytes exceeded for role app",
        () -> putRole("b", allow("s3:*")));
  }

  @Test
  void whatIsNotThereIsSaid() {
    assertFails(
        "NoSuchEntity",
        404,
        "The user policy with name p cannot be found.",
        () -> iam.getUserPolicy(get -> get.userName("bob").policyName("p")));
    assertFails(
        "NoSuchEntity",
        404,
        "The group policy with name p cannot be found.",
        () -> iam.deleteGroupPolicy(delete -> delete.groupName("team").policyName("p")));
    assertFails(
        "NoSuchEntity",
        404,
        "The role policy with name p cannot be found.",
        () -> iam.getRolePolicy(get -> get.roleName("app").policyName("p")));
  }

  @Test
  @Fact("iam-013")
  void namesNoPrincipal() {
    String document = allow("sqs:*").replace("\"Resource\"", "\"Principal\":\"*\",\"Resource\"");
    assertFails(
        "MalformedPolicyDocument",
        400,
        "Policy document should not specify a principal.",
        () -> putUser("p", document));
  }

  @Test
  void anIdentityIsNotDeletedWithItsPolicies() {
    putUser("p", allow("sqs:*"));
    assertFails(
        "DeleteConflict",
        409,
        "Cannot delete entity, must delete policies first.",
        () -> iam.deleteUser(delete -> delete.userName("bob")));
  }
}
