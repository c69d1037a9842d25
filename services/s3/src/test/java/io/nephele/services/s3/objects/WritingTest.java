package io.nephele.services.s3.objects;

import static io.nephele.services.s3.objects.Refusals.isRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.nephele.junit.Fact;
import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import io.nephele.services.s3.RawS3;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;

/** Putting objects: limits, conditions, digests. */
@NepheleTest(scope = NepheleTest.Scope.METHOD)
final class WritingTest {
  private static final String BUCKET = "writing";

  @Inject S3Client s3;
  @Inject URI endpoint;

  @BeforeEach
  void createBucket() {
    s3.createBucket(b -> b.bucket(BUCKET));
  }

  private PutObjectResponse put(String key, Consumer<PutObjectRequest.Builder> more) {
    return s3.putObject(
        b -> b.bucket(BUCKET).key(key).applyMutation(more), RequestBody.fromString("x"));
  }

  private String get(String key) {
    return s3.getObjectAsBytes(b -> b.bucket(BUCKET).key(key)).asUtf8String();
  }

  @Test
  void keysHave1024BytesAtMost() {
    put("é".repeat(512), b -> {});
    assertThat(get("é".repeat(512))).isEqualTo("x");
    isRefused(() -> put("é".repeat(512) + "a", b -> {}), 400, "KeyTooLongError");
  }

  @Test
  void unusualKeysAreKeysOfTheirOwn() {
    for (String key :
        new String[] {
          "a//b", "a/b", "/a", "a/./b", "a/../b", "..", "a b", "a+b", "a%2Bb", "a?b", "a#b",
          "a&b=c", "ü/漢字/🎉", "~!*'()", "a\\b", "a:b@c"
        }) {
      s3.putObject(b -> b.bucket(BUCKET).key(key), RequestBody.fromString(key));
    }
    for (String key :
        new String[] {"a//b", "a/b", "/a", "a/./b", "a b", "a+b", "a%2Bb", "ü/漢字/🎉"}) {
      assertThat(get(key)).isEqualTo(key);
    }
    assertThat(s3.listObjectsV2(b -> b.bucket(BUCKET)).keyCount()).isEqualTo(16);
  }

  @Test
  void metadataHasTwoKilobytesAtMost() {
    put("k", b -> b.metadata(Map.of("name", "v".repeat(2044))));
    isRefused(
        () -> put("k", b -> b.metadata(Map.of("name", "v".repeat(2045)))),
        400,
        "MetadataTooLarge",
        "Your metadata headers exceed the maximum allowed metadata size");
  }

  @Test
  @Fact("s3-142")
  void objectsMayBeEmpty() {
    s3.putObject(b -> b.bucket(BUCKET).key("none"), RequestBody.empty());
    assertThat(get("none")).isEmpty();
    assertThat(s3.headObject(b -> b.bucket(BUCKET).key("none")).contentLength()).isZero();
  }

  @Test
  @Fact("s3-064")
  void moreThanFiveGigabytesAreNotPutAtOnce() throws Exception {
    URI signed;
    try (RawS3 raw = new RawS3(endpoint)) {
      signed = raw.signed("PUT", "/" + BUCKET + "/large");
    }
    // By hand, since nothing of the body is ever sent.
    try (Socket socket = new Socket(endpoint.getHost(), endpoint.getPort())) {
      String head =
          "PUT "
              + signed.getRawPath()
              + "?"
              + signed.getRawQuery()
              + " HTTP/1.1\r\nHost: "
              + endpoint.getAuthority()
              + "\r\nContent-Length: 5368709121\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
      String answer = new String(socket.getInputStream().readNBytes(2000), StandardCharsets.UTF_8);
      assertThat(answer)
          .startsWith("HTTP/1.1 400")
          .contains(
              "<Code>EntityTooLarge</Code>",
              "<ProposedSize>5368709121</ProposedSize>",
              "<MaxSizeAllowed>5368709120</MaxSizeAllowed>");
    }
  }

  @Test
  void theLengthMustBeSaid() throws Exception {
    try (RawS3 raw = new RawS3(endpoint)) {
      HttpResponse<String> answer =
          raw.send(
              HttpRequest.newBuilder(raw.signed("PUT", "/" + BUCKET + "/k"))
                  .version(HttpClient.Version.HTTP_1_1)
                  .PUT(
                      HttpRequest.BodyPublishers.fromPublisher(
                          HttpRequest.BodyPublishers.ofString("unknown")))
                  .build());
      assertThat(answer.statusCode()).isEqualTo(411);
      assertThat(answer.body()).contains("<Code>MissingContentLength</Code>");
    }
  }

  @Test
  void digestsAreChecked() {
    isRefused(() -> put("k", b -> b.contentMD5("AAAAAAAAAAAAAAAAAAAAAA==")), 400, "BadDigest");
    isRefused(() -> put("k", b -> b.contentMD5("AAAA")), 400, "InvalidDigest");
    isRefused(() -> get("k"), 404, "NoSuchKey");
  }

  @Test
  void conditionsDecideWhetherAnObjectIsReplaced() {
    put("k", b -> b.ifNoneMatch("*"));
    isRefused(() -> put("k", b -> b.ifNoneMatch("*")), 412, "PreconditionFailed");
    String tag = s3.headObject(b -> b.bucket(BUCKET).key("k")).eTag();
    put("k", b -> b.ifMatch(tag));
    isRefused(() -> put("k", b -> b.ifMatch("\"other\"")), 412, "PreconditionFailed");
    isRefused(() -> put("none", b -> b.ifMatch(tag)), 404, "NoSuchKey");
    isRefused(() -> put("k", b -> b.ifNoneMatch(tag)), 501, "NotImplemented");
  }

  @Test
  void redirectsHaveAScheme() {
    isRefused(
        () -> put("k", b -> b.websiteRedirectLocation("elsewhere")),
        400,
        "InvalidRedirectLocation");
  }

  @Test
  void tagsComeInAHeader() {
    put("k", b -> b.tagging("a=1&b=two%20words&c"));
    assertThat(s3.getObjectTagging(b -> b.bucket(BUCKET).key("k")).tagSet())
        .extracting(tag -> tag.key() + "=" + tag.value())
        .containsExactly("a=1", "b=two words", "c=");
    assertThat(s3.getObject(b -> b.bucket(BUCKET).key("k")).response().tagCount()).isEqualTo(3);
    isRefused(() -> put("k", b -> b.tagging("a=1&a=2")), 400, "InvalidArgument");
    isRefused(
        () -> put("k", b -> b.tagging("a=1&b=1&c=1&d=1&e=1&f=1&g=1&h=1&i=1&j=1&k=1")),
        400,
        "BadRequest",
        "Object tags cannot be greater than 10");
  }
}
