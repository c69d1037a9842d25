package io.nephele.services.s3.objects;

import static io.nephele.services.s3.objects.Refusals.isRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nephele.api.s3.ObjectEncryption;
import io.nephele.api.s3.S3;
import io.nephele.api.s3.SSEKMSEncryption;
import io.nephele.api.s3.UpdateObjectEncryptionRequest;
import io.nephele.core.identity.Principal;
import io.nephele.core.partition.Region;
import io.nephele.core.partition.Regions;
import io.nephele.embedded.Nephele;
import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import io.nephele.model.AwsException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

/** UpdateObjectEncryption, which the SDK does not have yet. */
@NepheleTest(scope = NepheleTest.Scope.METHOD)
final class ReencryptionTest {
  private static final String BUCKET = "reencryption";

  @Inject S3Client s3;
  @Inject KmsClient kms;
  @Inject Nephele nephele;

  private void update(String keyArn) {
    Region region = Regions.find("us-east-1");
    nephele
        .world()
        .call(
            S3.UpdateObjectEncryption,
            new UpdateObjectEncryptionRequest()
                .bucket(BUCKET)
                .key("k")
                .objectEncryption(
                    new ObjectEncryption().ssekms(new SSEKMSEncryption().kmsKeyArn(keyArn))),
            Principal.root(region.partition(), "000000000000"),
            region);
  }

  @Test
  void bytesGoUnderAnotherKeyAndNothingElseChanges() {
    s3.createBucket(b -> b.bucket(BUCKET));
    byte[] body = new byte[150_000];
    new Random(9).nextBytes(body);
    s3.putObject(b -> b.bucket(BUCKET).key("k").tagging("a=1"), RequestBody.fromBytes(body));
    HeadObjectResponse before = s3.headObject(b -> b.bucket(BUCKET).key("k"));
    String key = kms.createKey().keyMetadata().arn();
    update(key);
    HeadObjectResponse after = s3.headObject(b -> b.bucket(BUCKET).key("k"));
    assertThat(after.ssekmsKeyId()).isEqualTo(key);
    assertThat(after.serverSideEncryptionAsString()).isEqualTo("aws:kms");
    assertThat(after.eTag()).isEqualTo(before.eTag());
    assertThat(after.lastModified()).isEqualTo(before.lastModified());
    assertThat(s3.getObjectAsBytes(b -> b.bucket(BUCKET).key("k")).asByteArray()).isEqualTo(body);
    String other = kms.createKey().keyMetadata().arn();
    update(other);
    kms.disableKey(b -> b.keyId(key));
    assertThat(s3.getObjectAsBytes(b -> b.bucket(BUCKET).key("k")).asByteArray()).isEqualTo(body);
    kms.disableKey(b -> b.keyId(other));
    isRefused(() -> s3.getObject(b -> b.bucket(BUCKET).key("k")), 400, "KMS.DisabledException");
    assertThatThrownBy(() -> update("alias/aws/s3"))
        .isInstanceOfSatisfying(
            AwsException.class, e -> assertThat(e.code()).isEqualTo("InvalidRequest"));
  }
}
