package io.nephele.wire.sign;

import static io.nephele.wire.sign.Signing.JSON;
import static io.nephele.wire.sign.Signing.NOW;
import static io.nephele.wire.sign.Signing.QUERY;
import static io.nephele.wire.sign.Signing.S3;
import static io.nephele.wire.sign.Signing.refused;
import static io.nephele.wire.sign.Signing.verify;
import static io.nephele.wire.sign.Signing.with;
import static io.nephele.wire.sign.Signing.withTarget;
import static org.assertj.core.api.Assertions.assertThat;

import io.nephele.model.AwsException;
import io.nephele.model.Body;
import io.nephele.model.Bytes;
import io.nephele.model.Models;
import io.nephele.model.Operation;
import io.nephele.wire.chunked.AwsChunked;
import io.nephele.wire.http.Headers;
import io.nephele.wire.http.HttpRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.checksums.DefaultChecksumAlgorithm;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpFullRequest;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4FamilyHttpSigner.AuthLocation;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.AwsSessionCredentialsIdentity;

/** Requests that AWS's SDK for Java has signed are accepted; altered, they are refused. */
class SdkSignerTest {
  private static final AwsCredentialsIdentity PERMANENT =
      AwsCredentialsIdentity.create(Signing.KEY, Signing.SECRET);
  private static final AwsCredentialsIdentity SESSION =
      AwsSessionCredentialsIdentity.create(Signing.SESSION_KEY, Signing.SECRET, Signing.TOKEN);
  private static final Operation PUT = Models.bundled().service("s3").operation("PutObject");

  private record Options(
      AwsCredentialsIdentity identity,
      String service,
      boolean presigned,
      boolean chunked,
      boolean trailer) {}

  private static final Options SERVICE = new Options(PERMANENT, "service", false, false, false);
  private static final Options OBJECT = new Options(PERMANENT, "s3", false, false, false);

