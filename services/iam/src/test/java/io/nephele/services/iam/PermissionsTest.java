package io.nephele.services.iam;

import static io.nephele.services.iam.TestPolicies.allow;
import static io.nephele.services.iam.TestPolicies.policy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.nephele.embedded.Nephele;
import io.nephele.junit.Fact;
import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.IamException;
import software.amazon.awssdk.services.iam.model.ListEntitiesForPolicyResponse;
import software.amazon.awssdk.services.iam.model.PolicyGroup;
import software.amazon.awssdk.services.iam.model.PolicyUser;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.SqsException;

/** What policies that IAM holds allow, seen by the calls of a user. */
@NepheleTest(scope = NepheleTest.Scope.METHOD)
final class PermissionsTest {
  private static final String SQS_FULL = "arn:aws:iam::aws:policy/AmazonSQSFullAccess";
  private static final String NO_IDENTITY_POLICY = "no identity-based policy allows the ";

  @Inject Nephele nephele;
  @Inject IamClient root;

  private TestUser user;
  private SqsClient sqs;

  @BeforeEach
  void createUser() {
    user = TestUser.create(nephele, root, "bob");
    sqs = user.client(SqsClient.class);
  }

  private void assertListsQueues() {
    assertThat(sqs.listQueues().sdkHttpResponse().isSuccessful()).isTrue();
  }

  private void assertDenied(String why) {
    SqsException denial = catchThrowableOfType(SqsException.class, () -> sqs.listQueues());
    assertThat(denial).as("a denial").isNotNull();
    assertThat(denial.statusCode()).isEqualTo(403);
    assertThat(denial.awsErrorDetails().errorCode()).isEqualTo("AccessDenied");
    assertThat(denial.awsErrorDetails().errorMessage())
        .startsWith("User: " + user.arn() + " is not authorized to perform: sqs:listqueues")
        .contains(why);
  }

  private String create(String name, String document) {
    return root.createPolicy(policy -> policy.policyName(name).policyDocument(document))
        .policy()
        .arn();
  }

  private void attach(String arn) {
    root.attachUserPolicy(attach -> attach.userName("bob").policyArn(arn));
  }

  private void put(String name, String document) {
    root.putUserPolicy(put -> put.userName("bob").policyName(name).policyDocument(document));
  }

  @Test
  @Fact({"iam-004", "iam-020"})
  void aNewUserMayDoNothingUntilAPolicyIsAttached() {
    assertDenied(NO_IDENTITY_POLICY);
    attach(SQS_FULL);
    assertListsQueues();
    root.detachUserPolicy(detach -> detach.userName("bob").policyArn(SQS_FULL));
    assertDenied(NO_IDENTITY_POLICY);
  }

  @Test
  @Fact({"iam-004", "iam-005"})
  void anInlinePolicyIsOfOneIdentityAlone() {
    put("own", allow("sqs:ListQueues"));
    assertListsQueues();
    assertThat(root.listUserPolicies(list -> list.userName("bob")).policyNames())
        .containsExactly("own");
    assertThat(root.listPolicies(list -> list.scope("Local")).policies()).isEmpty();
    TestUser other = TestUser.create(nephele, root, "eve");
    assertThat(root.listUserPolicies(list -> list.userName("eve")).policyNames()).isEmpty();
    assertThat(
            catchThrowableOfType(
                SqsException.class, () -> other.client(SqsClient.class).listQueues()))
        .isNotNull();
    root.deleteUserPolicy(delete -> delete.userName("bob").policyName("own"));
    assertDenied(NO_IDENTITY_POLICY);
  }

  @Test
  @Fact({"iam-009", "iam-021"})
  void anExplicitDenyWins() {
    attach(SQS_FULL);
    assertListsQueues();
    put("deny", policy("Deny", "sqs:ListQueues", "*"));
    assertDenied("with an explicit deny in an identity-based policy");
    assertThat(sqs.createQueue(queue -> queue.queueName("orders")).queueUrl()).isNotNull();
  }

  @Test
  @Fact({"iam-002", "iam-046"})
  void policiesOfAGroupAreItsMembers() {
    root.createGroup(group -> group.groupName("team"));
    root.attachGroupPolicy(attach -> attach.groupName("team").policyArn(SQS_FULL));
    assertDenied(NO_IDENTITY_POLICY);
    root.addUserToGroup(add -> add.groupName("team").userName("bob"));
    assertListsQueues();
    root.removeUserFromGroup(remove -> remove.groupName("team").userName("bob"));
    assertDenied(NO_IDENTITY_POLICY);
  }

