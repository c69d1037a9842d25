package io.nephele.services.s3.objects;

import static io.nephele.services.s3.objects.Refusals.isRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.nephele.core.time.VirtualClock;
import io.nephele.junit.Clients;
import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.CopyObjectResponse;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.MetadataDirective;
import software.amazon.awssdk.services.s3.model.StorageClass;
import software.amazon.awssdk.services.s3.model.TaggingDirective;

/** Copying objects, with all that is known of them or with something else. */
@NepheleTest(scope = NepheleTest.Scope.METHOD)
final class CopyingTest {
  private static final String BUCKET = "copying";

  @Inject S3Client s3;
  @Inject VirtualClock clock;
  @Inject URI endpoint;

  @BeforeEach
  void createBucket() {
    s3.createBucket(b -> b.bucket(BUCKET));
    s3.createBucket(b -> b.bucket("copies"));
    s3.putObject(
        b ->
            b.bucket(BUCKET)
                .key("a b+c/ü")
                .contentType("text/plain")
                .cacheControl("max-age=1")
                .metadata(Map.of("colour", "red"))
                .storageClass(StorageClass.STANDARD_IA)
                .websiteRedirectLocation("/x")
                .tagging("a=1"),
        RequestBody.fromString("body"));
  }

  private CopyObjectResponse copy(Consumer<CopyObjectRequest.Builder> more) {
    return s3.copyObject(
        b ->
            b.sourceBucket(BUCKET)
                .sourceKey("a b+c/ü")
                .destinationBucket("copies")
                .destinationKey("copy")
                .applyMutation(more));
  }

  private GetObjectResponse copied() {
    return s3.getObject(b -> b.bucket("copies").key("copy")).response();
  }

  @Test
  void headersMetadataAndTagsAreCopiedAndNothingElse() {
    CopyObjectResponse result = copy(b -> {});
    assertThat(result.copyObjectResult().eTag())
        .isEqualTo(s3.headObject(b -> b.bucket(BUCKET).key("a b+c/ü")).eTag());
    assertThat(s3.getObjectAsBytes(b -> b.bucket("copies").key("copy")).asUtf8String())
        .isEqualTo("body");
    assertThat(copied().contentType()).isEqualTo("text/plain");
    assertThat(copied().cacheControl()).isEqualTo("max-age=1");
    assertThat(copied().metadata()).isEqualTo(Map.of("colour", "red"));
    assertThat(copied().storageClass()).isNull();
    assertThat(copied().websiteRedirectLocation()).isNull();
    assertThat(s3.getObjectTagging(b -> b.bucket("copies").key("copy")).tagSet())
        .extracting(tag -> tag.key() + tag.value())
        .containsExactly("a1");
  }

  @Test
  void directivesReplaceMetadataAndTags() {
    copy(
        b ->
            b.metadataDirective(MetadataDirective.REPLACE)
                .contentType("image/png")
                .metadata(Map.of("size", "2"))
                .taggingDirective(TaggingDirective.REPLACE)
                .tagging("b=2")
                .storageClass(StorageClass.ONEZONE_IA));
    assertThat(copied().contentType()).isEqualTo("image/png");
    assertThat(copied().cacheControl()).isNull();
    assertThat(copied().metadata()).isEqualTo(Map.of("size", "2"));
    assertThat(copied().storageClass()).isEqualTo(StorageClass.ONEZONE_IA);
    assertThat(s3.getObjectTagging(b -> b.bucket("copies").key("copy")).tagSet())
        .extracting(tag -> tag.key() + tag.value())
        .containsExactly("b2");
    isRefused(
        () -> copy(b -> b.metadataDirective("OTHER")),
        400,
        "InvalidArgument",
        "Unknown metadata directive.");
    isRefused(
        () -> copy(b -> b.taggingDirective("OTHER")),
        400,
        "InvalidArgument",
        "Unknown tagging directive.");
  }

