package io.nephele.services.s3.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nephele.junit.Fact;
import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.DeleteObjectResponse;
import software.amazon.awssdk.services.s3.model.GetBucketVersioningResponse;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.ObjectVersion;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Versions and delete markers, while versioning is on, suspended, and before it was. */
@NepheleTest(scope = NepheleTest.Scope.METHOD)
final class VersionsTest {
  private static final String BUCKET = "versions";

  @Inject S3Client s3;

  @BeforeEach
  void createBucket() {
    s3.createBucket(b -> b.bucket(BUCKET));
  }

  private void versioning(BucketVersioningStatus status) {
    s3.putBucketVersioning(b -> b.bucket(BUCKET).versioningConfiguration(v -> v.status(status)));
  }

  private String put(String body) {
    return s3.putObject(b -> b.bucket(BUCKET).key("k"), RequestBody.fromString(body)).versionId();
  }

  private String get(String version) {
    return s3.getObjectAsBytes(b -> b.bucket(BUCKET).key("k").versionId(version)).asUtf8String();
  }

  private DeleteObjectResponse delete(String version) {
    return s3.deleteObject(b -> b.bucket(BUCKET).key("k").versionId(version));
  }

  @Test
  @Fact({"s3-010", "s3-011", "s3-105", "s3-154"})
  void formerVersionsStayAndMarkersOnlyHide() {
    versioning(BucketVersioningStatus.ENABLED);
    String first = put("one");
    String second = put("two");
    assertThat(first).hasSize(32).isNotEqualTo(second);
    assertThat(get(null)).isEqualTo("two");
    assertThat(get(first)).isEqualTo("one");
    DeleteObjectResponse deleted = delete(null);
    assertThat(deleted.deleteMarker()).isTrue();
    assertThatThrownBy(() -> get(null))
        .isInstanceOfSatisfying(
            NoSuchKeyException.class,
            e -> {
              assertThat(
                      e.awsErrorDetails()
                          .sdkHttpResponse()
                          .firstMatchingHeader("x-amz-delete-marker"))
                  .hasValue("true");
              assertThat(
                      e.awsErrorDetails().sdkHttpResponse().firstMatchingHeader("x-amz-version-id"))
                  .hasValue(deleted.versionId());
            });
    assertThat(get(second)).isEqualTo("two");
    assertThatThrownBy(() -> get(deleted.versionId()))
        .isInstanceOfSatisfying(
            S3Exception.class,
            e -> {
              assertThat(e.statusCode()).isEqualTo(405);
              assertThat(e.awsErrorDetails().errorCode()).isEqualTo("MethodNotAllowed");
              assertThat(e.awsErrorDetails().sdkHttpResponse().firstMatchingHeader("Allow"))
                  .hasValue("DELETE");
            });
    DeleteObjectResponse undone = delete(deleted.versionId());
    assertThat(undone.deleteMarker()).isTrue();
    assertThat(undone.versionId()).isEqualTo(deleted.versionId());
    assertThat(get(null)).isEqualTo("two");
    assertThat(delete(second).deleteMarker()).isNull();
    assertThat(get(null)).isEqualTo("one");
    assertThatThrownBy(() -> get(second))
        .isInstanceOfSatisfying(
            S3Exception.class,
            e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo("NoSuchVersion"));
  }

  @Test
  @Fact("s3-012")
  void whatWasThereBeforeVersioningHasTheNullVersion() {
    assertThat(put("old")).isNull();
    versioning(BucketVersioningStatus.ENABLED);
    assertThat(s3.headObject(b -> b.bucket(BUCKET).key("k")).versionId()).isEqualTo("null");
    put("new");
    assertThat(get("null")).isEqualTo("old");
    assertThat(
            s3.listObjectVersions(b -> b.bucket(BUCKET)).versions().stream()
                .map(ObjectVersion::versionId))
        .hasSize(2)
        .contains("null");
  }

  @Test
  @Fact({"s3-013", "s3-152", "s3-153"})
  void suspendedVersioningKeepsOldVersionsAndReplacesTheNullVersion() {
    GetBucketVersioningResponse unset = s3.getBucketVersioning(b -> b.bucket(BUCKET));
    assertThat(unset.status()).isNull();
    versioning(BucketVersioningStatus.ENABLED);
    String first = put("one");
    s3.putObject(b -> b.bucket(BUCKET).key("another"), RequestBody.fromString("x"));
    assertThat(s3.listObjectVersions(b -> b.bucket(BUCKET)).versions())
        .allMatch(v -> v.versionId().length() == 32);
    versioning(BucketVersioningStatus.SUSPENDED);
    assertThat(s3.getBucketVersioning(b -> b.bucket(BUCKET)).status())
        .isEqualTo(BucketVersioningStatus.SUSPENDED);
    put("two");
    put("three");
    assertThat(get("null")).isEqualTo("three");
    assertThat(get(first)).isEqualTo("one");
    assertThat(s3.listObjectVersions(b -> b.bucket(BUCKET).prefix("k")).versions()).hasSize(2);
    DeleteObjectResponse deleted = delete(null);
    assertThat(deleted.deleteMarker()).isTrue();
    assertThat(deleted.versionId()).isEqualTo("null");
    assertThat(s3.listObjectVersions(b -> b.bucket(BUCKET).prefix("k")).versions()).hasSize(1);
    assertThat(get(first)).isEqualTo("one");
    assertThatThrownBy(
            () ->
                s3.putBucketVersioning(
                    b -> b.bucket(BUCKET).versioningConfiguration(v -> v.status("Off"))))
        .isInstanceOfSatisfying(
            S3Exception.class,
            e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo("MalformedXML"));
  }

  @Test
  void deletingWhatIsNotThereIsNoError() {
    assertThat(delete(null).deleteMarker()).isNull();
    versioning(BucketVersioningStatus.ENABLED);
    String version = put("x");
    delete(version);
    assertThat(delete(version).versionId()).isEqualTo(version);
    // Without a version it makes a marker all the same.
    assertThat(delete(null).deleteMarker()).isTrue();
    assertThat(s3.listObjectVersions(b -> b.bucket(BUCKET)).deleteMarkers()).hasSize(1);
  }
}
