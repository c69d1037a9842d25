package io.nephele.services.iam;

import static io.nephele.services.iam.IamErrorAssertions.assertFails;
import static io.nephele.services.iam.TestPolicies.allow;
import static io.nephele.services.iam.TestPolicies.arn;
import static io.nephele.services.iam.TestPolicies.decoded;
import static io.nephele.services.iam.TestPolicies.trustAws;
import static io.nephele.services.iam.TestPolicies.trustService;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.nephele.core.time.VirtualClock;
import io.nephele.embedded.Nephele;
import io.nephele.identity.Identity;
import io.nephele.identity.directory.RoleUse;
import io.nephele.junit.Clients;
import io.nephele.junit.Fact;
import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.CreateRoleRequest;
import software.amazon.awssdk.services.iam.model.ListRolesResponse;
import software.amazon.awssdk.services.iam.model.Role;
import software.amazon.awssdk.services.iam.model.Tag;

@NepheleTest(scope = NepheleTest.Scope.METHOD)
final class RolesTest {
  private static final String EC2 = trustService("ec2.amazonaws.com");

  @Inject Nephele nephele;
  @Inject IamClient iam;
  @Inject VirtualClock clock;

  private Role create(String name) {
    return iam.createRole(role -> role.roleName(name).assumeRolePolicyDocument(EC2)).role();
  }

  private Role get(String name) {
    return iam.getRole(role -> role.roleName(name)).role();
  }

  @Test
  @Fact("iam-032")
  void aRoleHasANameAndATrustPolicy() {
    Role created = create("app");
    assertThat(created.arn()).isEqualTo(arn("role/app"));
    assertThat(created.roleId()).matches("AROA[A-Z2-7]{17}");
    assertThat(created.path()).isEqualTo("/");
    assertThat(created.createDate()).isEqualTo(clock.now().truncatedTo(ChronoUnit.SECONDS));
    Role found = get("app");
    assertThat(found.roleId()).isEqualTo(created.roleId());
    assertThat(decoded(found.assumeRolePolicyDocument())).isEqualTo(EC2);
    assertThat(found.maxSessionDuration()).isEqualTo(3600);
    assertThat(found.roleLastUsed().lastUsedDate()).isNull();
    assertThat(found.tags()).isEmpty();
    assertThat(found.permissionsBoundary()).isNull();
  }

  @Test
  @Fact("iam-053")
  void rolesAreForServices() {
    for (String service : List.of("ec2.amazonaws.com", "lambda.amazonaws.com")) {
      String name = service.substring(0, service.indexOf('.'));
      iam.createRole(role -> role.roleName(name).assumeRolePolicyDocument(trustService(service)));
      assertThat(decoded(get(name).assumeRolePolicyDocument())).contains(service);
    }
    assertFails(
        "MalformedPolicyDocument",
        400,
        "Invalid principal in policy: \"Machine\"",
        () ->
            iam.createRole(
                role ->
                    role.roleName("other")
                        .assumeRolePolicyDocument(EC2.replace("\"Service\"", "\"Machine\""))));
  }

  @Test
  @Fact("iam-022")
  void rolesAndPoliciesAreOfNoRegion() {
    create("app");
    String policy =
        iam.createPolicy(p -> p.policyName("queues").policyDocument(allow("sqs:*"))).policy().arn();
    try (IamClient elsewhere =
        Clients.create(IamClient.class, nephele.endpoint(), "ap-south-1", TestPolicies.ACCOUNT)) {
      assertThat(elsewhere.getRole(role -> role.roleName("app")).role().arn())
          .isEqualTo("arn:aws:iam::" + TestPolicies.ACCOUNT + ":role/app");
      assertThat(elsewhere.getPolicy(get -> get.policyArn(policy)).policy().arn())
          .isEqualTo("arn:aws:iam::" + TestPolicies.ACCOUNT + ":policy/queues");
      elsewhere.createUser(user -> user.userName("bob"));
    }
    assertThat(iam.getUser(user -> user.userName("bob")).user().arn())
        .isEqualTo("arn:aws:iam::" + TestPolicies.ACCOUNT + ":user/bob");
  }

