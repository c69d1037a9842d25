package io.nephele.services.secretsmanager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.nephele.core.time.VirtualClock;
import java.time.Duration;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.model.Filter;
import software.amazon.awssdk.services.secretsmanager.model.ReplicaRegionType;
import software.amazon.awssdk.services.secretsmanager.model.ReplicationStatusType;
import software.amazon.awssdk.services.secretsmanager.model.RotationRulesType;
import software.amazon.awssdk.services.secretsmanager.model.SecretsManagerException;
import software.amazon.awssdk.services.secretsmanager.model.StatusType;
import software.amazon.awssdk.services.secretsmanager.model.Tag;

final class ReplicationTest {
  private static final String READ_ONLY = "Operation not permitted on a replica secret.";

  private final RotationWorld nephele = new RotationWorld();
  private final VirtualClock clock = nephele.clock();
  private final SecretsManagerClient secrets =
      nephele.client(SecretsManagerClient.class, "us-east-1");
  private final SecretsManagerClient west = nephele.client(SecretsManagerClient.class, "us-west-2");
  private final KmsClient westKeys = nephele.client(KmsClient.class, "us-west-2");

  @AfterEach
  void close() {
    nephele.close();
  }

  private static void assertError(ThrowingCallable call, String code, String message) {
    SecretsManagerException e = catchThrowableOfType(SecretsManagerException.class, call);
    assertThat(e).isNotNull();
    assertThat(e.awsErrorDetails().errorCode()).isEqualTo(code);
    assertThat(e.awsErrorDetails().errorMessage()).contains(message);
  }

  private static String read(SecretsManagerClient in) {
    return in.getSecretValue(r -> r.secretId("s")).secretString();
  }

  private static ReplicaRegionType to(String region) {
    return ReplicaRegionType.builder().region(region).build();
  }

  private ReplicationStatusType status() {
    return secrets.describeSecret(r -> r.secretId("s")).replicationStatus().getFirst();
  }

  @Test
  void replicasAreKeptInStep() {
    String arn =
        secrets
            .createSecret(r -> r.name("s").secretString("one").addReplicaRegions(to("us-west-2")))
            .arn();
    assertThat(status().status()).isEqualTo(StatusType.IN_SYNC);
    assertThat(status().kmsKeyId()).isEqualTo("alias/aws/secretsmanager");
    assertThat(read(west)).isEqualTo("one");
    assertThat(west.describeSecret(r -> r.secretId("s")).arn())
        .isEqualTo(arn.replace("us-east-1", "us-west-2"));
    secrets.putSecretValue(r -> r.secretId("s").secretString("two"));
    assertThat(read(west)).isEqualTo("two");
    assertThat(west.getSecretValue(r -> r.secretId("s").versionStage("AWSPREVIOUS")).secretString())
        .isEqualTo("one");
    secrets.updateSecret(r -> r.secretId("s").secretString("three").description("d"));
    secrets.tagResource(r -> r.secretId("s").tags(Tag.builder().key("k").value("v").build()));
    assertThat(read(west)).isEqualTo("three");
    assertThat(west.describeSecret(r -> r.secretId("s")))
        .satisfies(
            replica -> {
              assertThat(replica.primaryRegion()).isEqualTo("us-east-1");
              assertThat(replica.description()).isEqualTo("d");
              assertThat(replica.tags()).hasSize(1);
              assertThat(replica.versionIdsToStages())
                  .isEqualTo(secrets.describeSecret(r -> r.secretId("s")).versionIdsToStages());
            });
    assertThat(
            west.listSecrets(
                    r ->
                        r.filters(Filter.builder().key("primary-region").values("us-east").build()))
                .secretList())
        .hasSize(1);
    assertThat(status().lastAccessedDate()).isNotNull();
  }

