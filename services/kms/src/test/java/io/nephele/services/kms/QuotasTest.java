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
}