  @Test
  void namesAreUniqueWhateverTheirCaseAndPath() {
    create("App");
    assertFails(
        "EntityAlreadyExists",
        409,
        "Role with name aPP already exists.",
        () ->
            iam.createRole(role -> role.roleName("aPP").path("/x/").assumeRolePolicyDocument(EC2)));
    assertThat(get("APP").roleName()).isEqualTo("App");
  }

  @Test
  void whatIsNotThereIsSaid() {
    assertFails(
        "NoSuchEntity", 404, "The role with name nobody cannot be found.", () -> get("nobody"));
  }

  @Test
  void sessionsLastFromOneToTwelveHours() {
    for (int seconds : List.of(3599, 43201)) {
      assertFails(
          "ValidationError",
          400,
          "1 validation error detected: Value '"
              + seconds
              + "' at 'maxSessionDuration' failed to satisfy constraint: Member must have value "
              + (seconds < 3600 ? "greater than or equal to 3600" : "less than or equal to 43200"),
          () ->
              iam.createRole(
                  role ->
                      role.roleName("app")
                          .assumeRolePolicyDocument(EC2)
                          .maxSessionDuration(seconds)));
    }
    iam.createRole(
        role -> role.roleName("app").assumeRolePolicyDocument(EC2).maxSessionDuration(43200));
    assertThat(get("app").maxSessionDuration()).isEqualTo(43200);
    iam.updateRole(role -> role.roleName("app").maxSessionDuration(7200).description("longer"));
    assertThat(get("app").maxSessionDuration()).isEqualTo(7200);
    assertThat(get("app").description()).isEqualTo("longer");
  }

  @Test
  void theDescriptionIsChangedAlone() {
    create("app");
    assertThat(
            iam.updateRoleDescription(role -> role.roleName("app").description("of the app"))
                .role()
                .description())
        .isEqualTo("of the app");
    assertThat(get("app").description()).isEqualTo("of the app");
  }

  @Test
  void isListedByPathAPageAtATime() {
    for (String name : List.of("b", "A", "c")) {
      iam.createRole(role -> role.roleName(name).path("/team/").assumeRolePolicyDocument(EC2));
    }
    create("elsewhere");
    List<String> names = new ArrayList<>();
    ListRolesResponse page = iam.listRoles(list -> list.pathPrefix("/team/").maxItems(2));
    assertThat(page.isTruncated()).isTrue();
    page.roles().forEach(role -> names.add(role.roleName()));
    String marker = page.marker();
    page = iam.listRoles(list -> list.pathPrefix("/team/").marker(marker));
    assertThat(page.isTruncated()).isFalse();
    page.roles().forEach(role -> names.add(role.roleName()));
    assertThat(names).containsExactly("A", "b", "c");
    assertThat(page.roles().getFirst().arn()).isEqualTo(arn("role/team/c"));
    assertThat(iam.listRoles().roles()).hasSize(4);
  }

  @Test
  void isNotDeletedBeforeItIsEmpty() {
    create("app");
    iam.putRolePolicy(put -> put.roleName("app").policyName("p").policyDocument(allow("sqs:*")));
    iam.attachRolePolicy(
        attach -> attach.roleName("app").policyArn("arn:aws:iam::aws:policy/ReadOnlyAccess"));
    iam.createInstanceProfile(profile -> profile.instanceProfileName("app"));
    iam.addRoleToInstanceProfile(add -> add.instanceProfileName("app").roleName("app"));
    assertConflict("Cannot delete entity, must remove roles from instance profile first.");
    iam.removeRoleFromInstanceProfile(remove -> remove.instanceProfileName("app").roleName("app"));
    assertConflict("Cannot delete entity, must detach all policies first.");
    iam.detachRolePolicy(
        detach -> detach.roleName("app").policyArn("arn:aws:iam::aws:policy/ReadOnlyAccess"));
    assertConflict("Cannot delete entity, must delete policies first.");
    iam.deleteRolePolicy(delete -> delete.roleName("app").policyName("p"));
    iam.deleteRole(delete -> delete.roleName("app"));
    assertThat(iam.listRoles().roles()).isEmpty();
  }

  private void assertConflict(String message) {
    assertFails(
        "DeleteConflict", 409, message, () -> iam.deleteRole(delete -> delete.roleName("app")));
  }

