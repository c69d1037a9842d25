package io.nephele.services.iam;

import static io.nephele.services.iam.IamErrorAssertions.assertFails;
import static io.nephele.services.iam.TestEntities.allow;
import static org.assertj.core.api.Assertions.assertThat;

import io.nephele.embedded.Nephele;
import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.EntityType;
import software.amazon.awssdk.services.iam.model.GetAccountAuthorizationDetailsResponse;
import software.amazon.awssdk.services.iam.model.ManagedPolicyDetail;
import software.amazon.awssdk.services.iam.model.RoleDetail;
import software.amazon.awssdk.services.iam.model.UserDetail;

@NepheleTest(scope = NepheleTest.Scope.METHOD)
final class AccountDetailsTest {
  private static final String AWS_POLICY = "arn:aws:iam::aws:policy/AmazonSQSReadOnlyAccess";

  @Inject IamClient iam;
  @Inject Nephele nephele;

  private String fill() {
    TestEntities entities = new TestEntities(nephele);
    String own = entities.policy("Own", allow("s3:*", "*"));
    entities.policy("Unused", allow("ec2:*", "*"));
    entities.group("Team", Map.of(), own);
    entities.user("bob", Map.of());
    entities.user("alice", Map.of("inline", allow("sqs:*", "*")), "Team");
    entities.put(entities.user("alice").withBoundary(own));
    entities.role("Worker", Map.of("inline", allow("sns:*", "*")), AWS_POLICY);
    return own;
  }

  @Test
  void everythingIsTold() {
    String own = fill();
    iam.createInstanceProfile(r -> r.instanceProfileName("profile"));
    iam.addRoleToInstanceProfile(r -> r.instanceProfileName("profile").roleName("Worker"));
    iam.createPolicyVersion(
        r -> r.policyArn(own).policyDocument(allow("s3:Get*", "*")).setAsDefault(true));
    GetAccountAuthorizationDetailsResponse all = iam.getAccountAuthorizationDetails();
    assertThat(all.isTruncated()).isFalse();
    assertThat(all.userDetailList())
        .extracting(UserDetail::userName)
        .containsExactly("alice", "bob");
    UserDetail alice = all.userDetailList().getFirst();
    assertThat(alice.groupList()).containsExactly("Team");
    assertThat(alice.permissionsBoundary().permissionsBoundaryArn()).isEqualTo(own);
    assertThat(alice.tags()).hasSize(1);
    assertThat(decoded(alice.userPolicyList().getFirst().policyDocument()))
        .isEqualTo(allow("sqs:*", "*"));
    assertThat(all.userDetailList().getLast().hasUserPolicyList()).isFalse();
    assertThat(all.groupDetailList().getFirst().attachedManagedPolicies().getFirst().policyArn())
        .isEqualTo(own);
    RoleDetail role = all.roleDetailList().getFirst();
    assertThat(decoded(role.assumeRolePolicyDocument())).contains("ec2.amazonaws.com");
    assertThat(role.instanceProfileList().getFirst().instanceProfileName()).isEqualTo("profile");
    assertThat(role.instanceProfileList().getFirst().roles()).hasSize(1);
    assertThat(role.rolePolicyList().getFirst().policyName()).isEqualTo("inline");
    assertThat(role.attachedManagedPolicies().getFirst().policyName())
        .isEqualTo("AmazonSQSReadOnlyAccess");
    assertThat(all.policies())
        .extracting(ManagedPolicyDetail::policyName)
        .containsExactly("Own", "Unused", "AmazonSQSReadOnlyAccess");
    ManagedPolicyDetail policy = all.policies().getFirst();
    assertThat(policy.attachmentCount()).isEqualTo(1);
    assertThat(policy.permissionsBoundaryUsageCount()).isEqualTo(1);
    assertThat(policy.policyVersionList()).hasSize(2);
    assertThat(policy.policyVersionList().getFirst().versionId()).isEqualTo("v2");
    assertThat(policy.policyVersionList().getFirst().isDefaultVersion()).isTrue();
    assertThat(decoded(policy.policyVersionList().getLast().document()))
        .isEqualTo(allow("s3:*", "*"));
  }

  private static String decoded(String document) {
    return URLDecoder.decode(document, StandardCharsets.UTF_8);
  }

  @Test
  void filtersChooseKinds() {
    fill();
    GetAccountAuthorizationDetailsResponse some =
        iam.getAccountAuthorizationDetails(
            r -> r.filter(EntityType.GROUP, EntityType.AWS_MANAGED_POLICY));
    assertThat(some.userDetailList()).isEmpty();
    assertThat(some.roleDetailList()).isEmpty();
    assertThat(some.groupDetailList()).hasSize(1);
    assertThat(some.policies()).extracting(ManagedPolicyDetail::arn).containsExactly(AWS_POLICY);
    assertFails(
        "ValidationError",
        400,
        () -> iam.getAccountAuthorizationDetails(r -> r.filterWithStrings("user")));
    assertFails(
        "ValidationError",
        "Marker and Filter do not match",
        () -> iam.getAccountAuthorizationDetails(r -> r.marker("not-a-marker")));
  }

  @Test
  void pagesGoOverAllKinds() {
    fill();
    List<String> seen = new ArrayList<>();
    for (GetAccountAuthorizationDetailsResponse page :
        iam.getAccountAuthorizationDetailsPaginator(r -> r.maxItems(2))) {
      page.userDetailList().forEach(user -> seen.add(user.userName()));
      page.roleDetailList().forEach(role -> seen.add(role.roleName()));
      page.groupDetailList().forEach(group -> seen.add(group.groupName()));
      page.policies().forEach(policy -> seen.add(policy.policyName()));
    }
    assertThat(seen)
        .containsExactly(
            "alice", "bob", "Worker", "Team", "Own", "Unused", "AmazonSQSReadOnlyAccess");
  }
}
