package io.nephele.services.iam;

import static io.nephele.services.iam.IamErrorAssertions.assertFails;
import static io.nephele.services.iam.TestPolicies.allow;
import static io.nephele.services.iam.TestPolicies.decoded;
import static org.assertj.core.api.Assertions.assertThat;

import io.nephele.core.time.VirtualClock;
import io.nephele.junit.Fact;
import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.PolicyVersion;

@NepheleTest(scope = NepheleTest.Scope.METHOD)
final class PolicyVersionsTest {
  @Inject IamClient iam;
  @Inject VirtualClock clock;

  private String arn;

  @BeforeEach
  void createPolicy() {
    arn =
        iam.createPolicy(
                policy -> policy.policyName("queues").policyDocument(allow("sqs:SendMessage")))
            .policy()
            .arn();
  }

  private PolicyVersion add(String action, boolean isDefault) {
    return iam.createPolicyVersion(
            create -> create.policyArn(arn).policyDocument(allow(action)).setAsDefault(isDefault))
        .policyVersion();
  }

  @Test
  @Fact("iam-007")
  void thereAreAtMostFive() {
    for (int i = 2; i <= 5; i++) {
      assertThat(add("sqs:ReceiveMessage", false).versionId()).isEqualTo("v" + i);
    }
    assertFails(
        "LimitExceeded",
        409,
        "A managed policy can have up to 5 versions. Before you create a new version, you must"
            + " delete an existing version.",
        () -> add("sqs:ReceiveMessage", false));
    iam.deletePolicyVersion(delete -> delete.policyArn(arn).versionId("v3"));
    assertThat(add("sqs:ReceiveMessage", false).versionId()).isEqualTo("v6");
    assertThat(iam.listPolicyVersions(list -> list.policyArn(arn)).versions())
        .extracting(PolicyVersion::versionId)
        .containsExactly("v6", "v5", "v4", "v2", "v1");
  }

  @Test
  @Fact("iam-007")
  void oneIsInForce() {
    clock.advance(Duration.ofMinutes(1));
    PolicyVersion second = add("sqs:ReceiveMessage", true);
    assertThat(second.isDefaultVersion()).isTrue();
    var policy = iam.getPolicy(get -> get.policyArn(arn)).policy();
    assertThat(policy.defaultVersionId()).isEqualTo("v2");
    assertThat(policy.updateDate()).isEqualTo(policy.createDate().plusSeconds(60));
    iam.setDefaultPolicyVersion(set -> set.policyArn(arn).versionId("v1"));
    assertThat(iam.listPolicyVersions(list -> list.policyArn(arn)).versions())
        .filteredOn(PolicyVersion::isDefaultVersion)
        .extracting(PolicyVersion::versionId)
        .containsExactly("v1");
    assertFails(
        "DeleteConflict",
        409,
        "Cannot delete the default version of a policy.",
        () -> iam.deletePolicyVersion(delete -> delete.policyArn(arn).versionId("v1")));
    PolicyVersion found =
        iam.getPolicyVersion(get -> get.policyArn(arn).versionId("v2")).policyVersion();
    assertThat(decoded(found.document())).isEqualTo(allow("sqs:ReceiveMessage"));
    assertThat(found.isDefaultVersion()).isFalse();
  }

  @Test
  void whatIsNotThereIsSaid() {
    assertFails(
        "NoSuchEntity",
        404,
        "Policy " + arn + " version v9 does not exist or is not attachable.",
        () -> iam.getPolicyVersion(get -> get.policyArn(arn).versionId("v9")));
  }

  @Test
  void aPolicyOfSeveralVersionsIsNotDeleted() {
    add("sqs:ReceiveMessage", false);
    assertFails(
        "DeleteConflict",
        409,
        "This policy has more than one version. Before you delete a policy, you must delete the"
            + " policy's versions. The default version is deleted with the policy.",
        () -> iam.deletePolicy(delete -> delete.policyArn(arn)));
  }
}
