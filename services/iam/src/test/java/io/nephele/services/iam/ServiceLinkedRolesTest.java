package io.nephele.services.iam;

import static io.nephele.services.iam.IamErrorAssertions.assertFails;
import static io.nephele.services.iam.TestPolicies.allow;
import static io.nephele.services.iam.TestPolicies.arn;
import static io.nephele.services.iam.TestPolicies.decoded;
import static io.nephele.services.iam.TestPolicies.trustService;
import static org.assertj.core.api.Assertions.assertThat;

import io.nephele.identity.directory.AwsManagedPolicies;
import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.AttachedPolicy;
import software.amazon.awssdk.services.iam.model.DeletionTaskStatusType;
import software.amazon.awssdk.services.iam.model.Role;

@NepheleTest(scope = NepheleTest.Scope.METHOD)
final class ServiceLinkedRolesTest {
  private static final String SPOT = "AWSServiceRoleForEC2Spot";

  @Inject IamClient iam;

  private Role create(String service) {
    return iam.createServiceLinkedRole(create -> create.awsServiceName(service)).role();
  }

  @Test
  void theServiceGivesNamePathTrustAndPolicy() {
    Role role = create("spot.amazonaws.com");
    assertThat(role.roleName()).isEqualTo(SPOT);
    assertThat(role.arn()).isEqualTo(arn("role/aws-service-role/spot.amazonaws.com/" + SPOT));
    assertThat(decoded(role.assumeRolePolicyDocument()))
        .isEqualTo(trustService("spot.amazonaws.com"));
    assertThat(iam.listAttachedRolePolicies(list -> list.roleName(SPOT)).attachedPolicies())
        .extracting(AttachedPolicy::policyArn)
        .containsExactly("arn:aws:iam::aws:policy/aws-service-role/AWSEC2SpotServiceRolePolicy");
  }

  @Test
  void thereIsOneUnlessTheServiceTakesSuffixes() {
    create("spot.amazonaws.com");
    assertFails(
        "InvalidInput",
        400,
        "Service role name "
            + SPOT
            + " has been taken in this account, please try a different suffix.",
        () -> create("spot.amazonaws.com"));
    assertFails(
        "InvalidInput",
        400,
        "Custom suffix is not allowed for spot.amazonaws.com",
        () ->
            iam.createServiceLinkedRole(
                create -> create.awsServiceName("spot.amazonaws.com").customSuffix("two")));
    assertThat(
            iam.createServiceLinkedRole(
                    create ->
                        create.awsServiceName("autoscaling.amazonaws.com").customSuffix("two"))
                .role()
                .roleName())
        .isEqualTo("AWSServiceRoleForAutoScaling_two");
  }

  @Test
  void nobodyElseChangesIt() {
    create("spot.amazonaws.com");
    List<Runnable> changes =
        List.of(
            () -> iam.deleteRole(role -> role.roleName(SPOT)),
            () -> iam.updateRole(role -> role.roleName(SPOT).maxSessionDuration(7200)),
            () ->
                iam.updateAssumeRolePolicy(
                    update ->
                        update.roleName(SPOT).policyDocument(trustService("ec2.amazonaws.com"))),
            () ->
                iam.putRolePolicy(
                    put -> put.roleName(SPOT).policyName("p").policyDocument(allow("sqs:*"))),
            () ->
                iam.attachRolePolicy(
                    attach ->
                        attach.roleName(SPOT).policyArn("arn:aws:iam::aws:policy/ReadOnlyAccess")),
            () ->
                iam.detachRolePolicy(
                    detach ->
                        detach
                            .roleName(SPOT)
                            .policyArn(
                                "arn:aws:iam::aws:policy/aws-service-role/"
                                    + "AWSEC2SpotServiceRolePolicy")),
            () ->
                iam.putRolePermissionsBoundary(
                    put ->
                        put.roleName(SPOT)
                            .permissionsBoundary("arn:aws:iam::aws:policy/ReadOnlyAccess")));
    for (Runnable change : changes) {
      assertFails(
          "UnmodifiableEntity",
          400,
          "Cannot perform the operation on the protected role '"
              + SPOT
              + "' - this role is only modifiable by AWS",
          change::run);
    }
    iam.updateRoleDescription(role -> role.roleName(SPOT).description("for spot instances"));
    assertThat(iam.getRole(role -> role.roleName(SPOT)).role().description())
        .isEqualTo("for spot instances");
  }

  @Test
  void isDeletedByATask() {
    create("spot.amazonaws.com");
    String task = iam.deleteServiceLinkedRole(delete -> delete.roleName(SPOT)).deletionTaskId();
    assertThat(task).startsWith("task/aws-service-role/spot.amazonaws.com/" + SPOT + "/");
    assertThat(iam.getServiceLinkedRoleDeletionStatus(get -> get.deletionTaskId(task)).status())
        .isEqualTo(DeletionTaskStatusType.SUCCEEDED);
    assertThat(iam.listRoles().roles()).isEmpty();
    assertFails(
        "NoSuchEntity",
        404,
        "Deletion task task/nothing/x was not found.",
        () -> iam.getServiceLinkedRoleDeletionStatus(get -> get.deletionTaskId("task/nothing/x")));
  }

  @Test
  void ordinaryRolesAreNotOfTheirPathNorDeletedAsTheyAre() {
    assertFails(
        "InvalidInput",
        400,
        "The path /aws-service-role/ is reserved for service-linked roles.",
        () ->
            iam.createRole(
                role ->
                    role.roleName("mine")
                        .path("/aws-service-role/spot.amazonaws.com/")
                        .assumeRolePolicyDocument(trustService("spot.amazonaws.com"))));
    iam.createRole(
        role -> role.roleName("mine").assumeRolePolicyDocument(trustService("spot.amazonaws.com")));
    assertFails(
        "NoSuchEntity",
        404,
        "The role with name mine cannot be found.",
        () -> iam.deleteServiceLinkedRole(delete -> delete.roleName("mine")));
    assertFails(
        "InvalidInput",
        400,
        "The service nothing.amazonaws.com does not have a service-linked role.",
        () -> create("nothing.amazonaws.com"));
  }

  @Test
  void theirPoliciesAreThere() throws IOException {
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                ServiceLinkedRoleKind.class.getResourceAsStream("service-linked-roles.tsv"),
                StandardCharsets.UTF_8))) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        ServiceLinkedRoleKind kind = ServiceLinkedRoleKind.of(line.split("\t")[0]);
        assertThat(
                AwsManagedPolicies.find(
                    "arn:aws:iam::aws:policy/aws-service-role/" + kind.policy()))
            .as(line)
            .isNotNull();
        assertThat(kind.roleName()).hasSizeLessThanOrEqualTo(64);
      }
    }
  }
}
