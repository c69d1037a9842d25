package io.nephele.services.iam;

import static io.nephele.services.iam.IamErrorAssertions.assertFails;
import static io.nephele.services.iam.TestPolicies.allow;
import static io.nephele.services.iam.TestPolicies.allowOfSize;
import static io.nephele.services.iam.TestPolicies.arn;
import static io.nephele.services.iam.TestPolicies.decoded;
import static io.nephele.services.iam.TestPolicies.trustService;
import static org.assertj.core.api.Assertions.assertThat;

import io.nephele.junit.Fact;
import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.ListEntitiesForPolicyResponse;
import software.amazon.awssdk.services.iam.model.ListPoliciesResponse;
import software.amazon.awssdk.services.iam.model.Policy;
import software.amazon.awssdk.services.iam.model.PolicyRole;
import software.amazon.awssdk.services.iam.model.PolicyScopeType;
import software.amazon.awssdk.services.iam.model.PolicyUsageType;
import software.amazon.awssdk.services.iam.model.PolicyVersion;
import software.amazon.awssdk.services.iam.model.Tag;

@NepheleTest(scope = NepheleTest.Scope.METHOD)
final class PoliciesTest {
  private static final String READ_ONLY = "arn:aws:iam::aws:policy/ReadOnlyAccess";

  @Inject IamClient iam;

  private Policy create(String name) {
    return iam.createPolicy(
            policy -> policy.policyName(name).policyDocument(allow("sqs:ListQueues")))
        .policy();
  }

  private Policy get(String arn) {
    return iam.getPolicy(policy -> policy.policyArn(arn)).policy();
  }

  private void createRole(String name) {
    iam.createRole(
        role -> role.roleName(name).assumeRolePolicyDocument(trustService("ec2.amazonaws.com")));
  }

  @Test
  @Fact("iam-054")
  void aNewPolicyIsAttachedToNothing() {
    Policy created =
        iam.createPolicy(
                policy ->
                    policy
                        .policyName("queues")
                        .path("/team/")
                        .description("what the team does")
                        .policyDocument(allow("sqs:*"))
                        .tags(Tag.builder().key("team").value("a").build()))
            .policy();
    assertThat(created.arn()).isEqualTo(arn("policy/team/queues"));
    assertThat(created.policyId()).matches("ANPA[A-Z2-7]{17}");
    Policy found = get(created.arn());
    assertThat(found.attachmentCount()).isZero();
    assertThat(found.permissionsBoundaryUsageCount()).isZero();
    assertThat(found.defaultVersionId()).isEqualTo("v1");
    assertThat(found.isAttachable()).isTrue();
    assertThat(found.description()).isEqualTo("what the team does");
    assertThat(found.tags()).extracting(Tag::value).containsExactly("a");
    ListEntitiesForPolicyResponse entities =
        iam.listEntitiesForPolicy(list -> list.policyArn(created.arn()));
    assertThat(entities.policyUsers()).isEmpty();
    assertThat(entities.policyGroups()).isEmpty();
    assertThat(entities.policyRoles()).isEmpty();
  }

  @Test
  void namesAreUniqueWhateverTheirPath() {
    create("queues");
    assertFails(
        "EntityAlreadyExists",
        409,
        "A policy called Queues already exists. Duplicate names are not allowed.",
        () ->
            iam.createPolicy(
                policy -> policy.policyName("Queues").path("/x/").policyDocument(allow("sqs:*"))));
  }

  @Test
  void aDocumentHasAtMost6144CharactersThatAreNoWhiteSpace() {
    iam.createPolicy(
        policy -> policy.policyName("full").policyDocument(" ".repeat(500) + allowOfSize(6144)));
    assertFails(
        "LimitExceeded",
        409,
        "Cannot exceed quota for PolicySize: 6144",
        () ->
            iam.createPolicy(
                policy -> policy.policyName("over").policyDocument(allowOfSize(6145))));
  }

  @Test
  @Fact({"iam-004", "iam-035"})
  void awsHasPoliciesThatNobodyElseChanges() {
    Policy policy = get("arn:aws:iam::aws:policy/AdministratorAccess");
    assertThat(policy.policyId()).isEqualTo("ANPAIWMBCKSKIEE64ZLYK");
    PolicyVersion version =
        iam.getPolicyVersion(
                get -> get.policyArn(policy.arn()).versionId(policy.defaultVersionId()))
            .policyVersion();
    assertThat(decoded(version.document())).contains("\"Action\":\"*\"");
    String denial =
        "User: arn:aws:iam::000000000000:root is not authorized to perform: iam:%s on resource:"
            + " policy "
            + READ_ONLY;
    assertFails(
        "AccessDenied",
        403,
        denial.formatted("CreatePolicyVersion"),
        () ->
            iam.createPolicyVersion(
                create -> create.policyArn(READ_ONLY).policyDocument(allow("sqs:*"))));
    assertFails(
        "AccessDenied",
        403,
        denial.formatted("DeletePolicy"),
        () -> iam.deletePolicy(delete -> delete.policyArn(READ_ONLY)));
    assertFails(
        "AccessDenied",
        403,
        denial.formatted("TagPolicy"),
        () ->
            iam.tagPolicy(
                tag -> tag.policyArn(READ_ONLY).tags(Tag.builder().key("a").value("b").build())));
    for (String role : List.of("one", "two")) {
      createRole(role);
      iam.attachRolePolicy(attach -> attach.roleName(role).policyArn(READ_ONLY));
    }
    assertThat(get(READ_ONLY).attachmentCount()).isEqualTo(2);
  }

