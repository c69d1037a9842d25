package io.nephele.services.kms;

import static io.nephele.services.kms.Callers.assertError;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nephele.core.time.VirtualClock;
import io.nephele.junit.Fact;
import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.KeyListEntry;
import software.amazon.awssdk.services.kms.model.KeyManagerType;
import software.amazon.awssdk.services.kms.model.KeyMetadata;
import software.amazon.awssdk.services.kms.model.KeySpec;
import software.amazon.awssdk.services.kms.model.KeyState;
import software.amazon.awssdk.services.kms.model.KmsInvalidStateException;
import software.amazon.awssdk.services.kms.model.ListKeysResponse;
import software.amazon.awssdk.services.kms.model.ScheduleKeyDeletionResponse;
import software.amazon.awssdk.services.kms.model.Tag;

/** What keys are like, and what their states allow. */
@NepheleTest(scope = NepheleTest.Scope.METHOD)
final class KeyStatesTest {
  private static final SdkBytes SECRET = SdkBytes.fromUtf8String("secret");

  @Inject KmsClient kms;
  @Inject VirtualClock clock;

  private KeyMetadata describe(String key) {
    return kms.describeKey(r -> r.keyId(key)).keyMetadata();
  }

  private SdkBytes encrypt(String key) {
    return kms.encrypt(r -> r.keyId(key).plaintext(SECRET)).ciphertextBlob();
  }

  @Test
  @Fact({"kms-039", "kms-040", "kms-023", "kms-049"})
  void aKeyIsWhatItWasMadeAs() {
    KeyMetadata made =
        kms.createKey(
                r ->
                    r.description("for tests")
                        .tags(List.of(Tag.builder().tagKey("a").tagValue("b").build())))
            .keyMetadata();
    kms.createAlias(r -> r.aliasName("alias/x").targetKeyId(made.keyId()));
    KeyMetadata key = describe("alias/x");
    assertThat(key).isEqualTo(made);
    assertThat(key.arn()).isEqualTo("arn:aws:kms:us-east-1:000000000000:key/" + key.keyId());
    assertThat(key.description()).isEqualTo("for tests");
    assertThat(key.keyManager()).isEqualTo(KeyManagerType.CUSTOMER);
    assertThat(key.keySpec()).isEqualTo(KeySpec.SYMMETRIC_DEFAULT);
    assertThat(key.originAsString()).isEqualTo("AWS_KMS");
    assertThat(key.enabled()).isTrue();
    assertThat(key.multiRegion()).isFalse();
    assertThat(kms.listResourceTags(r -> r.keyId(key.keyId())).tags())
        .singleElement()
        .satisfies(t -> assertThat(t.tagKey() + t.tagValue()).isEqualTo("ab"));
    kms.updateKeyDescription(r -> r.keyId(key.keyId()).description("for other tests"));
    assertThat(describe(key.arn()).description()).isEqualTo("for other tests");
    KeyMetadata rsa =
        kms.createKey(r -> r.keySpec(KeySpec.RSA_2048).keyUsage("SIGN_VERIFY")).keyMetadata();
    assertThat(rsa.signingAlgorithmsAsStrings()).hasSize(6);
    assertThat(rsa.encryptionAlgorithmsAsStrings()).isEmpty();
  }

  @Test
  void whatCannotBeIsRefused() {
    assertError(
        () -> kms.createKey(r -> r.keySpec(KeySpec.RSA_2048)),
        "ValidationException",
        "You must specify a KeyUsage value for all KMS keys except for symmetric encryption keys.");
    assertError(
        () -> kms.createKey(r -> r.keySpec(KeySpec.ECC_NIST_P256).keyUsage("ENCRYPT_DECRYPT")),
        "ValidationException",
        "KeyUsage ENCRYPT_DECRYPT is not compatible with KeySpec ECC_NIST_P256");
    assertError(
        () -> kms.createKey(r -> r.keySpec(KeySpec.SM2).keyUsage("SIGN_VERIFY")),
        "UnsupportedOperationException");
    assertError(() -> describe("nothing"), "NotFoundException", "Invalid keyId 'nothing'");
    assertError(
        () -> describe("alias/nothing"),
        "NotFoundException",
        "Alias arn:aws:kms:us-east-1:000000000000:alias/nothing is not found.");
    String absent = "12345678-1234-1234-1234-123456789012";
    assertError(
        () -> describe(absent),
        "NotFoundException",
        "Key 'arn:aws:kms:us-east-1:000000000000:key/" + absent + "' does not exist");
  }

  @Test
  @Fact("kms-017")
  void aDisabledKeyDoesNothingUntilItIsEnabled() {
    String key = kms.createKey().keyMetadata().keyId();
    SdkBytes blob = encrypt(key);
    kms.disableKey(r -> r.keyId(key));
    KeyMetadata disabled = describe(key);
    assertThat(disabled.keyState()).isEqualTo(KeyState.DISABLED);
    assertThat(disabled.enabled()).isFalse();
    String message = disabled.arn() + " is disabled.";
    assertError(() -> encrypt(key), "DisabledException", message);
    assertError(() -> kms.decrypt(r -> r.ciphertextBlob(blob)), "DisabledException", message);
    assertError(
        () -> kms.generateDataKey(r -> r.keyId(key).keySpec("AES_256")),
        "DisabledException",
        message);
    kms.enableKey(r -> r.keyId(key));
    assertThat(kms.decrypt(r -> r.ciphertextBlob(blob)).plaintext()).isEqualTo(SECRET);
  }

