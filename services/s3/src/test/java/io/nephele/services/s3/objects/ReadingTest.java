package io.nephele.services.s3.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nephele.core.time.VirtualClock;
import io.nephele.junit.Fact;
import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import io.nephele.services.s3.RawS3;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Getting objects: ranges, conditions, what is sent with them. */
@NepheleTest(scope = NepheleTest.Scope.METHOD)
final class ReadingTest {
  private static final String BUCKET = "reading";

  @Inject S3Client s3;
  @Inject VirtualClock clock;
  @Inject URI endpoint;

  @BeforeEach
  void createBucket() {
    s3.createBucket(b -> b.bucket(BUCKET));
  }

  private void put(String key, byte[] body) {
    s3.putObject(b -> b.bucket(BUCKET).key(key), RequestBody.fromBytes(body));
  }

  private ResponseBytes<GetObjectResponse> get(
      String key, Consumer<GetObjectRequest.Builder> more) {
    return s3.getObjectAsBytes(b -> b.bucket(BUCKET).key(key).applyMutation(more));
  }

  private static void isRefused(
      org.assertj.core.api.ThrowableAssert.ThrowingCallable call, int status, String code) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            S3Exception.class,
            e -> {
              assertThat(e.statusCode()).isEqualTo(status);
              assertThat(e.awsErrorDetails().errorCode()).isEqualTo(code);
            });
  }

  @Test
  @Fact("s3-067")
  void rangesOfABodyOfManyPieces() {
    byte[] body = new byte[200_000];
    new Random(1).nextBytes(body);
    put("k", body);
    Random random = new Random(2);
    for (int round = 0; round < 40; round++) {
      int from = random.nextInt(body.length);
      int to = from + random.nextInt(body.length - from);
      ResponseBytes<GetObjectResponse> part = get("k", b -> b.range("bytes=" + from + "-" + to));
      assertThat(part.asByteArray()).isEqualTo(Arrays.copyOfRange(body, from, to + 1));
      assertThat(part.response().contentRange())
          .isEqualTo("bytes " + from + "-" + to + "/" + body.length);
      assertThat(part.response().sdkHttpResponse().statusCode()).isEqualTo(206);
    }
    assertThat(get("k", b -> b.range("bytes=-7")).asByteArray())
        .isEqualTo(Arrays.copyOfRange(body, body.length - 7, body.length));
    isRefused(() -> get("k", b -> b.range("bytes=200000-")), 416, "InvalidRange");
    assertThat(get("k", b -> b.range("bytes=0-1,5-6")).response().contentRange()).isNull();
  }

  @Test
  void headsTellWhatGetsDo() {
    put("k", new byte[] {1, 2, 3, 4});
    HeadObjectResponse head = s3.headObject(b -> b.bucket(BUCKET).key("k").range("bytes=1-2"));
    assertThat(head.sdkHttpResponse().statusCode()).isEqualTo(206);
    assertThat(head.contentLength()).isEqualTo(2);
    assertThat(head.contentRange()).isEqualTo("bytes 1-2/4");
    assertThat(s3.headObject(b -> b.bucket(BUCKET).key("k")).contentLength()).isEqualTo(4);
    assertThatThrownBy(() -> s3.headObject(b -> b.bucket(BUCKET).key("none")))
        .isInstanceOf(NoSuchKeyException.class);
  }

  @Test
  void whatIsNoPartIsRefused() {
    put("k", new byte[] {1, 2, 3, 4});
    assertThat(get("k", b -> b.partNumber(1)).response().contentRange()).isEqualTo("bytes 0-3/4");
    isRefused(() -> get("k", b -> b.partNumber(2)), 416, "InvalidPartNumber");
    isRefused(() -> get("k", b -> b.partNumber(10_001)), 400, "InvalidArgument");
    isRefused(() -> get("k", b -> b.partNumber(1).range("bytes=0-1")), 400, "InvalidRequest");
  }

  @Test
  void conditionsDecideWhetherAnObjectIsSent() {
    put("k", new byte[] {1});
    String tag = s3.headObject(b -> b.bucket(BUCKET).key("k")).eTag();
    Instant now = clock.now();
    Instant before = now.minusSeconds(60);
    isRefused(() -> get("k", b -> b.ifMatch("\"other\"")), 412, "PreconditionFailed");
    isRefused(() -> get("k", b -> b.ifUnmodifiedSince(before)), 412, "PreconditionFailed");
    assertThatThrownBy(() -> get("k", b -> b.ifNoneMatch(tag)))
        .isInstanceOfSatisfying(S3Exception.class, e -> assertThat(e.statusCode()).isEqualTo(304));
    assertThatThrownBy(() -> get("k", b -> b.ifNoneMatch("*")))
        .isInstanceOfSatisfying(S3Exception.class, e -> assertThat(e.statusCode()).isEqualTo(304));
    clock.advance(Duration.ofMinutes(1));
    assertThatThrownBy(() -> get("k", b -> b.ifModifiedSince(clock.now())))
        .isInstanceOfSatisfying(S3Exception.class, e -> assertThat(e.statusCode()).isEqualTo(304));
    // What names the ETag outweighs what names a date.
    get("k", b -> b.ifMatch(tag).ifUnmodifiedSince(before));
    get("k", b -> b.ifNoneMatch("\"other\"").ifModifiedSince(clock.now()));
    get("k", b -> b.ifModifiedSince(before));
    get("k", b -> b.ifMatch("\"other\", " + tag));
  }

  @Test
  void headersComeBackAndCanBeOverridden() {
    s3.putObject(
        b ->
            b.bucket(BUCKET)
                .key("k")
                .contentType("text/plain")
                .cacheControl("max-age=1")
                .contentDisposition("inline")
                .contentLanguage("de")
                .contentEncoding("gzip")
                .websiteRedirectLocation("/other")
                .metadata(Map.of("Colour", "red", "size", "12")),
        RequestBody.fromString("x"));
    GetObjectResponse plain = get("k", b -> {}).response();
    assertThat(plain.contentType()).isEqualTo("text/plain");
    assertThat(plain.cacheControl()).isEqualTo("max-age=1");
    assertThat(plain.contentDisposition()).isEqualTo("inline");
    assertThat(plain.contentLanguage()).isEqualTo("de");
    assertThat(plain.contentEncoding()).isEqualTo("gzip");
    assertThat(plain.websiteRedirectLocation()).isEqualTo("/other");
    assertThat(plain.acceptRanges()).isEqualTo("bytes");
    assertThat(plain.metadata()).isEqualTo(Map.of("colour", "red", "size", "12"));
    GetObjectResponse overridden =
        get(
                "k",
                b ->
                    b.responseContentType("image/png")
                        .responseCacheControl("no-cache")
                        .responseContentDisposition("attachment; filename=\"a b\"")
                        .responseContentEncoding("identity")
                        .responseContentLanguage("fr"))
            .response();
    assertThat(overridden.contentType()).isEqualTo("image/png");
    assertThat(overridden.cacheControl()).isEqualTo("no-cache");
    assertThat(overridden.contentDisposition()).isEqualTo("attachment; filename=\"a b\"");
    assertThat(overridden.contentEncoding()).isEqualTo("identity");
    assertThat(overridden.contentLanguage()).isEqualTo("fr");
  }

  @Test
  void answersAsTheyAreSent() throws Exception {
    s3.putObject(b -> b.bucket(BUCKET).key("a b+ü"), RequestBody.fromString("four"));
    try (RawS3 raw = new RawS3(endpoint)) {
      HttpResponse<String> got = raw.get("/" + BUCKET + "/a%20b%2B%C3%BC");
      assertThat(got.statusCode()).isEqualTo(200);
      assertThat(got.body()).isEqualTo("four");
      assertThat(got.headers().firstValue("content-type")).hasValue("text/plain; charset=UTF-8");
      assertThat(got.headers().firstValue("content-length")).hasValue("4");
      assertThat(got.headers().firstValue("x-amz-version-id")).isEmpty();
      assertThat(got.headers().firstValue("x-amz-storage-class")).isEmpty();
      HttpResponse<String> none = raw.get("/" + BUCKET + "/none");
      assertThat(none.statusCode()).isEqualTo(404);
      assertThat(none.body())
          .contains("<Code>NoSuchKey</Code><Message>The specified key does not exist.</Message>")
          .contains("<Key>none</Key>", "<RequestId>", "<HostId>");
      HttpResponse<String> wrong = raw.get("/" + BUCKET + "/none?versionId=wrong");
      assertThat(wrong.statusCode()).isEqualTo(400);
      assertThat(wrong.body())
          .contains("<Message>Invalid version id specified</Message>")
          .contains("<ArgumentName>versionId</ArgumentName>")
          .contains("<ArgumentValue>wrong</ArgumentValue>");
    }
  }
}
