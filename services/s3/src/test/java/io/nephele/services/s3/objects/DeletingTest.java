package io.nephele.services.s3.objects;

import static io.nephele.services.s3.objects.Refusals.isRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import io.nephele.services.s3.RawS3;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.DeleteObjectsResponse;
import software.amazon.awssdk.services.s3.model.DeletedObject;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;

/** Deleting objects, one or many at once. */
@NepheleTest(scope = NepheleTest.Scope.METHOD)
final class DeletingTest {
  private static final String BUCKET = "deleting";

  @Inject S3Client s3;
  @Inject URI endpoint;

  @BeforeEach
  void createBucket() {
    s3.createBucket(b -> b.bucket(BUCKET));
  }

  private String put(String key) {
    return s3.putObject(b -> b.bucket(BUCKET).key(key), RequestBody.fromString("x")).versionId();
  }

  private static ObjectIdentifier named(String key) {
    return ObjectIdentifier.builder().key(key).build();
  }

  private DeleteObjectsResponse delete(boolean quiet, List<ObjectIdentifier> objects) {
    return s3.deleteObjects(b -> b.bucket(BUCKET).delete(d -> d.objects(objects).quiet(quiet)));
  }

  @Test
  void manyAreDeletedAtOnceWhetherTheyAreThereOrNot() {
    List<ObjectIdentifier> objects = new ArrayList<>();
    for (int i = 0; i < 250; i++) {
      put("k" + i);
      objects.add(named("k" + i));
    }
    objects.add(named("none"));
    DeleteObjectsResponse deleted = delete(false, objects);
    assertThat(deleted.deleted()).hasSize(251).extracting(DeletedObject::key).contains("none");
    assertThat(deleted.errors()).isEmpty();
    assertThat(s3.listObjectsV2(b -> b.bucket(BUCKET)).keyCount()).isZero();
    put("a");
    assertThat(delete(true, List.of(named("a"))).deleted()).isEmpty();
    assertThat(s3.listObjectsV2(b -> b.bucket(BUCKET)).keyCount()).isZero();
  }

  @Test
  void aThousandAtMost() {
    List<ObjectIdentifier> objects = new ArrayList<>();
    for (int i = 0; i < 1001; i++) {
      objects.add(named("k" + i));
    }
    isRefused(() -> delete(false, objects), 400, "MalformedXML");
    isRefused(() -> delete(false, List.of()), 400, "MalformedXML");
  }

  @Test
  void versionsAndMarkersAreToldOfEach() {
    s3.putBucketVersioning(b -> b.bucket(BUCKET).versioningConfiguration(v -> v.status("Enabled")));
    String version = put("k");
    DeletedObject hidden = delete(false, List.of(named("k"))).deleted().getFirst();
    assertThat(hidden.deleteMarker()).isTrue();
    assertThat(hidden.versionId()).isNull();
    String marker = hidden.deleteMarkerVersionId();
    assertThat(marker).hasSize(32);
    DeleteObjectsResponse removed =
        delete(
            false,
            List.of(
                named("k").copy(b -> b.versionId(marker)),
                named("k").copy(b -> b.versionId(version)),
                named("k").copy(b -> b.versionId("wrong"))));
    assertThat(removed.deleted()).hasSize(2);
    assertThat(removed.deleted().get(0).deleteMarker()).isTrue();
    assertThat(removed.deleted().get(0).deleteMarkerVersionId()).isEqualTo(marker);
    assertThat(removed.deleted().get(1).versionId()).isEqualTo(version);
    assertThat(removed.deleted().get(1).deleteMarker()).isNull();
    assertThat(removed.errors()).hasSize(1);
    assertThat(removed.errors().getFirst().code()).isEqualTo("NoSuchVersion");
    s3.deleteBucket(b -> b.bucket(BUCKET));
  }

  @Test
  void conditionsDecideWhetherAnObjectIsDeleted() {
    put("k");
    String tag = s3.headObject(b -> b.bucket(BUCKET).key("k")).eTag();
    isRefused(
        () -> s3.deleteObject(b -> b.bucket(BUCKET).key("k").ifMatch("\"other\"")),
        412,
        "PreconditionFailed");
    isRefused(
        () -> s3.deleteObject(b -> b.bucket(BUCKET).key("none").ifMatch("*")), 404, "NoSuchKey");
    isRefused(
        () ->
            s3.deleteObject(b -> b.bucket(BUCKET).key("k").ifMatchLastModifiedTime(Instant.EPOCH)),
        501,
        "NotImplemented");
    assertThat(
            delete(false, List.of(named("k").copy(b -> b.eTag("\"other\""))))
                .errors()
                .getFirst()
                .code())
        .isEqualTo("PreconditionFailed");
    s3.deleteObject(b -> b.bucket(BUCKET).key("k").ifMatch(tag));
    assertThat(s3.listObjectsV2(b -> b.bucket(BUCKET)).keyCount()).isZero();
  }

  @Test
  void listsOfDeletionsAreGuardedByADigest() throws Exception {
    put("k");
    String list = "<Delete><Object><Key>k</Key></Object></Delete>";
    try (RawS3 raw = new RawS3(endpoint)) {
      HttpRequest.Builder request =
          HttpRequest.newBuilder(raw.signed("POST", "/" + BUCKET + "?delete="))
              .POST(HttpRequest.BodyPublishers.ofString(list));
      HttpResponse<String> without = raw.send(request.build());
      assertThat(without.statusCode()).isEqualTo(400);
      assertThat(without.body())
          .contains("Missing required header for this request: Content-MD5 OR x-amz-checksum-*");
      HttpResponse<String> wrong =
          raw.send(request.header("Content-MD5", "AAAAAAAAAAAAAAAAAAAAAA==").build());
      assertThat(wrong.body()).contains("<Code>BadDigest</Code>");
      byte[] md5 = MessageDigest.getInstance("MD5").digest(list.getBytes(StandardCharsets.UTF_8));
      HttpResponse<String> right =
          raw.send(
              request.setHeader("Content-MD5", Base64.getEncoder().encodeToString(md5)).build());
      assertThat(right.body()).contains("<Deleted><Key>k</Key></Deleted>");
    }
  }
}