  @Test
  void replicasAreReadOnlyUntilTheyArePromoted() {
    secrets.createSecret(r -> r.name("s").secretString("one"));
    secrets.replicateSecretToRegions(r -> r.secretId("s").addReplicaRegions(to("us-west-2")));
    String error = "InvalidParameterException";
    assertError(
        () -> west.putSecretValue(r -> r.secretId("s").secretString("x")), error, READ_ONLY);
    assertError(() -> west.updateSecret(r -> r.secretId("s").description("x")), error, READ_ONLY);
    assertError(() -> west.deleteSecret(r -> r.secretId("s")), error, READ_ONLY);
    assertError(() -> west.rotateSecret(r -> r.secretId("s")), error, READ_ONLY);
    assertError(() -> west.untagResource(r -> r.secretId("s").tagKeys("k")), error, READ_ONLY);
    assertError(
        () -> secrets.deleteSecret(r -> r.secretId("s").forceDeleteWithoutRecovery(true)),
        error,
        "that still has replica regions [us-west-2].");
    assertError(
        () -> secrets.stopReplicationToReplica(r -> r.secretId("s")), error, "primary secret");
    west.stopReplicationToReplica(r -> r.secretId("s"));
    west.putSecretValue(r -> r.secretId("s").secretString("own"));
    assertThat(read(west)).isEqualTo("own");
    assertThat(read(secrets)).isEqualTo("one");
    assertThat(secrets.describeSecret(r -> r.secretId("s")).hasReplicationStatus()).isFalse();
    secrets.deleteSecret(r -> r.secretId("s"));
  }

  @Test
  void aTakenNameFailsUnlessItIsOverwritten() {
    west.createSecret(r -> r.name("s").secretString("other"));
    secrets.createSecret(r -> r.name("s").secretString("one"));
    assertThat(
            secrets
                .replicateSecretToRegions(r -> r.secretId("s").addReplicaRegions(to("us-west-2")))
                .replicationStatus()
                .getFirst())
        .matches(s -> s.status() == StatusType.FAILED)
        .matches(s -> s.statusMessage().contains("already exists in region us-west-2."));
    assertThat(read(west)).isEqualTo("other");
    assertThat(west.listSecretVersionIds(r -> r.secretId("s")).versions()).hasSize(1);
    secrets.replicateSecretToRegions(
        r -> r.secretId("s").addReplicaRegions(to("us-west-2")).forceOverwriteReplicaSecret(true));
    assertThat(status().status()).isEqualTo(StatusType.IN_SYNC);
    assertThat(read(west)).isEqualTo("one");
    secrets.removeRegionsFromReplication(r -> r.secretId("s").removeReplicaRegions("us-west-2"));
    assertError(() -> read(west), "ResourceNotFoundException", "can't find");
    assertError(
        () ->
            secrets.replicateSecretToRegions(
                r -> r.secretId("s").addReplicaRegions(to("us-east-1"))),
        "InvalidParameterException",
        "Invalid replica region");
  }

  @Test
  void aReplicaHasAKeyOfItsOwn() {
    String key = westKeys.createKey().keyMetadata().arn();
    secrets.createSecret(r -> r.name("s").secretString("one"));
    secrets.replicateSecretToRegions(
        r ->
            r.secretId("s")
                .addReplicaRegions(
                    ReplicaRegionType.builder().region("us-west-2").kmsKeyId(key).build()));
    assertThat(status().kmsKeyId()).isEqualTo(key);
    westKeys.disableKey(r -> r.keyId(key));
    assertError(() -> read(west), "DecryptionFailure", "can't decrypt");
    assertThat(read(secrets)).isEqualTo("one");
    secrets.putSecretValue(r -> r.secretId("s").secretString("two"));
    assertThat(status().status()).isEqualTo(StatusType.FAILED);
    westKeys.enableKey(r -> r.keyId(key));
    assertThat(read(west)).isEqualTo("one");
    secrets.replicateSecretToRegions(r -> r.secretId("s").addReplicaRegions(to("us-west-2")));
    assertThat(read(west)).isEqualTo("two");
    west.updateSecret(r -> r.secretId("s").kmsKeyId(key));
    assertThat(status().kmsKeyId()).isEqualTo(key);
    assertThat(read(west)).isEqualTo("two");
  }

  @Test
  void aRotationReachesTheReplicas() {
    secrets.createSecret(r -> r.name("s").secretString("one").addReplicaRegions(to("us-west-2")));
    secrets.rotateSecret(
        r ->
            r.secretId("s")
                .rotationLambdaARN(RotatingFunctions.arn("good"))
                .rotationRules(RotationRulesType.builder().automaticallyAfterDays(3L).build()));
    clock.advance(Duration.ofSeconds(1));
    assertThat(read(west)).startsWith("made by ").isEqualTo(read(secrets));
    assertThat(status().status()).isEqualTo(StatusType.IN_SYNC);
    clock.advance(Duration.ofDays(3));
    assertThat(read(west)).isEqualTo(read(secrets));
    assertThat(RotatingFunctions.steps(nephele.world())).hasSize(8);
  }
}
