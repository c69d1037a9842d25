package io.nephele.services.kms;

import static io.nephele.services.kms.Callers.assertError;
import static org.assertj.core.api.Assertions.assertThat;

import io.nephele.core.time.VirtualClock;
import io.nephele.embedded.Nephele;
import io.nephele.junit.Clients;
import io.nephele.junit.Fact;
import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.KeyMetadata;
import software.amazon.awssdk.services.kms.model.KeyState;
import software.amazon.awssdk.services.kms.model.MultiRegionKeyType;

/** Keys that several regions share. */
@NepheleTest(scope = NepheleTest.Scope.METHOD)
final class MultiRegionKeysTest {
  private static final SdkBytes SECRET = SdkBytes.fromUtf8String("secret");
  private static final String THERE = "eu-west-1";

  @Inject KmsClient kms;
  @Inject VirtualClock clock;
  @Inject Nephele nephele;
  private KmsClient there;
  private String key;

  @BeforeEach
  void primaryKey() {
    there = Clients.create(KmsClient.class, nephele.endpoint(), THERE, Callers.OWNER);
    key = kms.createKey(r -> r.multiRegion(true)).keyMetadata().keyId();
  }

  private static KeyMetadata describe(KmsClient client, String key) {
    return client.describeKey(r -> r.keyId(key)).keyMetadata();
  }

  private static SdkBytes encrypt(KmsClient client, String key) {
    return client.encrypt(r -> r.keyId(key).plaintext(SECRET)).ciphertextBlob();
  }

  private static void assertDecrypts(KmsClient client, SdkBytes blob) {
    assertThat(client.decrypt(r -> r.ciphertextBlob(blob)).plaintext()).isEqualTo(SECRET);
  }

  @Test
  @Fact("kms-031")
  void aReplicaDecryptsWhatThePrimaryEncrypted() {
    assertThat(key).startsWith("mrk-").hasSize(36);
    assertThat(describe(kms, key).multiRegionConfiguration().multiRegionKeyType())
        .isEqualTo(MultiRegionKeyType.PRIMARY);
    SdkBytes blob = encrypt(kms, key);
    assertError(() -> there.decrypt(r -> r.ciphertextBlob(blob)), "AccessDeniedException");
    KeyMetadata replica =
        kms.replicateKey(r -> r.keyId(key).replicaRegion(THERE).description("there"))
            .replicaKeyMetadata();
    assertThat(replica.keyId()).isEqualTo(key);
    assertThat(replica.arn()).contains(":" + THERE + ":");
    assertThat(describe(there, key).description()).isEqualTo("there");
    assertThat(describe(kms, key).multiRegionConfiguration().replicaKeys())
        .singleElement()
        .satisfies(each -> assertThat(each.region()).isEqualTo(THERE));
    assertDecrypts(there, blob);
    assertDecrypts(kms, encrypt(there, key));
    assertThat(there.decrypt(r -> r.ciphertextBlob(blob)).keyId()).isEqualTo(replica.arn());
    assertError(
        () -> kms.replicateKey(r -> r.keyId(key).replicaRegion(THERE)), "AlreadyExistsException");
    assertError(
        () -> there.replicateKey(r -> r.keyId(key).replicaRegion("eu-west-2")),
        "UnsupportedOperationException");
    String single = kms.createKey().keyMetadata().keyId();
    assertError(
        () -> kms.replicateKey(r -> r.keyId(single).replicaRegion(THERE)),
        "UnsupportedOperationException");
    assertError(
        () -> kms.replicateKey(r -> r.keyId(key).replicaRegion("us-east-1")),
        "ValidationException");
  }

  @Test
  void relatedKeysAreRotatedTogether() {
    kms.replicateKey(r -> r.keyId(key).replicaRegion(THERE));
    SdkBytes before = encrypt(there, key);
    assertError(() -> there.enableKeyRotation(r -> r.keyId(key)), "UnsupportedOperationException");
    kms.enableKeyRotation(r -> r.keyId(key).rotationPeriodInDays(90));
    assertThat(there.getKeyRotationStatus(r -> r.keyId(key)).keyRotationEnabled()).isTrue();
    clock.advance(Duration.ofDays(90));
    assertThat(describe(there, key).currentKeyMaterialId())
        .isEqualTo(describe(kms, key).currentKeyMaterialId())
        .isNotEqualTo(there.decrypt(r -> r.ciphertextBlob(before)).keyMaterialId());
    assertDecrypts(kms, before);
    assertDecrypts(kms, encrypt(there, key));
  }

  @Test
  void aReplicaBecomesThePrimary() {
    kms.replicateKey(r -> r.keyId(key).replicaRegion(THERE));
    kms.enableKeyRotation(r -> r.keyId(key).rotationPeriodInDays(90));
    kms.updatePrimaryRegion(r -> r.keyId(key).primaryRegion(THERE));
    assertThat(describe(there, key).multiRegionConfiguration().multiRegionKeyType())
        .isEqualTo(MultiRegionKeyType.PRIMARY);
    assertThat(describe(kms, key).multiRegionConfiguration().multiRegionKeyType())
        .isEqualTo(MultiRegionKeyType.REPLICA);
    assertThat(describe(kms, key).multiRegionConfiguration().primaryKey().region())
        .isEqualTo(THERE);
    String material = describe(kms, key).currentKeyMaterialId();
    clock.advance(Duration.ofDays(90));
    assertThat(describe(kms, key).currentKeyMaterialId()).isNotEqualTo(material);
    assertError(
        () -> kms.updatePrimaryRegion(r -> r.keyId(key).primaryRegion(THERE)),
        "UnsupportedOperationException");
    assertError(
        () -> there.updatePrimaryRegion(r -> r.keyId(key).primaryRegion("eu-west-2")),
        "NotFoundException");
  }

  @Test
  void thePrimaryGoesAfterItsReplicas() {
    kms.replicateKey(r -> r.keyId(key).replicaRegion(THERE));
    kms.scheduleKeyDeletion(r -> r.keyId(key).pendingWindowInDays(10));
    KeyMetadata waiting = describe(kms, key);
    assertThat(waiting.keyState()).isEqualTo(KeyState.PENDING_REPLICA_DELETION);
    assertThat(waiting.pendingDeletionWindowInDays()).isEqualTo(10);
    assertThat(waiting.deletionDate()).isNull();
    clock.advance(Duration.ofDays(60));
    assertThat(describe(kms, key).keyState()).isEqualTo(KeyState.PENDING_REPLICA_DELETION);
    there.scheduleKeyDeletion(r -> r.keyId(key).pendingWindowInDays(7));
    clock.advance(Duration.ofDays(7));
    assertError(() -> describe(there, key), "NotFoundException");
    assertThat(describe(kms, key).keyState()).isEqualTo(KeyState.PENDING_DELETION);
    assertThat(describe(kms, key).deletionDate()).isEqualTo(clock.now().plus(Duration.ofDays(10)));
    clock.advance(Duration.ofDays(10));
    assertError(() -> describe(kms, key), "NotFoundException");
  }
}
