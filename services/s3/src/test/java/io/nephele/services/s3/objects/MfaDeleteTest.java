package io.nephele.services.s3.objects;

import static io.nephele.services.s3.objects.Refusals.isRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.nephele.core.time.VirtualClock;
import io.nephele.embedded.Nephele;
import io.nephele.identity.Identity;
import io.nephele.identity.directory.Directory;
import io.nephele.identity.directory.MfaDevice;
import io.nephele.junit.Fact;
import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import io.nephele.model.Bytes;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.MFADelete;
import software.amazon.awssdk.services.s3.model.MFADeleteStatus;

/** A bucket whose versions are deleted only by the root user with a device. */
@NepheleTest(scope = NepheleTest.Scope.METHOD)
final class MfaDeleteTest {
  private static final String BUCKET = "guarded";
  private static final String ACCOUNT = "000000000000";
  private static final String DEVICE = "arn:aws:iam::000000000000:mfa/root-device";
  private static final byte[] SEED =
      "twenty bytes of seed".getBytes(java.nio.charset.StandardCharsets.US_ASCII);

  @Inject S3Client s3;
  @Inject VirtualClock clock;
  @Inject Nephele nephele;

  @BeforeEach
  void createDevice() {
    Directory directory = Identity.of(nephele.world()).directory();
    MfaDevice device = new MfaDevice(DEVICE, Bytes.of(SEED), "", clock.now(), 0, 0, Map.of());
    directory.write(
        ACCOUNT,
        transaction -> {
          directory.mfaDevices().put(transaction, ACCOUNT, "root-device", device);
          return null;
        });
    s3.createBucket(b -> b.bucket(BUCKET));
  }

  /** What the device shows; a code is good once, so time goes on first. */
  private String mfa() {
    clock.advance(Duration.ofSeconds(30));
    try {
      Mac mac = Mac.getInstance("HmacSHA1");
      mac.init(new SecretKeySpec(SEED, "HmacSHA1"));
      long step = clock.now().getEpochSecond() / 30;
      byte[] hash = mac.doFinal(ByteBuffer.allocate(8).putLong(step).array());
      int number = ByteBuffer.wrap(hash, hash[19] & 15, 4).getInt() & Integer.MAX_VALUE;
      return DEVICE + " " + String.format(Locale.ROOT, "%06d", number % 1_000_000);
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private void versioning(String status, MFADelete delete, String mfa) {
    s3.putBucketVersioning(
        b ->
            b.bucket(BUCKET)
                .mfa(mfa)
                .versioningConfiguration(v -> v.status(status).mfaDelete(delete)));
  }

  @Test
  @Fact("s3-060")
  void versionsAreDeletedAndVersioningChangedOnlyWithADevice() {
    isRefused(() -> versioning("Enabled", MFADelete.ENABLED, null), 403, "AccessDenied");
    isRefused(
        () -> versioning("Enabled", MFADelete.ENABLED, DEVICE + " 000000"), 403, "AccessDenied");
    versioning("Enabled", MFADelete.ENABLED, mfa());
    assertThat(s3.getBucketVersioning(b -> b.bucket(BUCKET)).mfaDelete())
        .isEqualTo(MFADeleteStatus.ENABLED);
    String version =
        s3.putObject(b -> b.bucket(BUCKET).key("k"), RequestBody.fromString("x")).versionId();
    s3.deleteObject(b -> b.bucket(BUCKET).key("k"));
    isRefused(
        () -> s3.deleteObject(b -> b.bucket(BUCKET).key("k").versionId(version)),
        403,
        "AccessDenied",
        "Mfa Authentication must be used for this request");
    isRefused(
        () ->
            s3.deleteObject(
                b -> b.bucket(BUCKET).key("k").versionId(version).mfa(DEVICE + " 000000")),
        403,
        "AccessDenied");
    isRefused(() -> versioning("Suspended", null, null), 403, "AccessDenied");
    String shown = mfa();
    s3.deleteObject(b -> b.bucket(BUCKET).key("k").versionId(version).mfa(shown));
    versioning("Suspended", MFADelete.DISABLED, mfa());
    assertThat(s3.getBucketVersioning(b -> b.bucket(BUCKET)).mfaDelete())
        .isEqualTo(MFADeleteStatus.DISABLED);
  }
}