  @Test
  @Fact("iam-047")
  void aGroupHasSeveralPolicies() {
    root.createGroup(group -> group.groupName("team"));
    root.addUserToGroup(add -> add.groupName("team").userName("bob"));
    String list = create("list", allow("sqs:ListQueues"));
    String create = create("create", allow("sqs:CreateQueue"));
    for (String arn : new String[] {list, create}) {
      root.attachGroupPolicy(attach -> attach.groupName("team").policyArn(arn));
    }
    root.putGroupPolicy(
        put -> put.groupName("team").policyName("get").policyDocument(allow("sqs:GetQueueUrl")));
    assertThat(root.listAttachedGroupPolicies(get -> get.groupName("team")).attachedPolicies())
        .extracting(policy -> policy.policyArn())
        .containsExactly(list, create);
    assertListsQueues();
    sqs.createQueue(queue -> queue.queueName("orders"));
    assertThat(sqs.getQueueUrl(get -> get.queueName("orders")).queueUrl()).isNotNull();
  }

  @Test
  @Fact("iam-007")
  void theDefaultVersionIsInForce() {
    String arn = create("queues", allow("sqs:CreateQueue"));
    attach(arn);
    assertDenied(NO_IDENTITY_POLICY);
    root.createPolicyVersion(
        version ->
            version.policyArn(arn).policyDocument(allow("sqs:ListQueues")).setAsDefault(true));
    assertListsQueues();
    root.setDefaultPolicyVersion(set -> set.policyArn(arn).versionId("v1"));
    assertDenied(NO_IDENTITY_POLICY);
  }

  @Test
  void aBoundaryLimitsAndGivesNothing() {
    String boundary = create("boundary", allow("sqs:CreateQueue"));
    attach(SQS_FULL);
    root.putUserPermissionsBoundary(put -> put.userName("bob").permissionsBoundary(boundary));
    assertThat(
            root.getUser(get -> get.userName("bob"))
                .user()
                .permissionsBoundary()
                .permissionsBoundaryArn())
        .isEqualTo(boundary);
    assertDenied("because no permissions boundary allows the ");
    sqs.createQueue(queue -> queue.queueName("orders"));
    root.detachUserPolicy(detach -> detach.userName("bob").policyArn(SQS_FULL));
    assertThat(
            catchThrowableOfType(
                SqsException.class, () -> sqs.createQueue(queue -> queue.queueName("invoices"))))
        .isNotNull();
    attach(SQS_FULL);
    root.deleteUserPermissionsBoundary(delete -> delete.userName("bob"));
    assertListsQueues();
  }

  @Test
  @Fact({"iam-006", "iam-048"})
  void aPolicyIsAttachedToUsersGroupsAndRoles() {
    String arn = create("queues", allow("sqs:*"));
    root.createGroup(group -> group.groupName("team"));
    root.createRole(
        role ->
            role.roleName("app")
                .assumeRolePolicyDocument(TestPolicies.trustService("ec2.amazonaws.com")));
    for (int i = 0; i < 2; i++) { // attaching again changes nothing
      attach(arn);
      root.attachGroupPolicy(attach -> attach.groupName("team").policyArn(arn));
      root.attachRolePolicy(attach -> attach.roleName("app").policyArn(arn));
    }
    assertThat(root.getPolicy(get -> get.policyArn(arn)).policy().attachmentCount()).isEqualTo(3);
    ListEntitiesForPolicyResponse entities =
        root.listEntitiesForPolicy(list -> list.policyArn(arn));
    assertThat(entities.policyUsers()).extracting(PolicyUser::userId).containsExactly(user.id());
    assertThat(entities.policyGroups()).extracting(PolicyGroup::groupName).containsExactly("team");
    assertThat(entities.policyRoles()).hasSize(1);
    assertThat(
            root.listEntitiesForPolicy(list -> list.policyArn(arn).entityFilter("Group"))
                .policyUsers())
        .isEmpty();
    assertListsQueues();
  }

  @Test
  void rightsOverRolesAreByTheirPaths() {
    String trust = TestPolicies.trustService("ec2.amazonaws.com");
    put("roles", policy("Allow", "iam:*", "arn:aws:iam::*:role/team/*"));
    IamClient iam = user.client(IamClient.class);
    iam.createRole(role -> role.roleName("app").path("/team/").assumeRolePolicyDocument(trust));
    assertThat(iam.getRole(role -> role.roleName("app")).role().path()).isEqualTo("/team/");
    root.createRole(role -> role.roleName("other").assumeRolePolicyDocument(trust));
    for (Runnable call :
        new Runnable[] {
          () -> iam.getRole(role -> role.roleName("other")),
          () -> iam.createRole(role -> role.roleName("new").assumeRolePolicyDocument(trust))
        }) {
      assertThat(catchThrowableOfType(IamException.class, call::run))
          .satisfies(
              denial -> assertThat(denial.awsErrorDetails().errorCode()).isEqualTo("AccessDenied"));
    }
  }