  @Test
  void conditionsAreAboutTheSource() {
    String tag = s3.headObject(b -> b.bucket(BUCKET).key("a b+c/ü")).eTag();
    clock.advance(Duration.ofMinutes(1));
    isRefused(() -> copy(b -> b.copySourceIfMatch("\"x\"")), 412, "PreconditionFailed");
    isRefused(() -> copy(b -> b.copySourceIfNoneMatch(tag)), 412, "PreconditionFailed");
    isRefused(
        () -> copy(b -> b.copySourceIfModifiedSince(clock.now().minusSeconds(30))),
        412,
        "PreconditionFailed");
    isRefused(
        () -> copy(b -> b.copySourceIfUnmodifiedSince(clock.now().minusSeconds(90))),
        412,
        "PreconditionFailed");
    copy(b -> b.copySourceIfMatch(tag).copySourceIfNoneMatch("\"x\"").ifNoneMatch("*"));
    isRefused(() -> copy(b -> b.ifNoneMatch("*")), 412, "PreconditionFailed");
  }

  @Test
  void anObjectIsCopiedToItselfOnlyToChangeIt() {
    Consumer<CopyObjectRequest.Builder> self =
        b -> b.destinationBucket(BUCKET).destinationKey("a b+c/ü");
    isRefused(
        () -> copy(self),
        400,
        "InvalidRequest",
        "This copy request is illegal because it is trying to copy an object to itself without"
            + " changing the object's metadata, storage class, website redirect location or"
            + " encryption attributes.");
    copy(self.andThen(b -> b.storageClass(StorageClass.STANDARD)));
    assertThat(s3.headObject(b -> b.bucket(BUCKET).key("a b+c/ü")).storageClass()).isNull();
    copy(self.andThen(b -> b.metadataDirective("REPLACE").metadata(Map.of("new", "1"))));
    assertThat(s3.headObject(b -> b.bucket(BUCKET).key("a b+c/ü")).metadata())
        .isEqualTo(Map.of("new", "1"));
  }

  @Test
  void anOldVersionIsBroughtBackByCopyingIt() {
    s3.putBucketVersioning(b -> b.bucket(BUCKET).versioningConfiguration(v -> v.status("Enabled")));
    String old =
        s3.putObject(b -> b.bucket(BUCKET).key("v"), RequestBody.fromString("old")).versionId();
    s3.putObject(b -> b.bucket(BUCKET).key("v"), RequestBody.fromString("new"));
    CopyObjectResponse result =
        s3.copyObject(
            b ->
                b.sourceBucket(BUCKET)
                    .sourceKey("v")
                    .sourceVersionId(old)
                    .destinationBucket(BUCKET)
                    .destinationKey("v"));
    assertThat(result.copySourceVersionId()).isEqualTo(old);
    assertThat(result.versionId()).isNotEqualTo(old);
    assertThat(s3.getObjectAsBytes(b -> b.bucket(BUCKET).key("v")).asUtf8String()).isEqualTo("old");
    String marker = s3.deleteObject(b -> b.bucket(BUCKET).key("v")).versionId();
    isRefused(() -> copy(b -> b.sourceKey("v")), 404, "NoSuchKey");
    isRefused(() -> copy(b -> b.sourceKey("v").sourceVersionId(marker)), 400, "InvalidRequest");
  }

  @Test
  void whatIsNotThereIsNotCopied() {
    isRefused(() -> copy(b -> b.sourceKey("none")), 404, "NoSuchKey");
    isRefused(() -> copy(b -> b.sourceBucket("no-such-bucket")), 404, "NoSuchBucket");
    isRefused(() -> copy(b -> b.expectedSourceBucketOwner("222222222222")), 403, "AccessDenied");
  }

  @Test
  void anotherAccountsObjectIsCopiedOnlyWithItsPermission() {
    S3Client other = Clients.create(S3Client.class, endpoint, "us-east-1", "222222222222");
    other.createBucket(b -> b.bucket("theirs"));
    isRefused(
        () ->
            other.copyObject(
                b ->
                    b.sourceBucket(BUCKET)
                        .sourceKey("a b+c/ü")
                        .destinationBucket("theirs")
                        .destinationKey("k")),
        403,
        "AccessDenied");
  }

  @Test
  void largeBodiesAreCopiedAsTheyAre() {
    byte[] body = new byte[300_001];
    new Random(3).nextBytes(body);
    s3.putObject(b -> b.bucket(BUCKET).key("large"), RequestBody.fromBytes(body));
    copy(b -> b.sourceKey("large"));
    s3.deleteObject(b -> b.bucket(BUCKET).key("large"));
    assertThat(s3.getObjectAsBytes(b -> b.bucket("copies").key("copy")).asByteArray())
        .isEqualTo(body);
  }
}
