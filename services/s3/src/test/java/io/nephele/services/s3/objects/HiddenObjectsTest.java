package io.nephele.services.s3.objects;

import static io.nephele.services.s3.objects.Refusals.isRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nephele.embedded.Nephele;
import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import io.nephele.services.s3.TestUser;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** What is said of keys that are not there to those who may not list. */
@NepheleTest(scope = NepheleTest.Scope.METHOD)
final class HiddenObjectsTest {
  private static final String BUCKET = "hidden";

  @Inject S3Client s3;
  @Inject Nephele nephele;

  @Test
  void whoMayNotListIsDenied() {
    s3.createBucket(b -> b.bucket(BUCKET));
    s3.putObject(b -> b.bucket(BUCKET).key("k"), RequestBody.fromString("x"));
    S3Client reader = TestUser.create(nephele, "000000000000", "reader", "s3:GetObject").client();
    assertThat(reader.getObjectAsBytes(b -> b.bucket(BUCKET).key("k")).asUtf8String())
        .isEqualTo("x");
    isRefused(() -> reader.getObject(b -> b.bucket(BUCKET).key("none")), 403, "AccessDenied");
    assertThatThrownBy(() -> reader.getObject(b -> b.bucket(BUCKET).key("none")))
        .hasMessageContaining("is not authorized to perform: s3:ListBucket");
    assertThatThrownBy(() -> reader.headObject(b -> b.bucket(BUCKET).key("none")))
        .isInstanceOfSatisfying(S3Exception.class, e -> assertThat(e.statusCode()).isEqualTo(403));
    S3Client lister = TestUser.create(nephele, "000000000000", "lister", "s3:*").client();
    isRefused(() -> lister.getObject(b -> b.bucket(BUCKET).key("none")), 404, "NoSuchKey");
  }
}