  @Test
  void attachingIsLimitedByThePolicyAndTheBoundary() {
    root.putUserPolicy(
        put ->
            put.userName("bob")
                .policyName("delegate")
                .policyDocument(
                    allow("iam:AttachUserPolicy")
                        .replace(
                            "\"Resource\"",
                            "\"Condition\":{\"ArnEquals\":{\"iam:PolicyARN\":\""
                                + SQS_FULL
                                + "\"},\"StringEquals\":{\"iam:PermissionsBoundary\":"
                                + "\"arn:aws:iam::aws:policy/ReadOnlyAccess\"}},\"Resource\"")));
    IamClient iam = user.client(IamClient.class);
    root.createUser(create -> create.userName("free"));
    root.createUser(
        create ->
            create.userName("bound").permissionsBoundary("arn:aws:iam::aws:policy/ReadOnlyAccess"));
    iam.attachUserPolicy(attach -> attach.userName("bound").policyArn(SQS_FULL));
    assertThat(
            catchThrowableOfType(
                IamException.class,
                () -> iam.attachUserPolicy(a -> a.userName("free").policyArn(SQS_FULL))))
        .isNotNull();
    assertThat(
            catchThrowableOfType(
                IamException.class,
                () ->
                    iam.attachUserPolicy(
                        a ->
                            a.userName("bound")
                                .policyArn("arn:aws:iam::aws:policy/ReadOnlyAccess"))))
        .isNotNull();
  }

  @Test
  void tagsOfARoleDecide() {
    String trust = TestPolicies.trustService("ec2.amazonaws.com");
    put(
        "tagged",
        allow("iam:GetRole")
            .replace(
                "\"Resource\"",
                "\"Condition\":{\"StringEquals\":{\"iam:ResourceTag/team\":\"a\"}},"
                    + "\"Resource\""));
    root.createRole(role -> role.roleName("app").assumeRolePolicyDocument(trust));
    IamClient iam = user.client(IamClient.class);
    assertThat(
            catchThrowableOfType(
                IamException.class, () -> iam.getRole(role -> role.roleName("app"))))
        .isNotNull();
    root.tagRole(tag -> tag.roleName("app").tags(t -> t.key("team").value("a")));
    assertThat(iam.getRole(role -> role.roleName("app")).role().roleName()).isEqualTo("app");
  }

  @Test
  void denialsNameWhatWasAskedFor() {
    IamClient iam = user.client(IamClient.class);
    String trust = TestPolicies.trustService("ec2.amazonaws.com");
    assertNamed("iam:GetUser", "user bob", () -> iam.getUser(get -> get.userName("bob")));
    assertNamed("iam:GetUser", "user bob", iam::getUser);
    assertNamed("iam:GetRole", "role app", () -> iam.getRole(get -> get.roleName("app")));
    assertNamed(
        "iam:CreateRole",
        TestPolicies.arn("role/team/app"),
        () ->
            iam.createRole(
                role -> role.roleName("app").path("/team/").assumeRolePolicyDocument(trust)));
    assertNamed(
        "iam:CreateServiceLinkedRole",
        TestPolicies.arn("role/aws-service-role/spot.amazonaws.com/AWSServiceRoleForEC2Spot"),
        () -> iam.createServiceLinkedRole(role -> role.awsServiceName("spot.amazonaws.com")));
    assertNamed("iam:ListRoles", TestPolicies.arn("role/"), iam::listRoles);
    assertNamed("iam:ListPolicies", "policy path /", iam::listPolicies);
    assertNamed(
        "iam:CreatePolicy",
        "policy new",
        () -> iam.createPolicy(policy -> policy.policyName("new").policyDocument(allow("sqs:*"))));
    assertNamed(
        "iam:GetPolicy", "policy " + SQS_FULL, () -> iam.getPolicy(p -> p.policyArn(SQS_FULL)));
    assertNamed(
        "iam:GetInstanceProfile",
        "instance profile web",
        () -> iam.getInstanceProfile(get -> get.instanceProfileName("web")));
  }

  private void assertNamed(String action, String resource, Runnable call) {
    IamException denial = catchThrowableOfType(IamException.class, call::run);
    assertThat(denial).as(action).isNotNull();
    assertThat(denial.awsErrorDetails().errorMessage())
        .isEqualTo(
            "User: "
                + user.arn()
                + " is not authorized to perform: "
                + action
                + " on resource: "
                + resource
                + " because no identity-based policy allows the "
                + action
                + " action");
    assertThat(denial.awsErrorDetails().errorCode()).isEqualTo("AccessDenied");
  }

  @Test
  void aRoleIsPassedToAnInstanceProfileByWhoMayPassIt() {
    String trust = TestPolicies.trustService("ec2.amazonaws.com");
    root.createRole(role -> role.roleName("app").path("/team/").assumeRolePolicyDocument(trust));
    root.createInstanceProfile(profile -> profile.instanceProfileName("web"));
    put("profiles", allow("iam:AddRoleToInstanceProfile"));
    IamClient iam = user.client(IamClient.class);
    assertNamed(
        "iam:PassRole",
        TestPolicies.arn("role/team/app"),
        () -> iam.addRoleToInstanceProfile(add -> add.instanceProfileName("web").roleName("app")));
    put("pass", policy("Allow", "iam:PassRole", "arn:aws:iam::*:role/team/*"));
    iam.addRoleToInstanceProfile(add -> add.instanceProfileName("web").roleName("app"));
    assertThat(
            root.getInstanceProfile(get -> get.instanceProfileName("web"))
                .instanceProfile()
                .roles())
        .hasSize(1);
  }
}
