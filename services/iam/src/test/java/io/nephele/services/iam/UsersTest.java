package io.nephele.services.iam;

import static io.nephele.services.iam.IamErrorAssertions.assertFails;
import static org.assertj.core.api.Assertions.assertThat;

import io.nephele.core.time.VirtualClock;
import io.nephele.embedded.Nephele;
import io.nephele.junit.Clients;
import io.nephele.junit.Fact;
import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.AttachedPermissionsBoundary;
import software.amazon.awssdk.services.iam.model.ListUserTagsResponse;
import software.amazon.awssdk.services.iam.model.ListUsersResponse;
import software.amazon.awssdk.services.iam.model.Tag;
import software.amazon.awssdk.services.iam.model.User;

@NepheleTest(scope = NepheleTest.Scope.METHOD)
final class UsersTest {
  private static final String ADMINISTRATORS = "arn:aws:iam::aws:policy/AdministratorAccess";

  private static final String TRUST =
      "{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Allow\","
          + "\"Principal\":{\"AWS\":\"000000000000\"},\"Action\":\"sts:AssumeRole\"}}";

  @Inject IamClient iam;
  @Inject Nephele nephele;
  @Inject VirtualClock clock;

  @Test
  void aUserIsWhatItWasMadeAs() {
    Instant now = clock.now().truncatedTo(ChronoUnit.SECONDS);
    User made =
        iam.createUser(
                r ->
                    r.userName("bob")
                        .path("/team/a/")
                        .permissionsBoundary(ADMINISTRATORS)
                        .tags(tag("Owner", "me")))
            .user();
    assertThat(made.userName()).isEqualTo("bob");
    assertThat(made.path()).isEqualTo("/team/a/");
    assertThat(made.arn()).isEqualTo("arn:aws:iam::000000000000:user/team/a/bob");
    assertThat(made.userId()).matches("AIDA[A-Z2-7]{17}");
    assertThat(made.createDate()).isEqualTo(now);
    assertThat(made.tags()).containsExactly(tag("Owner", "me"));
    assertThat(made.permissionsBoundary())
        .isEqualTo(
            AttachedPermissionsBoundary.builder()
                .permissionsBoundaryType("Policy")
                .permissionsBoundaryArn(ADMINISTRATORS)
                .build());
    assertThat(iam.getUser(r -> r.userName("BOB")).user()).isEqualTo(made);
    User listed = iam.listUsers().users().getFirst();
    assertThat(listed.userId()).isEqualTo(made.userId());
    assertThat(listed.hasTags()).isFalse();
    assertThat(listed.permissionsBoundary()).isNull();
  }

  @Test
  void namesAreUniqueWhateverTheirCase() {
    iam.createUser(r -> r.userName("bob"));
    assertFails(
        "EntityAlreadyExists",
        "User with name Bob already exists.",
        () -> iam.createUser(r -> r.userName("Bob").path("/elsewhere/")));
    assertFails("EntityAlreadyExists", 409, () -> iam.createUser(r -> r.userName("bob")));
  }

  @Test
  void whatIsNotThereIsNotFound() {
    String message = "The user with name nobody cannot be found.";
    assertFails("NoSuchEntity", message, () -> iam.getUser(r -> r.userName("nobody")));
    assertFails("NoSuchEntity", 404, () -> iam.getUser(r -> r.userName("nobody")));
    assertFails("NoSuchEntity", message, () -> iam.deleteUser(r -> r.userName("nobody")));
    assertFails(
        "NoSuchEntity", message, () -> iam.updateUser(r -> r.userName("nobody").newUserName("n")));
    assertFails("NoSuchEntity", message, () -> iam.listUserTags(r -> r.userName("nobody")));
  }

