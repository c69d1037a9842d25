package io.nephele.services.s3.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.nephele.embedded.Nephele;
import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import io.nephele.services.s3.TestUser;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.DeleteObjectsResponse;
import software.amazon.awssdk.services.s3.model.DeletedObject;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Error;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Who may delete some of several objects deletes these, and is told of each of the others. */
@NepheleTest(scope = NepheleTest.Scope.METHOD)
final class DeleteObjectsTest {
  private static final String BUCKET = "delete-bucket";

  @Inject S3Client s3;
  @Inject Nephele nephele;

  private static DeleteObjectsResponse delete(S3Client client, String... keys) {
    List<ObjectIdentifier> objects = new ArrayList<>();
    for (String key : keys) {
      objects.add(ObjectIdentifier.builder().key(key).build());
    }
    return client.deleteObjects(b -> b.bucket(BUCKET).delete(d -> d.objects(objects)));
  }

  private void fill(String... keys) {
    s3.createBucket(b -> b.bucket(BUCKET));
    for (String key : keys) {
      s3.putObject(b -> b.bucket(BUCKET).key(key), RequestBody.fromString(key));
    }
  }

  @Test
  void aDenialIsOfOneObject() {
    fill("own/a", "kept/b", "own/c");
    s3.putBucketPolicy(
        b ->
            b.bucket(BUCKET)
                .policy(
                    """
                    {"Version":"2012-10-17","Statement":[{"Effect":"Deny","Principal":"*",
                    "Action":"s3:DeleteObject","Resource":"arn:aws:s3:::%s/kept/*"}]}
                    """
                        .formatted(BUCKET)));
    DeleteObjectsResponse response = delete(s3, "own/a", "kept/b", "own/c");
    assertThat(response.deleted()).extracting(DeletedObject::key).containsExactly("own/a", "own/c");
    assertThat(response.errors()).hasSize(1);
    S3Error error = response.errors().getFirst();
    assertThat(error.key()).isEqualTo("kept/b");
    assertThat(error.code()).isEqualTo("AccessDenied");
    assertThat(error.message()).contains("s3:DeleteObject").contains("explicit deny");
    assertThat(s3.listObjectsV2(b -> b.bucket(BUCKET)).contents())
        .extracting(S3Object::key)
        .containsExactly("kept/b");
  }

  @Test
  void whoMayDeleteNothingIsToldOfAll() {
    fill("a", "b");
    try (S3Client reader =
        TestUser.create(nephele, "000000000000", "reader", "s3:GetObject").client()) {
      DeleteObjectsResponse response = delete(reader, "a", "b");
      assertThat(response.deleted()).isEmpty();
      assertThat(response.errors()).extracting(S3Error::key).containsExactly("a", "b");
    }
    assertThat(s3.listObjectsV2(b -> b.bucket(BUCKET)).contents()).hasSize(2);
  }

  @Test
  void versionsNeedAnotherPermissionThanKeys() {
    fill("a");
    s3.putBucketVersioning(b -> b.bucket(BUCKET).versioningConfiguration(c -> c.status("Enabled")));
    String version =
        s3.putObject(b -> b.bucket(BUCKET).key("a"), RequestBody.fromString("2")).versionId();
    try (S3Client user =
        TestUser.create(nephele, "000000000000", "keys", "s3:DeleteObject").client()) {
      DeleteObjectsResponse response =
          user.deleteObjects(
              b ->
                  b.bucket(BUCKET)
                      .delete(
                          d ->
                              d.objects(
                                  ObjectIdentifier.builder().key("a").versionId(version).build(),
                                  ObjectIdentifier.builder().key("a").build())));
      assertThat(response.errors()).extracting(S3Error::versionId).containsExactly(version);
      assertThat(response.deleted()).hasSize(1);
      assertThat(response.deleted().getFirst().deleteMarker()).isTrue();
    }
  }
}
