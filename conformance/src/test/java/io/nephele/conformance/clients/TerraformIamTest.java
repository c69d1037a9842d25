package io.nephele.conformance.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.nephele.junit.NepheleTest;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.AccessKey;
import software.amazon.awssdk.services.iam.model.NoSuchEntityException;
import software.amazon.awssdk.services.iam.model.PolicyScopeType;
import software.amazon.awssdk.services.iam.model.PolicyVersion;
import software.amazon.awssdk.services.iam.model.Role;
import software.amazon.awssdk.services.iam.model.StatusType;
import software.amazon.awssdk.services.iam.model.User;

/**
 * Terraform's IAM resources: made, changed in place, destroyed; a plan in between finds nothing.
 */
@NepheleTest(virtualClock = false)
class TerraformIamTest {
  private static final String QUEUES = "arn:aws:iam::000000000000:policy/app/queues";

  @Test
  @Timeout(value = 5, unit = TimeUnit.MINUTES)
  void resourcesAreMadeChangedAndDestroyed(URI endpoint, IamClient iam, @TempDir Path folder) {
    AccessKey key = deployer(iam);
    Terraform terraform =
        Terraform.in(
                folder,
                endpoint,
                "terraform-iam",
                "main.tf",
                "server.pem",
                "server.key",
                "saml.xml",
                "ssh.pub")
            .withKey(key.accessKeyId(), key.secretAccessKey());
    assertThat(terraform.apply("stage=1"))
        .contains("account_id = \"000000000000\"")
        .contains("read_only = \"arn:aws:iam::aws:policy/ReadOnlyAccess\"")
        .contains("session_issuer = \"arn:aws:iam::000000000000:role/deployer\"");
    madeAsWritten(iam);
    terraform.planIsEmpty("stage=1");
    assertThat(terraform.apply("stage=2"))
        .as("every change is made in place")
        .containsPattern("Plan: 0 to add, [0-9]+ to change, 0 to destroy");
    changedAsWritten(iam);
    terraform.planIsEmpty("stage=2");
    terraform.destroy("stage=2");
    nothingIsLeft(iam);
  }

  /** Whoever runs Terraform: a user who may do nothing but take a role, which may do IAM alone. */
  private static AccessKey deployer(IamClient iam) {
    iam.createUser(request -> request.userName("deployer"));
    iam.createRole(
        request ->
            request
                .roleName("deployer")
                .assumeRolePolicyDocument(
                    """
                    {"Version": "2012-10-17", "Statement": {
                      "Effect": "Allow",
                      "Principal": {"AWS": "arn:aws:iam::000000000000:user/deployer"},
                      "Action": "sts:AssumeRole",
                      "Condition": {"StringEquals": {"sts:ExternalId": "shop-42"}}}}
                    """));
    iam.attachRolePolicy(
        request -> request.roleName("deployer").policyArn("arn:aws:iam::aws:policy/IAMFullAccess"));
    return iam.createAccessKey(request -> request.userName("deployer")).accessKey();
  }

  private static void madeAsWritten(IamClient iam) {
    User bob = iam.getUser(request -> request.userName("bob")).user();
    assertThat(bob.permissionsBoundary().permissionsBoundaryArn()).contains(":policy/boundary-");
    assertThat(bob.tags()).extracting("key").containsExactly("made-by");
    assertThat(iam.getGroup(request -> request.groupName("developers")).users())
        .extracting(User::userName)
        .containsExactly("ada", "bob");
    Role worker = iam.getRole(request -> request.roleName("worker")).role();
    assertThat(worker.arn()).isEqualTo("arn:aws:iam::000000000000:role/app/worker");
    assertThat(worker.maxSessionDuration()).isEqualTo(3600);
    assertThat(statusOfKey(iam)).isEqualTo(StatusType.ACTIVE);
  }

  private static void changedAsWritten(IamClient iam) {
    assertThat(iam.getUser(request -> request.userName("bob")).user().permissionsBoundary())
        .isNull();
    assertThat(iam.getUser(request -> request.userName("grace-hopper")).user().path())
        .isEqualTo("/people/");
    assertThat(iam.getGroup(request -> request.groupName("developers")).users())
        .extracting(User::userName)
        .containsExactly("ada");
    Role worker = iam.getRole(request -> request.roleName("worker")).role();
    assertThat(worker.description()).isEqualTo("Works more");
    assertThat(worker.maxSessionDuration()).isEqualTo(7200);
    List<PolicyVersion> versions =
        iam.listPolicyVersions(request -> request.policyArn(QUEUES)).versions();
    assertThat(versions)
        .filteredOn(PolicyVersion::isDefaultVersion)
        .extracting(PolicyVersion::versionId)
        .containsExactly("v2");
    assertThat(statusOfKey(iam)).isEqualTo(StatusType.INACTIVE);
  }

  private static StatusType statusOfKey(IamClient iam) {
    return iam.listAccessKeys(request -> request.userName("ada"))
        .accessKeyMetadata()
        .getFirst()
        .status();
  }

  private static void nothingIsLeft(IamClient iam) {
    assertThat(iam.listUsers().users()).extracting(User::userName).containsExactly("deployer");
    assertThat(iam.listGroups().groups()).isEmpty();
    assertThat(iam.listRoles().roles()).extracting(Role::roleName).containsExactly("deployer");
    assertThat(iam.listPolicies(request -> request.scope(PolicyScopeType.LOCAL)).policies())
        .isEmpty();
    assertThat(iam.listInstanceProfiles().instanceProfiles()).isEmpty();
    assertThat(iam.listVirtualMFADevices().virtualMFADevices()).isEmpty();
    assertThat(iam.listOpenIDConnectProviders().openIDConnectProviderList()).isEmpty();
    assertThat(iam.listSAMLProviders().samlProviderList()).isEmpty();
    assertThat(iam.listServerCertificates().serverCertificateMetadataList()).isEmpty();
    assertThat(iam.listAccountAliases().accountAliases()).isEmpty();
    assertThatExceptionOfType(NoSuchEntityException.class)
        .isThrownBy(iam::getAccountPasswordPolicy);
  }
}