  @Test
  void theLastUseIsRememberedForFourHundredDays() {
    create("app");
    Instant now = clock.now();
    var directory = Identity.of(nephele.world()).directory();
    directory.write(
        TestPolicies.ACCOUNT,
        transaction -> {
          directory
              .roleUses()
              .put(transaction, TestPolicies.ACCOUNT, "app", new RoleUse(now, "eu-west-1"));
          return null;
        });
    assertThat(get("app").roleLastUsed().region()).isEqualTo("eu-west-1");
    assertThat(get("app").roleLastUsed().lastUsedDate())
        .isEqualTo(now.truncatedTo(ChronoUnit.SECONDS));
    clock.advance(Duration.ofDays(401));
    assertThat(get("app").roleLastUsed().lastUsedDate()).isNull();
  }

  @Test
  void hasTagsWhoseKeysDifferInMoreThanCase() {
    iam.createRole(
        role ->
            role.roleName("app")
                .assumeRolePolicyDocument(EC2)
                .tags(Tag.builder().key("Team").value("a").build()));
    iam.tagRole(
        tag ->
            tag.roleName("app")
                .tags(
                    Tag.builder().key("team").value("b").build(),
                    Tag.builder().key("stage").value("").build()));
    assertThat(iam.listRoleTags(list -> list.roleName("app")).tags())
        .extracting(Tag::key, Tag::value)
        .containsExactlyInAnyOrder(tuple("team", "b"), tuple("stage", ""));
    iam.untagRole(untag -> untag.roleName("app").tagKeys("stage", "nothing"));
    assertThat(get("app").tags()).extracting(Tag::key).containsExactly("team");
  }

  @Test
  void aBoundaryIsAPolicyThatIsThere() {
    String policy = "arn:aws:iam::aws:policy/PowerUserAccess";
    iam.createRole(
        role -> role.roleName("app").assumeRolePolicyDocument(EC2).permissionsBoundary(policy));
    assertThat(get("app").permissionsBoundary().permissionsBoundaryArn()).isEqualTo(policy);
    iam.deleteRolePermissionsBoundary(delete -> delete.roleName("app"));
    assertThat(get("app").permissionsBoundary()).isNull();
    String missing = arn("policy/missing");
    assertFails(
        "NoSuchEntity",
        404,
        "Scope ARN: " + missing + " does not exist or is not attachable.",
        () ->
            iam.putRolePermissionsBoundary(
                put -> put.roleName("app").permissionsBoundary(missing)));
  }

  @Test
  void theTrustPolicyIsReplaced() {
    create("app");
    String root = "arn:aws:iam::" + TestPolicies.ACCOUNT + ":root";
    iam.updateAssumeRolePolicy(
        update -> update.roleName("app").policyDocument(trustAws(TestPolicies.ACCOUNT)));
    assertThat(decoded(get("app").assumeRolePolicyDocument())).isEqualTo(trustAws(root));
  }

  @Test
  @Fact("iam-030")
  void aTrustPolicyNamesNoResourceAndIsNoOtherPolicy() {
    for (CreateRoleRequest request :
        List.of(
            CreateRoleRequest.builder()
                .roleName("app")
                .assumeRolePolicyDocument(EC2.replace("}]}", ",\"Resource\":\"*\"}]}"))
                .build())) {
      assertFails(
          "MalformedPolicyDocument",
          400,
          "Has prohibited field Resource",
          () -> iam.createRole(request));
    }
    create("app");
    iam.putRolePolicy(
        put -> put.roleName("app").policyName("rights").policyDocument(allow("sqs:*")));
    assertThat(decoded(get("app").assumeRolePolicyDocument())).isEqualTo(EC2);
    assertThat(iam.listRolePolicies(list -> list.roleName("app")).policyNames())
        .containsExactly("rights");
  }

  @Test
  void aTrustPolicyIsAtMostTwoThousandCharacters() {
    String padded = EC2.replace("\"Effect\"", "\"Sid\":\"" + "x".repeat(2048) + "\",\"Effect\"");
    assertFails(
        "LimitExceeded",
        409,
        "Cannot exceed quota for ACLSizePerRole: 2048",
        () -> iam.createRole(role -> role.roleName("app").assumeRolePolicyDocument(padded)));
  }
}
