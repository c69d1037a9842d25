package io.nephele.services.iam;

import static io.nephele.services.iam.IamErrorAssertions.assertFails;
import static io.nephele.services.iam.TestPolicies.arn;
import static io.nephele.services.iam.TestPolicies.trustService;
import static org.assertj.core.api.Assertions.assertThat;

import io.nephele.junit.Fact;
import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.InstanceProfile;
import software.amazon.awssdk.services.iam.model.Role;
import software.amazon.awssdk.services.iam.model.Tag;

@NepheleTest(scope = NepheleTest.Scope.METHOD)
final class InstanceProfilesTest {
  @Inject IamClient iam;

  @BeforeEach
  void createRoles() {
    for (String name : List.of("web", "other")) {
      iam.createRole(
          role -> role.roleName(name).assumeRolePolicyDocument(trustService("ec2.amazonaws.com")));
    }
  }

  private InstanceProfile create(String name) {
    return iam.createInstanceProfile(profile -> profile.instanceProfileName(name))
        .instanceProfile();
  }

  private InstanceProfile get(String name) {
    return iam.getInstanceProfile(profile -> profile.instanceProfileName(name)).instanceProfile();
  }

  private void add(String role) {
    iam.addRoleToInstanceProfile(add -> add.instanceProfileName("web").roleName(role));
  }

  @Test
  @Fact({"iam-011", "iam-042"})
  void aRoleDoesNotBringOne() {
    assertThat(iam.listInstanceProfilesForRole(list -> list.roleName("web")).instanceProfiles())
        .isEmpty();
    assertFails("NoSuchEntity", 404, "Instance Profile web cannot be found.", () -> get("web"));
  }

  @Test
  @Fact({"iam-034", "iam-043", "iam-053"})
  void holdsTheRoleOfTheSameName() {
    InstanceProfile created = create("web");
    assertThat(created.arn()).isEqualTo(arn("instance-profile/web"));
    assertThat(created.instanceProfileId()).matches("AIPA[A-Z2-7]{17}");
    assertThat(created.roles()).isEmpty();
    add("web");
    assertThat(get("web").roles()).extracting(Role::arn).containsExactly(arn("role/web"));
    assertThat(iam.listInstanceProfilesForRole(list -> list.roleName("web")).instanceProfiles())
        .extracting(InstanceProfile::instanceProfileName)
        .containsExactly("web");
  }

  @Test
  @Fact({"iam-012", "iam-044"})
  void holdsAtMostOneRole() {
    create("web");
    add("web");
    assertFails(
        "LimitExceeded",
        409,
        "Cannot exceed quota for InstanceSessionsPerInstanceProfile: 1",
        () -> add("other"));
    assertThat(get("web").roles()).extracting(Role::roleName).containsExactly("web");
  }

  @Test
  void isEmptiedBeforeItIsDeleted() {
    create("web");
    add("web");
    assertFails(
        "DeleteConflict",
        409,
        "Cannot delete entity, must remove roles from instance profile first.",
        () -> iam.deleteInstanceProfile(delete -> delete.instanceProfileName("web")));
    assertFails(
        "NoSuchEntity",
        404,
        "Role other in Instance Profile web cannot be found.",
        () ->
            iam.removeRoleFromInstanceProfile(
                remove -> remove.instanceProfileName("web").roleName("other")));
    iam.removeRoleFromInstanceProfile(remove -> remove.instanceProfileName("web").roleName("web"));
    iam.deleteInstanceProfile(delete -> delete.instanceProfileName("web"));
    assertThat(iam.listInstanceProfiles().instanceProfiles()).isEmpty();
  }

  @Test
  void namesAreUnique() {
    create("web");
    assertFails(
        "EntityAlreadyExists", 409, "Instance Profile WEB already exists.", () -> create("WEB"));
  }

  @Test
  void isListedByPath() {
    create("web");
    iam.createInstanceProfile(profile -> profile.instanceProfileName("inner").path("/team/inner/"));
    assertThat(iam.listInstanceProfiles(list -> list.pathPrefix("/team/")).instanceProfiles())
        .extracting(InstanceProfile::arn)
        .containsExactly(arn("instance-profile/team/inner/inner"));
    assertThat(iam.listInstanceProfiles(list -> list.maxItems(1)).isTruncated()).isTrue();
  }

  @Test
  void hasTags() {
    iam.createInstanceProfile(
        profile ->
            profile.instanceProfileName("web").tags(Tag.builder().key("a").value("1").build()));
    iam.tagInstanceProfile(
        tag -> tag.instanceProfileName("web").tags(Tag.builder().key("A").value("2").build()));
    assertThat(iam.listInstanceProfileTags(list -> list.instanceProfileName("web")).tags())
        .extracting(Tag::key)
        .containsExactly("a", "A");
    iam.untagInstanceProfile(untag -> untag.instanceProfileName("web").tagKeys("a"));
    assertThat(get("web").tags()).extracting(Tag::value).containsExactly("2");
  }
}
