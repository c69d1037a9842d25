package io.nephele.conformance.clients;

import static org.assertj.core.api.Assertions.assertThat;

import io.nephele.junit.NepheleTest;
import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.KeyListEntry;
import software.amazon.awssdk.services.kms.model.KeyManagerType;
import software.amazon.awssdk.services.kms.model.KeyMetadata;

/**
 * Terraform's KMS resources: made, changed in place, destroyed; a plan in between finds nothing.
 */
@NepheleTest(virtualClock = false)
class TerraformKmsTest {
  private static final String DATA = "alias/terraform/data";

  @Test
  @Timeout(value = 5, unit = TimeUnit.MINUTES)
  void resourcesAreMadeChangedAndDestroyed(URI endpoint, KmsClient kms, @TempDir Path folder) {
    Terraform terraform = Terraform.in(folder, endpoint, "terraform-kms", "main.tf");
    kms.describeKey(request -> request.keyId("alias/aws/s3"));
    terraform.apply("stage=1");
    terraform.planIsEmpty("stage=1");
    KeyMetadata data = kms.describeKey(request -> request.keyId(DATA)).keyMetadata();
    assertThat(data.description()).isEqualTo("data of stage 1");
    assertThat(data.multiRegionConfiguration().replicaKeys()).hasSize(1);
    assertThat(kms.listGrants(request -> request.keyId(data.keyId())).grants())
        .singleElement()
        .satisfies(
            grant ->
                assertThat(grant.granteePrincipal())
                    .isEqualTo("arn:aws:iam::000000000000:role/reader"));

    assertThat(terraform.apply("stage=2"))
        .as("every change is made in place")
        .containsPattern("Plan: 0 to add, [0-9]+ to change, 0 to destroy");
    terraform.planIsEmpty("stage=2");
    assertThat(kms.getKeyRotationStatus(request -> request.keyId(data.keyId())))
        .satisfies(status -> assertThat(status.rotationPeriodInDays()).isEqualTo(180));
    assertThat(kms.getKeyPolicy(request -> request.keyId(data.keyId())).policy())
        .contains("111122223333");

    terraform.destroy("stage=2");
    for (KeyListEntry entry : kms.listKeys().keys()) {
      KeyMetadata left = kms.describeKey(request -> request.keyId(entry.keyId())).keyMetadata();
      if (left.keyManager() == KeyManagerType.CUSTOMER) {
        assertThat(left.keyStateAsString()).startsWith("Pending");
      }
    }
    assertThat(kms.listAliases().aliases())
        .singleElement()
        .satisfies(left -> assertThat(left.aliasName()).isEqualTo("alias/aws/s3"));
  }
}
