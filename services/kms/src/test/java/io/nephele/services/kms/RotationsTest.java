package io.nephele.services.kms;

import static io.nephele.services.kms.Callers.assertError;
import static org.assertj.core.api.Assertions.assertThat;

import io.nephele.api.kms.GetKeyLastUsageRequest;
import io.nephele.api.kms.GetKeyLastUsageResponse;
import io.nephele.api.kms.Kms;
import io.nephele.core.identity.Principal;
import io.nephele.core.partition.Region;
import io.nephele.core.partition.Regions;
import io.nephele.core.time.VirtualClock;
import io.nephele.embedded.Nephele;
import io.nephele.junit.Fact;
import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.GetKeyRotationStatusResponse;
import software.amazon.awssdk.services.kms.model.IncludeKeyMaterial;
import software.amazon.awssdk.services.kms.model.KeyMaterialState;
import software.amazon.awssdk.services.kms.model.RotationType;
import software.amazon.awssdk.services.kms.model.RotationsListEntry;

/** Rotation of keys, by the clock and on demand. */
@NepheleTest(scope = NepheleTest.Scope.METHOD)
final class RotationsTest {
  private static final SdkBytes SECRET = SdkBytes.fromUtf8String("secret");

  @Inject KmsClient kms;
  @Inject VirtualClock clock;
  @Inject Nephele nephele;

  private String key() {
    return kms.createKey().keyMetadata().keyId();
  }

  private String currentMaterial(String key) {
    return kms.describeKey(r -> r.keyId(key)).keyMetadata().currentKeyMaterialId();
  }

  private SdkBytes encrypt(String key) {
    return kms.encrypt(r -> r.keyId(key).plaintext(SECRET)).ciphertextBlob();
  }

  private void assertDecrypts(SdkBytes blob) {
    assertThat(kms.decrypt(r -> r.ciphertextBlob(blob)).plaintext()).isEqualTo(SECRET);
  }

  @Test
  @Fact("kms-011")
  void aKeyIsRotatedOnceThatIsAskedFor() {
    String key = key();
    assertThat(kms.getKeyRotationStatus(r -> r.keyId(key)).keyRotationEnabled()).isFalse();
    clock.advance(Duration.ofDays(400));
    assertThat(kms.listKeyRotations(r -> r.keyId(key)).rotations()).isEmpty();
    kms.enableKeyRotation(r -> r.keyId(key));
    GetKeyRotationStatusResponse status = kms.getKeyRotationStatus(r -> r.keyId(key));
    assertThat(status.keyRotationEnabled()).isTrue();
    assertThat(status.rotationPeriodInDays()).isEqualTo(365);
    assertThat(status.nextRotationDate()).isEqualTo(clock.now().plus(Duration.ofDays(365)));
    kms.disableKeyRotation(r -> r.keyId(key));
    assertThat(kms.getKeyRotationStatus(r -> r.keyId(key)).keyRotationEnabled()).isFalse();
    clock.advance(Duration.ofDays(400));
    assertThat(kms.listKeyRotations(r -> r.keyId(key)).rotations()).isEmpty();
  }

  @Test
  @Fact("kms-012")
  void thePeriodIsNinetyTo2560Days() {
    String key = key();
    for (int days : new int[] {89, 2561}) {
      assertError(
          () -> kms.enableKeyRotation(r -> r.keyId(key).rotationPeriodInDays(days)),
          "ValidationException");
    }
    for (int days : new int[] {90, 2560}) {
      kms.enableKeyRotation(r -> r.keyId(key).rotationPeriodInDays(days));
      assertThat(kms.getKeyRotationStatus(r -> r.keyId(key)).rotationPeriodInDays())
          .isEqualTo(days);
    }
  }

  @Test
  void theClockRotates() {
    String key = key();
    SdkBytes before = encrypt(key);
    Instant start = clock.now();
    kms.enableKeyRotation(r -> r.keyId(key).rotationPeriodInDays(90));
    Set<String> materials = new HashSet<>();
    materials.add(currentMaterial(key));
    clock.advance(Duration.ofDays(90));
    SdkBytes between = encrypt(key);
    materials.add(currentMaterial(key));
    clock.advance(Duration.ofDays(90));
    materials.add(currentMaterial(key));
    assertThat(materials).hasSize(3);
    assertDecrypts(before);
    assertDecrypts(between);
    List<RotationsListEntry> rotations = kms.listKeyRotations(r -> r.keyId(key)).rotations();
    assertThat(rotations)
        .extracting(RotationsListEntry::rotationDate)
        .containsExactly(start.plus(Duration.ofDays(90)), start.plus(Duration.ofDays(180)));
    assertThat(rotations)
        .extracting(RotationsListEntry::rotationType)
        .containsOnly(RotationType.AUTOMATIC);
  }