  @Test
  void requestsThatBreakBoundsAreRefused() {
    String name = "x".repeat(65);
    assertFails(
        "ValidationError",
        "1 validation error detected: Value '"
            + name
            + "' at 'userName' failed to satisfy constraint: Member must have length less than or"
            + " equal to 64",
        () -> iam.createUser(r -> r.userName(name)));
    assertFails(
        "ValidationError",
        "The specified value for userName is invalid. It must contain only alphanumeric characters"
            + " and/or the following: +=,.@_-",
        () -> iam.createUser(r -> r.userName("a b")));
    assertFails(
        "ValidationError",
        "The specified value for path is invalid. It must begin and end with / and contain only"
            + " alphanumeric characters and/or / characters.",
        () -> iam.createUser(r -> r.userName("a").path("/no-slash")));
    assertFails(
        "NoSuchEntity",
        "Scope ARN: arn:aws:iam::aws:policy/NoSuchPolicy does not exist or is not attachable.",
        () ->
            iam.createUser(
                r -> r.userName("a").permissionsBoundary("arn:aws:iam::aws:policy/NoSuchPolicy")));
    assertFails(
        "InvalidInput",
        "ARN arn:aws:sqs:us-east-1:000000000000:queue is not valid.",
        () ->
            iam.createUser(
                r ->
                    r.userName("a")
                        .permissionsBoundary("arn:aws:sqs:us-east-1:000000000000:queue")));
    assertThat(iam.listUsers().users()).isEmpty();
  }

  @Test
  void usersAreListedInPagesAndByPath() {
    for (String name : List.of("dora", "Carl", "bob", "Alice", "eve")) {
      iam.createUser(r -> r.userName(name).path(name.length() == 3 ? "/short/" : "/"));
    }
    ListUsersResponse first = iam.listUsers(r -> r.maxItems(2));
    assertThat(first.users()).extracting(User::userName).containsExactly("Alice", "bob");
    assertThat(first.isTruncated()).isTrue();
    iam.deleteUser(r -> r.userName("bob")); // where the next page begins stays the same
    ListUsersResponse second = iam.listUsers(r -> r.maxItems(3).marker(first.marker()));
    assertThat(second.users()).extracting(User::userName).containsExactly("Carl", "dora", "eve");
    assertThat(second.isTruncated()).isFalse();
    assertThat(second.marker()).isNull();
    assertThat(iam.listUsers(r -> r.pathPrefix("/short/")).users())
        .extracting(User::userName)
        .containsExactly("eve");
    assertThat(iam.listUsersPaginator(r -> r.maxItems(1)).users())
        .extracting(User::userName)
        .containsExactly("Alice", "Carl", "dora", "eve");
    assertFails("ValidationError", 400, () -> iam.listUsers(r -> r.marker("nonsense")));
    assertFails("ValidationError", 400, () -> iam.listUsers(r -> r.maxItems(1001)));
  }

  @Test
  void withoutANameTheCallerIsTold() {
    User root = iam.getUser().user();
    assertThat(root.arn()).isEqualTo("arn:aws:iam::000000000000:root");
    assertThat(root.userId()).isEqualTo("000000000000");
    assertThat(root.userName()).isNull();
    iam.createAccountAlias(r -> r.accountAlias("our-company"));
    clock.advance(Duration.ofDays(1));
    assertThat(iam.getUser().user().userName()).isEqualTo("our-company");
    assertThat(iam.getUser().user().createDate()).isEqualTo(root.createDate());
  }