  @Test
  @Fact("kms-014")
  void deletionWaitsSevenToThirtyDays() {
    for (int days : new int[] {6, 31}) {
      String key = kms.createKey().keyMetadata().keyId();
      assertError(
          () -> kms.scheduleKeyDeletion(r -> r.keyId(key).pendingWindowInDays(days)),
          "ValidationException",
          "PendingWindowInDays must be between 7 and 30");
    }
    for (Integer days : new Integer[] {7, 30, null}) {
      String key = kms.createKey().keyMetadata().keyId();
      ScheduleKeyDeletionResponse scheduled =
          kms.scheduleKeyDeletion(r -> r.keyId(key).pendingWindowInDays(days));
      int expected = days == null ? 30 : days;
      assertThat(scheduled.pendingWindowInDays()).isEqualTo(expected);
      assertThat(scheduled.deletionDate()).isEqualTo(clock.now().plus(Duration.ofDays(expected)));
    }
  }

  @Test
  @Fact({"kms-015", "kms-016"})
  void aKeyThatIsToBeDeletedDoesNothing() {
    String key = kms.createKey().keyMetadata().keyId();
    SdkBytes blob = encrypt(key);
    kms.scheduleKeyDeletion(r -> r.keyId(key).pendingWindowInDays(7));
    KeyMetadata pending = describe(key);
    assertThat(pending.keyState()).isEqualTo(KeyState.PENDING_DELETION);
    assertThat(pending.deletionDate()).isEqualTo(clock.now().plus(Duration.ofDays(7)));
    String message = pending.arn() + " is pending deletion.";
    assertError(() -> encrypt(key), "KMSInvalidStateException", message);
    assertError(
        () -> kms.decrypt(r -> r.ciphertextBlob(blob)), "KMSInvalidStateException", message);
    assertError(() -> kms.enableKey(r -> r.keyId(key)), "KMSInvalidStateException", message);
    assertError(
        () -> kms.scheduleKeyDeletion(r -> r.keyId(key)), "KMSInvalidStateException", message);

    kms.cancelKeyDeletion(r -> r.keyId(key));
    assertThat(describe(key).keyState()).isEqualTo(KeyState.DISABLED);
    assertThat(describe(key).deletionDate()).isNull();
    assertError(() -> encrypt(key), "DisabledException");
    kms.enableKey(r -> r.keyId(key));
    assertThat(kms.decrypt(r -> r.ciphertextBlob(blob)).plaintext()).isEqualTo(SECRET);
    assertThatThrownBy(() -> kms.cancelKeyDeletion(r -> r.keyId(key)))
        .isInstanceOf(KmsInvalidStateException.class)
        .hasMessageContaining(pending.arn() + " is not pending deletion.");
  }

  @Test
  void theClockDeletesKeysWithAllThatIsTheirs() {
    String key = kms.createKey().keyMetadata().keyId();
    kms.createAlias(r -> r.aliasName("alias/gone").targetKeyId(key));
    String user = "arn:aws:iam::000000000000:root";
    for (int i = 0; i < 3; i++) {
      kms.createGrant(
          r ->
              r.keyId(key)
                  .granteePrincipal(user)
                  .retiringPrincipal(user)
                  .operationsWithStrings("Decrypt"));
    }
    SdkBytes blob = encrypt(key);
    kms.scheduleKeyDeletion(r -> r.keyId(key).pendingWindowInDays(7));
    clock.advance(Duration.ofDays(7).minusSeconds(1));
    assertThat(describe(key).keyState()).isEqualTo(KeyState.PENDING_DELETION);
    clock.advance(Duration.ofSeconds(1));
    assertError(() -> describe(key), "NotFoundException");
    assertThat(kms.listAliases().aliases()).isEmpty();
    assertThat(kms.listRetirableGrants(r -> r.retiringPrincipal(user)).grants()).isEmpty();
    assertThat(kms.listKeys().keys()).isEmpty();
    assertError(() -> kms.decrypt(r -> r.ciphertextBlob(blob)), "AccessDeniedException");
  }

  @Test
  void keysAreListedInPages() {
    Set<String> made = new HashSet<>();
    for (int i = 0; i < 5; i++) {
      made.add(kms.createKey().keyMetadata().keyId());
    }
    Set<String> listed = new HashSet<>();
    int pages = 0;
    for (ListKeysResponse page : kms.listKeysPaginator(r -> r.limit(2))) {
      List<KeyListEntry> keys = page.keys();
      assertThat(keys).hasSizeLessThanOrEqualTo(2);
      keys.forEach(entry -> listed.add(entry.keyId()));
      pages++;
    }
    assertThat(listed).isEqualTo(made);
    assertThat(pages).isEqualTo(3);
    assertError(() -> kms.listKeys(r -> r.marker("none")), "InvalidMarkerException");
  }
}