  private static HttpRequest sign(
      Options options, String method, String uri, String body, String... headers) {
    SdkHttpFullRequest.Builder request =
        SdkHttpFullRequest.builder()
            .method(SdkHttpMethod.fromValue(method))
            .uri(URI.create("http://world.localhost:4566" + uri));
    for (int i = 0; i < headers.length; i += 2) {
      request.appendHeader(headers[i], headers[i + 1]);
    }
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    boolean s3 = options.service().equals("s3");
    SignedRequest signed =
        AwsV4HttpSigner.create()
            .sign(
                sign -> {
                  sign.identity(options.identity())
                      .request(request.build())
                      .putProperty(AwsV4HttpSigner.REGION_NAME, "us-east-1")
                      .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, options.service())
                      .putProperty(AwsV4HttpSigner.DOUBLE_URL_ENCODE, !s3)
                      .putProperty(AwsV4HttpSigner.NORMALIZE_PATH, !s3)
                      .putProperty(HttpSigner.SIGNING_CLOCK, Clock.fixed(NOW, ZoneOffset.UTC))
                      .putProperty(AwsV4HttpSigner.CHUNK_ENCODING_ENABLED, options.chunked())
                      .putProperty(
                          AwsV4HttpSigner.PAYLOAD_SIGNING_ENABLED, !(s3 && options.presigned()));
                  if (bytes.length > 0) {
                    sign.payload(ContentStreamProvider.fromByteArray(bytes));
                  }
                  if (options.trailer()) {
                    sign.putProperty(
                        AwsV4HttpSigner.CHECKSUM_ALGORITHM, DefaultChecksumAlgorithm.CRC32);
                  }
                  if (options.presigned()) {
                    sign.putProperty(AwsV4HttpSigner.AUTH_LOCATION, AuthLocation.QUERY_STRING)
                        .putProperty(AwsV4HttpSigner.EXPIRATION_DURATION, Duration.ofMinutes(60));
                  }
                });
    return received(signed);
  }

  private static HttpRequest received(SignedRequest signed) {
    SdkHttpRequest request = signed.request();
    Headers headers = new Headers();
    request.forEachHeader((name, values) -> values.forEach(value -> headers.add(name, value)));
    byte[] body =
        signed
            .payload()
            .map(
                payload -> {
                  try {
                    return payload.newStream().readAllBytes();
                  } catch (IOException e) {
                    throw new UncheckedIOException(e);
                  }
                })
            .orElse(new byte[0]);
    return new HttpRequest(
        request.method().name(),
        request.encodedPath(),
        request.encodedQueryParameters().orElse(null),
        headers,
        Body.of(Bytes.of(body)),
        "127.0.0.1",
        false);
  }

  private static HttpRequest withBody(HttpRequest request, String body) {
    return request.withBody(Body.of(Bytes.utf8(body)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/a/b/",
        "/functions/arn%3Aaws%3Alambda%3A1/x%20y",
        "/?b=2&a=1&a=0&c",
        "/x?list=a%20b&list=%C3%BC%2B%2F~*",
        "/a%2Fb/%25"
      })
  void services(String target) {
    HttpRequest get = sign(SERVICE, "GET", target, "");
    assertThat(verify(get, JSON).kind()).isEqualTo(VerifiedRequest.Kind.HEADER);
    HttpRequest post = sign(SERVICE, "POST", target, "{}", "X-Amz-Target", "Service.Do");
    assertThat(verify(post, JSON).request().body().length()).isEqualTo(2);
    HttpRequest url = sign(new Options(SESSION, "service", true, false, false), "GET", target, "");
    assertThat(verify(url, JSON).kind()).isEqualTo(VerifiedRequest.Kind.PRESIGNED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/bucket/key",
        "/bucket//a//b/../c/./d",
        "/bucket/a%20b%2Bc%26d%3De%3Af~%28g%29%2A%27%21%C3%BC.txt",
        "/bucket?list-type=2&prefix=a%2Fb&delimiter=%2F",
        "/bucket/key?uploads",
        "/bucket/100%25/%2Fx"
      })
  void objects(String target) {
    assertThat(verify(sign(OBJECT, "GET", target, ""), S3).accessKeyId()).isEqualTo(Signing.KEY);
    verify(sign(OBJECT, "PUT", target, "content", "x-amz-meta-a", "  b   c "), S3);
    HttpRequest url = sign(new Options(SESSION, "s3", true, false, false), "GET", target, "");
    assertThat(verify(url, S3).sessionToken()).isEqualTo(Signing.TOKEN);
  }

  @Test
  void sessions() {
    Options session = new Options(SESSION, "service", false, false, false);
    VerifiedRequest verified = verify(sign(session, "POST", "/", "{}"), JSON);
    assertThat(verified.accessKeyId()).isEqualTo(Signing.SESSION_KEY);
    assertThat(verified.sessionToken()).isEqualTo(Signing.TOKEN);
  }

  @Test
  void alteredRequestsAreRefused() {
    HttpRequest post =
        sign(
            SERVICE,
            "POST",
            "/path?a=1",
            "{\"a\":1}",
            "X-Amz-Target",
            "Service.Do",
            "X-Other",
            "1");
    verify(post, JSON);
    for (HttpRequest altered :
        new HttpRequest[] {
          withTarget(post, "/other", "a=1"),
          withTarget(post, "/path", "a=2"),
          withTarget(post, "/path", "a=1&b"),
          withTarget(post, "/path", null),
          with(post, "X-Amz-Target", "Service.Delete"),
          with(post, "X-Other", null),
          with(post, "Host", "elsewhere"),
          with(post, "X-Amz-Date", "20150830T123601Z"),
          withBody(post, "{\"a\":2}"),
          withBody(post, "{\"a\":1} "),
          withBody(post, ""),
          new HttpRequest("PUT", post.path(), post.query(), post.headers(), post.body(), "", false)
        }) {
      AwsException error = refused(altered, JSON);
      assertThat(error.code()).isEqualTo("InvalidSignatureException");
      assertThat(error.status()).isEqualTo(400);
      assertThat(error.getMessage())
          .startsWith(
              "The request signature we calculated does not match the signature you provided. Check"
                  + " your AWS Secret Access Key and signing method. Consult the service"
                  + " documentation for details.\n\nThe Canonical String for this request should"
                  + " have been\n'");
    }
  }

  @Test
  void alteredObjectsAreRefused() {
    HttpRequest put = sign(OBJECT, "PUT", "/bucket/key", "content", "x-amz-meta-a", "b");
    for (HttpRequest altered :
        new HttpRequest[] {
          withTarget(put, "/bucket/other", null),
          withTarget(put, "/bucket/key", "acl"),
          with(put, "x-amz-meta-a", "c"),
          with(put, "x-amz-content-sha256", Hashes.EMPTY),
          with(put, "x-amz-content-sha256", "UNSIGNED-PAYLOAD")
        }) {
      assertThat(refused(altered, S3).code()).isEqualTo("SignatureDoesNotMatch");
    }
    AwsException error = refused(withBody(put, "CONTENT"), S3);
    assertThat(error.code()).isEqualTo("XAmzContentSHA256Mismatch");
    assertThat(error.detail().get("ClientComputedContentSHA256"))
        .isEqualTo(OwnSigner.sha256("content"));
    assertThat(error.detail().get("S3ComputedContentSHA256"))
        .isEqualTo(OwnSigner.sha256("CONTENT"));
    assertThat(refused(withBody(put, "conten"), S3).code()).isEqualTo("XAmzContentSHA256Mismatch");
    assertThat(refused(withBody(put, ""), S3).code()).isEqualTo("XAmzContentSHA256Mismatch");
  }

  @Test
  void chunks() throws IOException {
    String content = "0123456789".repeat(30_000);
    for (boolean trailer : new boolean[] {false, true}) {
      Options options = new Options(SESSION, "s3", false, true, trailer);
      HttpRequest put = sign(options, "PUT", "/bucket/key", content);
      assertThat(put.headers().first("x-amz-content-sha256"))
          .isEqualTo("STREAMING-AWS4-HMAC-SHA256-PAYLOAD" + (trailer ? "-TRAILER" : ""));
      assertThat(readChunks(put)).isEqualTo(content);
      String chunks = new String(put.body().open().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(
              refused(() -> readChunks(withBody(put, chunks.replaceFirst("789012", "789013"))))
                  .code())
          .isEqualTo("SignatureDoesNotMatch");
    }
  }

  private static String readChunks(HttpRequest put) throws IOException {
    VerifiedRequest verified = verify(put, S3);
    HttpRequest plain = AwsChunked.decode(PUT, verified.request(), verified.chunks());
    return new String(plain.body().open().readAllBytes(), StandardCharsets.UTF_8);
  }

  @Test
  void theServiceOfTheScopeCounts() {
    assertThat(refused(sign(SERVICE, "GET", "/", ""), QUERY))
        .hasMessage("Credential should be scoped to correct service: 'iam'. ");
  }
}
