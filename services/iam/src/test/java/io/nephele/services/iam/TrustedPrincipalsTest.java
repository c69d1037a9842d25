package io.nephele.services.iam;

import static io.nephele.services.iam.IamErrorAssertions.assertFails;
import static io.nephele.services.iam.TestPolicies.arn;
import static io.nephele.services.iam.TestPolicies.decoded;
import static io.nephele.services.iam.TestPolicies.trustAws;
import static io.nephele.services.iam.TestPolicies.trustService;
import static org.assertj.core.api.Assertions.assertThat;

import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.iam.IamClient;

/** Trust policies hold whom they name by what they are, not by their names. */
@NepheleTest(scope = NepheleTest.Scope.METHOD)
final class TrustedPrincipalsTest {
  @Inject IamClient iam;

  private String create(String name, String trust) {
    return iam.createRole(role -> role.roleName(name).assumeRolePolicyDocument(trust))
        .role()
        .roleId();
  }

  private String trustOf(String name) {
    return decoded(iam.getRole(role -> role.roleName(name)).role().assumeRolePolicyDocument());
  }

  @Test
  void whoIsNotThereIsNotTrusted() {
    for (String missing :
        new String[] {arn("role/missing"), arn("user/missing"), "AROAMISSINGMISSING234"}) {
      assertFails(
          "MalformedPolicyDocument",
          400,
          "Invalid principal in policy: \"AWS\":\"" + missing + "\"",
          () -> create("app", trustAws(missing)));
    }
    create("app", trustService("ec2.amazonaws.com"));
    assertFails(
        "MalformedPolicyDocument",
        400,
        "Invalid principal in policy: \"AWS\":\"" + arn("role/App/app") + "\"",
        () ->
            iam.updateAssumeRolePolicy(
                update -> update.roleName("app").policyDocument(trustAws(arn("role/App/app")))));
  }

  @Test
  void whoIsDeletedIsShownByUniqueIdEvenIfMadeAgain() {
    String id = create("caller", trustService("ec2.amazonaws.com"));
    create("app", trustAws(arn("role/caller")));
    assertThat(trustOf("app")).isEqualTo(trustAws(arn("role/caller")));
    iam.deleteRole(delete -> delete.roleName("caller"));
    assertThat(trustOf("app")).isEqualTo(trustAws(id));
    create("caller", trustService("ec2.amazonaws.com"));
    assertThat(trustOf("app")).isEqualTo(trustAws(id));
    assertFails(
        "MalformedPolicyDocument",
        400,
        "Invalid principal in policy: \"AWS\":\"" + id + "\"",
        () ->
            iam.updateAssumeRolePolicy(
                update -> update.roleName("app").policyDocument(trustAws(id))));
  }

  @Test
  void aUniqueIdOfSomebodyWhoIsThereIsTaken() {
    String id = create("caller", trustService("ec2.amazonaws.com"));
    create("app", trustAws(id));
    assertThat(trustOf("app")).isEqualTo(trustAws(arn("role/caller")));
  }

  @Test
  void accountsOutsideThisWorldAreTakenAtTheirWord() {
    String elsewhere = "arn:aws:iam::999999999999:role/vendor";
    create("app", trustAws(elsewhere));
    assertThat(trustOf("app")).isEqualTo(trustAws(elsewhere));
  }

  @Test
  void listsOfOneAreShownAsTheOne() {
    create(
        "app",
        trustService("ec2.amazonaws.com")
            .replace("\"ec2.amazonaws.com\"", " [ \"ec2.amazonaws.com\" ] ")
            .replace("\"sts:AssumeRole\"", "[\"sts:AssumeRole\"]"));
    assertThat(trustOf("app")).isEqualTo(trustService("ec2.amazonaws.com"));
  }
}
