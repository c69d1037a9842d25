package io.nephele.services.s3.objects;

import static io.nephele.services.s3.objects.Refusals.isRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.Tag;

/** Tags of objects and their versions. */
@NepheleTest(scope = NepheleTest.Scope.METHOD)
final class TaggingTest {
  private static final String BUCKET = "tagging";

  @Inject S3Client s3;

  @BeforeEach
  void createBucket() {
    s3.createBucket(b -> b.bucket(BUCKET));
    s3.putObject(b -> b.bucket(BUCKET).key("k"), RequestBody.fromString("x"));
  }

  private void put(Tag... tags) {
    s3.putObjectTagging(b -> b.bucket(BUCKET).key("k").tagging(t -> t.tagSet(tags)));
  }

  private static Tag tag(String key, String value) {
    return Tag.builder().key(key).value(value).build();
  }

  private List<Tag> tags() {
    return s3.getObjectTagging(b -> b.bucket(BUCKET).key("k")).tagSet();
  }

  @Test
  void tagsAreReplacedAndRemoved() {
    assertThat(tags()).isEmpty();
    put(tag("a", "1"), tag("b", ""));
    put(tag("c", "ü @:/+-=_."));
    assertThat(tags()).containsExactly(tag("c", "ü @:/+-=_."));
    s3.deleteObjectTagging(b -> b.bucket(BUCKET).key("k"));
    assertThat(tags()).isEmpty();
  }

  @Test
  void tagsAreOfAVersion() {
    s3.putBucketVersioning(b -> b.bucket(BUCKET).versioningConfiguration(v -> v.status("Enabled")));
    String version =
        s3.putObject(b -> b.bucket(BUCKET).key("k"), RequestBody.fromString("y")).versionId();
    s3.putObjectTagging(
        b -> b.bucket(BUCKET).key("k").versionId("null").tagging(t -> t.tagSet(tag("old", "1"))));
    assertThat(tags()).isEmpty();
    assertThat(s3.getObjectTagging(b -> b.bucket(BUCKET).key("k").versionId("null")).tagSet())
        .containsExactly(tag("old", "1"));
    assertThat(s3.getObjectTagging(b -> b.bucket(BUCKET).key("k")).versionId()).isEqualTo(version);
    s3.deleteObject(b -> b.bucket(BUCKET).key("k"));
    isRefused(() -> put(tag("a", "1")), 405, "MethodNotAllowed");
    isRefused(this::tags, 404, "NoSuchKey");
  }

  @Test
  void wrongTagsAreRefused() {
    isRefused(
        () -> put(tag("", "1")), 400, "InvalidTag", "The TagKey you have provided is invalid");
    isRefused(
        () -> put(tag("k".repeat(129), "1")),
        400,
        "InvalidTag",
        "The TagKey you have provided is invalid");
    isRefused(
        () -> put(tag("k", "v".repeat(257))),
        400,
        "InvalidTag",
        "The TagValue you have provided is invalid");
    isRefused(
        () -> put(tag("k", "<b>")), 400, "InvalidTag", "The TagValue you have provided is invalid");
    isRefused(
        () -> put(tag("a", "1"), tag("a", "2")),
        400,
        "InvalidTag",
        "Cannot provide multiple Tags with the same key");
    isRefused(
        () -> put(tag("aws:a", "1")),
        400,
        "InvalidTag",
        "System tags cannot be added/updated by requester");
    List<Tag> many = new ArrayList<>();
    for (int i = 0; i < 11; i++) {
      many.add(tag("k" + i, "v"));
    }
    isRefused(
        () -> put(many.toArray(Tag[]::new)),
        400,
        "BadRequest",
        "Object tags cannot be greater than 10");
    put(tag("k".repeat(128), "v".repeat(256)));
  }
}