  @Test
  void aRenamedUserKeepsWhatItHas() {
    TestUsers users = new TestUsers(nephele, iam);
    String id = users.make("bob");
    IamClient bob = users.client("bob", "iam:*");
    iam.createGroup(r -> r.groupName("staff"));
    iam.addUserToGroup(r -> r.groupName("staff").userName("bob"));
    iam.createLoginProfile(r -> r.userName("bob").password("Str0ng-enough"));
    iam.updateUser(r -> r.userName("bob").newUserName("Robert").newPath("/team/"));
    User renamed = bob.getUser().user();
    assertThat(renamed.userId()).isEqualTo(id);
    assertThat(renamed.arn()).isEqualTo("arn:aws:iam::000000000000:user/team/Robert");
    assertFails("NoSuchEntity", 404, () -> iam.getUser(r -> r.userName("bob")));
    assertThat(iam.getGroup(r -> r.groupName("staff")).users())
        .extracting(User::userName)
        .containsExactly("Robert");
    assertThat(iam.listAccessKeys(r -> r.userName("Robert")).accessKeyMetadata().getFirst())
        .satisfies(key -> assertThat(key.userName()).isEqualTo("Robert"));
    assertThat(iam.getLoginProfile(r -> r.userName("Robert")).loginProfile().userName())
        .isEqualTo("Robert");
    iam.createUser(r -> r.userName("carl"));
    assertFails(
        "EntityAlreadyExists",
        "User with name ROBERT already exists.",
        () -> iam.updateUser(r -> r.userName("carl").newUserName("ROBERT")));
    iam.updateUser(r -> r.userName("robert").newUserName("ROBERT"));
    assertThat(bob.getUser().user().userName()).isEqualTo("ROBERT");
  }

  @Test
  void aNewUserOfAnOldNameIsAnotherUser() {
    String first = iam.createUser(r -> r.userName("bob")).user().userId();
    iam.deleteUser(r -> r.userName("bob"));
    assertThat(iam.createUser(r -> r.userName("bob")).user().userId()).isNotEqualTo(first);
  }

  @Test
  void whatHangsOnAUserIsToGoFirst() {
    iam.createUser(r -> r.userName("bob"));
    iam.attachUserPolicy(r -> r.userName("bob").policyArn(ADMINISTRATORS));
    assertConflict("detach all policies");
    iam.detachUserPolicy(r -> r.userName("bob").policyArn(ADMINISTRATORS));
    iam.putUserPolicy(
        r ->
            r.userName("bob")
                .policyName("test")
                .policyDocument(TestUsers.document("sqs:ListQueues")));
    assertConflict("delete policies");
    iam.deleteUserPolicy(r -> r.userName("bob").policyName("test"));
    iam.createGroup(r -> r.groupName("staff"));
    iam.addUserToGroup(r -> r.groupName("staff").userName("bob"));
    assertConflict("remove users from group");
    iam.removeUserFromGroup(r -> r.groupName("staff").userName("bob"));
    String key = iam.createAccessKey(r -> r.userName("bob")).accessKey().accessKeyId();
    assertConflict("delete access keys");
    iam.deleteAccessKey(r -> r.userName("bob").accessKeyId(key));
    iam.createLoginProfile(r -> r.userName("bob").password("Str0ng-enough"));
    assertConflict("delete login profile");
    iam.deleteLoginProfile(r -> r.userName("bob"));
    String certificate =
        iam.uploadSigningCertificate(
                r -> r.userName("bob").certificateBody(TestPem.text("leaf.pem")))
            .certificate()
            .certificateId();
    assertConflict("delete certificates");
    iam.deleteSigningCertificate(r -> r.userName("bob").certificateId(certificate));
    String credential =
        iam.createServiceSpecificCredential(
                r -> r.userName("bob").serviceName("codecommit.amazonaws.com"))
            .serviceSpecificCredential()
            .serviceSpecificCredentialId();
    assertConflict("remove referenced objects");
    iam.deleteServiceSpecificCredential(
        r -> r.userName("bob").serviceSpecificCredentialId(credential));
    TestMfa phone = TestMfa.create(iam, clock, "phone");
    phone.enable("bob");
    assertConflict("delete MFA device");
    iam.deactivateMFADevice(r -> r.userName("bob").serialNumber(phone.serialNumber()));
    iam.deleteUser(r -> r.userName("bob"));
    assertThat(iam.listUsers().users()).isEmpty();
  }

  private void assertConflict(String deed) {
    assertFails(
        "DeleteConflict",
        "Cannot delete entity, must " + deed + " first.",
        () -> iam.deleteUser(r -> r.userName("bob")));
  }

