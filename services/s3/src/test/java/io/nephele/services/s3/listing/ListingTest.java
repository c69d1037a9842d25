package io.nephele.services.s3.listing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nephele.junit.Fact;
import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import io.nephele.services.s3.RawS3;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.ObjectVersion;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Listings through the SDK. */
@NepheleTest(scope = NepheleTest.Scope.METHOD)
final class ListingTest {
  @Inject S3Client s3;
  @Inject URI endpoint;

  @BeforeEach
  void bucket() {
    s3.createBucket(b -> b.bucket("listed"));
  }

  @Test
  @Fact("s3-131")
  void keysWithSlashesAreFlat() {
    put("a/b/c");
    ListObjectsV2Response page =
        s3.listObjectsV2(b -> b.bucket("listed").delimiter("/").fetchOwner(true));
    assertThat(page.contents()).isEmpty();
    assertThat(page.commonPrefixes()).extracting(p -> p.prefix()).containsExactly("a/");
    assertThat(page.keyCount()).isEqualTo(1);
    S3Object object =
        s3.listObjectsV2(b -> b.bucket("listed").fetchOwner(true)).contents().getFirst();
    assertThat(object.key()).isEqualTo("a/b/c");
    assertThat(object.owner().id()).hasSize(64);
    assertThat(object.size()).isEqualTo(1);
    assertThat(object.eTag()).isEqualTo("\"9dd4e461268c8034f5c8564e155c67a6\"");
    assertThat(object.storageClassAsString()).isEqualTo("STANDARD");
    assertThat(s3.listObjectsV2(b -> b.bucket("listed")).contents().getFirst().owner()).isNull();
    assertThat(s3.listObjects(b -> b.bucket("listed")).contents().getFirst().owner()).isNotNull();
  }

  @Test
  @Fact({"s3-005", "s3-143"})
  void aPageHasAtMostAThousand() {
    for (int i = 0; i < 1001; i++) {
      put("k" + i);
    }
    ListObjectsV2Response first = s3.listObjectsV2(b -> b.bucket("listed").maxKeys(5000));
    assertThat(first.contents()).hasSize(1000);
    assertThat(first.maxKeys()).isEqualTo(1000);
    assertThat(first.isTruncated()).isTrue();
    ListObjectsV2Response second =
        s3.listObjectsV2(b -> b.bucket("listed").continuationToken(first.nextContinuationToken()));
    assertThat(second.contents()).extracting(S3Object::key).containsExactly("k999");
    assertThat(second.isTruncated()).isFalse();
    assertThat(second.continuationToken()).isEqualTo(first.nextContinuationToken());
    ListObjectsV2Response none = s3.listObjectsV2(b -> b.bucket("listed").maxKeys(0));
    assertThat(none.contents()).isEmpty();
    assertThat(none.isTruncated()).isFalse();
  }

  @Test
  void badArgumentsAreRefused() {
    refused("Argument maxKeys must be an integer between 0 and 2147483647", "maxKeys=-1");
    assertThatThrownBy(
            () -> s3.listObjectsV2(b -> b.bucket("listed").continuationToken("AQAAAAAA")))
        .isInstanceOfSatisfying(
            S3Exception.class,
            e -> {
              assertThat(e.statusCode()).isEqualTo(400);
              assertThat(e.awsErrorDetails().errorCode()).isEqualTo("InvalidArgument");
              assertThat(e.awsErrorDetails().errorMessage())
                  .isEqualTo("The continuation token provided is incorrect");
            });
    assertThatThrownBy(() -> s3.listObjects(b -> b.bucket("listed").encodingType("base64")))
        .hasMessageContaining("Invalid Encoding Method specified in Request");
    assertThatThrownBy(() -> s3.listObjectVersions(b -> b.bucket("listed").versionIdMarker("x")))
        .hasMessageContaining("A version-id marker cannot be specified without a key marker.");
    assertThatThrownBy(
            () -> s3.listObjectVersions(b -> b.bucket("listed").keyMarker("k").versionIdMarker("")))
        .hasMessageContaining("A version-id marker cannot be empty.");
    assertThatThrownBy(
            () ->
                s3.listObjectVersions(b -> b.bucket("listed").keyMarker("k").versionIdMarker("x")))
        .hasMessageContaining("Invalid version id specified");
    assertThatThrownBy(() -> s3.listObjectsV2(b -> b.bucket("not-there")))
        .hasMessageContaining("The specified bucket does not exist");
  }

  private void refused(String message, String parameter) {
    int value = Integer.parseInt(parameter.substring(parameter.indexOf('=') + 1));
    assertThatThrownBy(() -> s3.listObjectsV2(b -> b.bucket("listed").maxKeys(value)))
        .hasMessageContaining(message);
  }

  @Test
  void keysThatXmlCannotHoldAreListedAsReferencesOrEncoded() throws Exception {
    put("a\u0001b");
    put("tab\there");
    assertThat(s3.listObjectsV2(b -> b.bucket("listed").encodingType("url")).contents())
        .extracting(S3Object::key)
        .containsExactly("a\u0001b", "tab\there");
    put("a b/c*~\u00e9");
    try (RawS3 raw = new RawS3(endpoint)) {
      assertThat(raw.get("/listed?list-type=2").body()).contains("<Key>a&#x1;b</Key>");
      assertThat(raw.get("/listed?list-type=2&encoding-type=url&start-after=%20").body())
          .contains("<Key>a%01b</Key>", "<Key>a+b/c*%7E%C3%A9</Key>", "<StartAfter>+</StartAfter>")
          .contains("<EncodingType>url</EncodingType>", "<Prefix/>")
          .doesNotContain("Delimiter");
    }
  }

  @Test
  void pagesWhoseSizeIsNoNumberAreRefused() throws Exception {
    try (RawS3 raw = new RawS3(endpoint)) {
      for (String size : List.of("abc", "2147483648", "")) {
        HttpResponse<String> answer = raw.get("/listed?max-keys=" + size);
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body())
            .contains(
                "<Code>InvalidArgument</Code>"
                    + "<Message>Provided max-keys not an integer or within integer range</Message>"
                    + "<ArgumentName>max-keys</ArgumentName>");
      }
    }
  }

  @Test
  void aPageOfVersionsBeginsAfterItsMarker() {
    s3.putBucketVersioning(
        b ->
            b.bucket("listed")
                .versioningConfiguration(v -> v.status(BucketVersioningStatus.ENABLED)));
    for (int i = 0; i < 4; i++) {
      put("k");
    }
    List<ObjectVersion> all = s3.listObjectVersions(b -> b.bucket("listed")).versions();
    assertThat(all).hasSize(4);
    assertThat(all).extracting(ObjectVersion::isLatest).containsExactly(true, false, false, false);
    assertThat(
            s3.listObjectVersions(
                    b -> b.bucket("listed").keyMarker("k").versionIdMarker(all.get(1).versionId()))
                .versions())
        .containsExactly(all.get(2), all.get(3));
  }

  private void put(String key) {
    s3.putObject(b -> b.bucket("listed").key(key), RequestBody.fromString("x"));
  }
}