  @Test
  @Fact("kms-013")
  void rotatedOnDemandAKeyStillDecryptsWhatItEncrypted() {
    String key = key();
    SdkBytes before = encrypt(key);
    String material = currentMaterial(key);
    kms.rotateKeyOnDemand(r -> r.keyId(key));
    assertThat(currentMaterial(key)).isNotEqualTo(material);
    assertDecrypts(before);
    assertDecrypts(encrypt(key));
    assertThat(kms.decrypt(r -> r.ciphertextBlob(before)).keyMaterialId()).isEqualTo(material);
    assertThat(kms.listKeyRotations(r -> r.keyId(key)).rotations())
        .singleElement()
        .satisfies(
            rotation -> {
              assertThat(rotation.rotationType()).isEqualTo(RotationType.ON_DEMAND);
              assertThat(rotation.keyMaterialId()).isEqualTo(currentMaterial(key));
            });
    List<KeyMaterialState> states = new ArrayList<>();
    kms.listKeyRotationsPaginator(
            r -> r.keyId(key).includeKeyMaterial(IncludeKeyMaterial.ALL_KEY_MATERIAL).limit(1))
        .rotations()
        .forEach(rotation -> states.add(rotation.keyMaterialState()));
    assertThat(states).containsExactly(KeyMaterialState.NON_CURRENT, KeyMaterialState.CURRENT);
  }

  @Test
  void onDemandIsForAFewTimes() {
    String key = key();
    for (int i = 0; i < 25; i++) {
      kms.rotateKeyOnDemand(r -> r.keyId(key));
    }
    assertError(() -> kms.rotateKeyOnDemand(r -> r.keyId(key)), "LimitExceededException");
  }

  @Test
  void aDisabledKeyIsRotatedWhenItIsEnabledAgain() {
    String key = key();
    kms.enableKeyRotation(r -> r.keyId(key).rotationPeriodInDays(90));
    String material = currentMaterial(key);
    kms.disableKey(r -> r.keyId(key));
    assertError(() -> kms.enableKeyRotation(r -> r.keyId(key)), "DisabledException");
    clock.advance(Duration.ofDays(100));
    assertThat(currentMaterial(key)).isEqualTo(material);
    kms.enableKey(r -> r.keyId(key));
    assertThat(currentMaterial(key)).isNotEqualTo(material);
    assertThat(kms.getKeyRotationStatus(r -> r.keyId(key)).nextRotationDate())
        .isEqualTo(clock.now().plus(Duration.ofDays(90)));
  }

  @Test
  void onlySymmetricKeysAreRotated() {
    String key =
        kms.createKey(r -> r.keySpec("ECC_NIST_P256").keyUsage("SIGN_VERIFY"))
            .keyMetadata()
            .keyId();
    assertError(() -> kms.enableKeyRotation(r -> r.keyId(key)), "UnsupportedOperationException");
    assertError(() -> kms.rotateKeyOnDemand(r -> r.keyId(key)), "UnsupportedOperationException");
    assertThat(kms.getKeyRotationStatus(r -> r.keyId(key)).keyRotationEnabled()).isFalse();
  }

  @Test
  void itIsKnownWhenAKeyWasLastUsed() {
    String key = key();
    assertThat(lastUsage(key).keyLastUsage()).isNull();
    assertThat(lastUsage(key).trackingStartDate()).isEqualTo(clock.now());
    encrypt(key);
    clock.advance(Duration.ofSeconds(5));
    kms.generateDataKey(r -> r.keyId(key).keySpec("AES_256"));
    assertThat(lastUsage(key).keyLastUsage().operation()).isEqualTo("GenerateDataKey");
    assertThat(lastUsage(key).keyLastUsage().timestamp()).isEqualTo(clock.now());
  }

  /** The SDK that the tests use does not have the operation yet. */
  private GetKeyLastUsageResponse lastUsage(String key) {
    Region region = Regions.find("us-east-1");
    return nephele
        .world()
        .call(
            Kms.GetKeyLastUsage,
            new GetKeyLastUsageRequest().keyId(key),
            Principal.root(region.partition(), Callers.OWNER),
            region);
  }
}
