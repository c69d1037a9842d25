package io.nephele.services.kms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.nephele.core.quotas.BucketSize;
import io.nephele.core.quotas.QuotaOverride;
import io.nephele.core.time.VirtualClock;
import io.nephele.embedded.Nephele;
import io.nephele.junit.Fact;
import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.KmsException;

/** Request rates of keys. */
@NepheleTest(scope = NepheleTest.Scope.METHOD)
final class QuotasTest {
  @Inject Nephele nephele;
  @Inject KmsClient kms;
  @Inject VirtualClock clock;

  private void encrypt(String key) {
    kms.encrypt(r -> r.keyId(key).plaintext(SdkBytes.fromUtf8String("secret")));
  }

  @Test
  @Fact("kms-029")
  void cryptographyAboveTheRateIsThrottled() {
    String key = kms.createKey().keyMetadata().keyId();
    nephele
        .world()
        .quotas()
        .set(new QuotaOverride("encrypts", "kms", "Encrypt", null, new BucketSize(3, 3)));
    for (int i = 0; i < 3; i++) {
      encrypt(key);
    }
    KmsException e = catchThrowableOfType(KmsException.class, () -> encrypt(key));
    assertThat(e.awsErrorDetails().errorCode()).isEqualTo("ThrottlingException");
    assertThat(e.awsErrorDetails().errorMessage())
        .isEqualTo(
            "You have exceeded the rate at which you may call KMS. Reduce the frequency of your"
                + " calls.");
    assertThat(e.isThrottlingException()).isTrue();
    clock.advance(Duration.ofSeconds(1));
    encrypt(key);
  }

  @Test
  void eachKindOfKeyHasARateOfItsOwn() {
    String key = kms.createKey().keyMetadata().keyId();
    nephele.world().quotas().turn("kms", null, true);
    kms.generateDataKeyPair(r -> r.keyId(key).keyPairSpec("RSA_2048"));
    KmsException e =
        catchThrowableOfType(
            KmsException.class,
            () ->
                kms.generateDataKeyPairWithoutPlaintext(r -> r.keyId(key).keyPairSpec("RSA_2048")));
    assertThat(e.awsErrorDetails().errorCode()).isEqualTo("ThrottlingException");
    for (int i = 0; i < 5; i++) {
      kms.generateDataKeyPair(r -> r.keyId(key).keyPairSpec("ECC_NIST_P521"));
    }
    assertThat(
            catchThrowableOfType(
                KmsException.class,
                () -> kms.generateDataKeyPair(r -> r.keyId(key).keyPairSpec("ECC_NIST_P521"))))
        .isNotNull();
    clock.advance(Duration.ofSeconds(1));
    kms.generateDataKeyPair(r -> r.keyId(key).keyPairSpec("RSA_2048"));

    String signing =
        kms.createKey(r -> r.keySpec("ECC_NIST_P256").keyUsage("SIGN_VERIFY"))
            .keyMetadata()
            .keyId();
    kms.sign(
        r ->
            r.keyId(signing)
                .signingAlgorithm("ECDSA_SHA_256")
                .message(SdkBytes.fromUtf8String("m")));
    assertThat(nephele.world().quotas().levels())
        .extracting(level -> level.quota())
        .contains("Cryptographic operations (ECC and SM2) request rate");
  }
}