  @Test
  @Fact("iam-022")
  void usersRolesAndPoliciesAreTheSameInAllRegions() {
    iam.createUser(r -> r.userName("bob"));
    iam.createRole(r -> r.roleName("worker").assumeRolePolicyDocument(TRUST));
    String policy =
        iam.createPolicy(
                r -> r.policyName("list").policyDocument(TestUsers.document("iam:ListUsers")))
            .policy()
            .arn();
    IamClient elsewhere =
        Clients.create(
            IamClient.class,
            nephele,
            "eu-central-1",
            AwsBasicCredentials.create("000000000000", "test"));
    User found = elsewhere.getUser(r -> r.userName("bob")).user();
    assertThat(found.arn()).isEqualTo("arn:aws:iam::000000000000:user/bob");
    assertThat(elsewhere.getRole(r -> r.roleName("worker")).role().arn())
        .isEqualTo("arn:aws:iam::000000000000:role/worker");
    assertThat(policy).isEqualTo("arn:aws:iam::000000000000:policy/list");
    assertThat(elsewhere.getPolicy(r -> r.policyArn(policy)).policy().policyName())
        .isEqualTo("list");
    assertFails("EntityAlreadyExists", 409, () -> elsewhere.createUser(r -> r.userName("bob")));
  }

  @Test
  void anotherAccountHasUsersOfItsOwn() {
    iam.createUser(r -> r.userName("bob"));
    IamClient other =
        Clients.create(
            IamClient.class,
            nephele,
            "us-east-1",
            AwsBasicCredentials.create("111111111111", "test"));
    assertThat(other.listUsers().users()).isEmpty();
    assertThat(other.createUser(r -> r.userName("bob")).user().arn())
        .isEqualTo("arn:aws:iam::111111111111:user/bob");
  }

  @Test
  void tagsOfUsersDifferInMoreThanCase() {
    iam.createUser(r -> r.userName("bob").tags(tag("Team", "a"), tag("Cost", "1")));
    iam.tagUser(r -> r.userName("bob").tags(tag("team", "b"), tag("New", "")));
    assertThat(iam.listUserTags(r -> r.userName("bob")).tags())
        .containsExactlyInAnyOrder(tag("team", "b"), tag("Cost", "1"), tag("New", ""));
    assertFails(
        "InvalidInput",
        "Duplicate tag keys found. Please note that Tag keys are case insensitive.",
        () -> iam.tagUser(r -> r.userName("bob").tags(tag("x", "1"), tag("X", "2"))));
    assertFails(
        "InvalidInput", 400, () -> iam.tagUser(r -> r.userName("bob").tags(tag("aws:x", "1"))));
    iam.untagUser(r -> r.userName("bob").tagKeys("TEAM", "nothing"));
    assertThat(iam.getUser(r -> r.userName("bob")).user().tags())
        .containsExactlyInAnyOrder(tag("Cost", "1"), tag("New", ""));
    for (int i = 0; i < 48; i++) {
      String key = "k" + i;
      iam.tagUser(r -> r.userName("bob").tags(tag(key, "v")));
    }
    assertFails(
        "LimitExceeded",
        "Cannot exceed quota for TagsPerUser: 50",
        () -> iam.tagUser(r -> r.userName("bob").tags(tag("more", "v"))));
    iam.tagUser(r -> r.userName("bob").tags(tag("k0", "w")));
    ListUserTagsResponse first = iam.listUserTags(r -> r.userName("bob").maxItems(30));
    ListUserTagsResponse second =
        iam.listUserTags(r -> r.userName("bob").maxItems(30).marker(first.marker()));
    assertThat(first.isTruncated()).isTrue();
    assertThat(first.tags()).hasSize(30).doesNotContainAnyElementsOf(second.tags());
    assertThat(second.tags()).hasSize(20);
    assertThat(second.isTruncated()).isFalse();
  }

  private static Tag tag(String key, String value) {
    return Tag.builder().key(key).value(value).build();
  }
}