  @Test
  @Fact({"iam-004", "iam-055"})
  void listsAreOfAScope() {
    create("mine");
    assertThat(names(iam.listPolicies(list -> list.scope(PolicyScopeType.LOCAL))))
        .containsExactly("mine");
    ListPoliciesResponse ofAws =
        iam.listPolicies(list -> list.scope(PolicyScopeType.AWS).maxItems(1000));
    assertThat(ofAws.isTruncated()).isTrue();
    assertThat(ofAws.policies())
        .hasSize(1000)
        .allSatisfy(policy -> assertThat(policy.arn()).startsWith("arn:aws:iam::aws:policy/"));
    long all = iam.listPoliciesPaginator().policies().stream().map(Policy::arn).distinct().count();
    long aws =
        iam.listPoliciesPaginator(list -> list.scope(PolicyScopeType.AWS)).policies().stream()
            .count();
    assertThat(all).isEqualTo(aws + 1).isGreaterThan(1500);
    assertThat(
            names(
                iam.listPolicies(
                    list -> list.scope(PolicyScopeType.AWS).pathPrefix("/job-function/"))))
        .contains("Billing", "SystemAdministrator")
        .doesNotContain("ReadOnlyAccess");
  }

  private static List<String> names(ListPoliciesResponse list) {
    return list.policies().stream().map(Policy::policyName).toList();
  }

  @Test
  @Fact("iam-036")
  void oneIsForSeveralRoles() {
    String arn = create("queues").arn();
    for (String role : List.of("one", "two")) {
      createRole(role);
      iam.attachRolePolicy(attach -> attach.roleName(role).policyArn(arn));
    }
    assertThat(iam.listEntitiesForPolicy(list -> list.policyArn(arn)).policyRoles())
        .extracting(PolicyRole::roleName)
        .containsExactly("one", "two");
    assertThat(get(arn).attachmentCount()).isEqualTo(2);
  }

  @Test
  void listsTellWhatIsAttachedAndWhatIsABoundary() {
    String attached = create("attached").arn();
    String boundary = create("boundary").arn();
    create("unused");
    createRole("app");
    iam.attachRolePolicy(attach -> attach.roleName("app").policyArn(attached));
    iam.putRolePermissionsBoundary(put -> put.roleName("app").permissionsBoundary(boundary));
    assertThat(names(iam.listPolicies(list -> list.onlyAttached(true))))
        .containsExactly("attached", "boundary");
    assertThat(
            names(
                iam.listPolicies(
                    list -> list.policyUsageFilter(PolicyUsageType.PERMISSIONS_BOUNDARY))))
        .containsExactly("boundary");
    assertThat(
            names(
                iam.listPolicies(
                    list ->
                        list.scope(PolicyScopeType.LOCAL)
                            .policyUsageFilter(PolicyUsageType.PERMISSIONS_POLICY))))
        .containsExactly("attached");
    assertThat(get(attached).attachmentCount()).isEqualTo(1);
    assertThat(get(boundary).attachmentCount()).isZero();
    assertThat(get(boundary).permissionsBoundaryUsageCount()).isEqualTo(1);
    assertThat(iam.listEntitiesForPolicy(list -> list.policyArn(boundary)).policyRoles())
        .hasSize(1);
    assertThat(
            iam.listEntitiesForPolicy(
                    list ->
                        list.policyArn(boundary)
                            .policyUsageFilter(PolicyUsageType.PERMISSIONS_POLICY))
                .policyRoles())
        .isEmpty();
  }

  @Test
  void isNotDeletedWhileItIsInUse() {
    String arn = create("queues").arn();
    createRole("app");
    iam.attachRolePolicy(attach -> attach.roleName("app").policyArn(arn));
    assertFails(
        "DeleteConflict",
        409,
        "Cannot delete a policy attached to entities.",
        () -> iam.deletePolicy(delete -> delete.policyArn(arn)));
    iam.detachRolePolicy(detach -> detach.roleName("app").policyArn(arn));
    iam.putRolePermissionsBoundary(put -> put.roleName("app").permissionsBoundary(arn));
    assertFails(
        "DeleteConflict",
        409,
        "Cannot delete a policy attached to entities.",
        () -> iam.deletePolicy(delete -> delete.policyArn(arn)));
    iam.deleteRolePermissionsBoundary(delete -> delete.roleName("app"));
    iam.deletePolicy(delete -> delete.policyArn(arn));
    assertFails("NoSuchEntity", 404, "Policy " + arn + " was not found.", () -> get(arn));
  }

  @Test
  void arnsMustBeOfPolicies() {
    assertFails(
        "InvalidInput",
        400,
        "ARN " + arn("role/application") + " is not valid.",
        () -> get(arn("role/application")));
  }

  @Test
  void hasTags() {
    String arn = create("queues").arn();
    iam.tagPolicy(
        tag ->
            tag.policyArn(arn)
                .tags(
                    Tag.builder().key("a").value("1").build(),
                    Tag.builder().key("b").value("2").build()));
    iam.untagPolicy(untag -> untag.policyArn(arn).tagKeys("a"));
    assertThat(iam.listPolicyTags(list -> list.policyArn(arn)).tags())
        .extracting(Tag::key)
        .containsExactly("b");
  }
}
