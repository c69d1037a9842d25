package io.nephele.services.s3.objects;

import static org.assertj.core.api.Assertions.assertThat;

import io.nephele.core.time.VirtualClock;
import io.nephele.embedded.Nephele;
import io.nephele.junit.Fact;
import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import io.nephele.services.s3.TestUser;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4FamilyHttpSigner;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.services.s3.S3Client;

/** URLs that whoever has them may use for a while. */
@NepheleTest(scope = NepheleTest.Scope.METHOD)
final class PresignedTest {
  private static final String BUCKET = "presigned";

  @Inject S3Client s3;
  @Inject URI endpoint;
  @Inject VirtualClock clock;
  @Inject Nephele nephele;

  private TestUser user;

  @BeforeEach
  void createBucket() {
    s3.createBucket(b -> b.bucket(BUCKET));
    s3.putObject(b -> b.bucket(BUCKET).key("k"), RequestBody.fromString("secret"));
    user = TestUser.create(nephele, "000000000000", "signer", "s3:*");
  }

  private URI presign(String method, String key, Duration lifetime) {
    SdkHttpRequest request =
        SdkHttpRequest.builder()
            .method(SdkHttpMethod.fromValue(method))
            .uri(endpoint.resolve("/" + BUCKET + "/" + key))
            .build();
    return AwsV4HttpSigner.create()
        .sign(
            signing ->
                signing
                    .identity(AwsCredentialsIdentity.create(user.keyId(), user.secret()))
                    .request(request)
                    .putProperty(AwsV4FamilyHttpSigner.SERVICE_SIGNING_NAME, "s3")
                    .putProperty(AwsV4HttpSigner.REGION_NAME, "us-east-1")
                    .putProperty(HttpSigner.SIGNING_CLOCK, Clock.fixed(clock.now(), ZoneOffset.UTC))
                    .putProperty(AwsV4FamilyHttpSigner.DOUBLE_URL_ENCODE, false)
                    .putProperty(AwsV4FamilyHttpSigner.NORMALIZE_PATH, false)
                    .putProperty(AwsV4FamilyHttpSigner.PAYLOAD_SIGNING_ENABLED, false)
                    .putProperty(
                        AwsV4FamilyHttpSigner.AUTH_LOCATION,
                        AwsV4FamilyHttpSigner.AuthLocation.QUERY_STRING)
                    .putProperty(AwsV4FamilyHttpSigner.EXPIRATION_DURATION, lifetime))
        .request()
        .getUri();
  }

  private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
  }

  private static HttpResponse<String> get(URI url) throws Exception {
    return send(HttpRequest.newBuilder(url));
  }

  @Test
  @Fact({"s3-051", "s3-141"})
  void aUrlReadsUntilItExpires() throws Exception {
    URI url = presign("GET", "k", Duration.ofMinutes(5));
    assertThat(get(endpoint.resolve("/" + BUCKET + "/k")).statusCode()).isEqualTo(403);
    assertThat(get(url).body()).isEqualTo("secret");
    clock.advance(Duration.ofMinutes(5).plusSeconds(1));
    HttpResponse<String> late = get(url);
    assertThat(late.statusCode()).isEqualTo(403);
    assertThat(late.body())
        .contains(
            "<Code>AccessDenied</Code><Message>Request has expired</Message>",
            "<X-Amz-Expires>300</X-Amz-Expires>");
  }

  @Test
  @Fact("s3-052")
  void aUrlLastsSevenDaysAtMost() throws Exception {
    URI longest = presign("GET", "k", Duration.ofDays(7));
    assertThat(get(longest).statusCode()).isEqualTo(200);
    URI tooLong = URI.create(longest.toString().replace("Expires=604800", "Expires=604801"));
    HttpResponse<String> refused = get(tooLong);
    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(refused.body()).contains("<Code>AuthorizationQueryParametersError</Code>");
  }

  @Test
  @Fact("s3-053")
  void aUrlIsOfOneObjectAndMethod() throws Exception {
    s3.putObject(b -> b.bucket(BUCKET).key("other"), RequestBody.fromString("other"));
    URI url = presign("GET", "k", Duration.ofMinutes(5));
    assertThat(url.getRawQuery())
        .contains(
            "X-Amz-Algorithm=AWS4-HMAC-SHA256",
            "X-Amz-Credential=" + user.keyId() + "%2F",
            "X-Amz-Date=",
            "X-Amz-Expires=300",
            "X-Amz-SignedHeaders=host",
            "X-Amz-Signature=");
    HttpResponse<String> altered =
        get(URI.create(url.toString().replace("/presigned/k?", "/presigned/other?")));
    assertThat(altered.statusCode()).isEqualTo(403);
    assertThat(altered.body()).contains("<Code>SignatureDoesNotMatch</Code>");
    HttpResponse<String> put = send(HttpRequest.newBuilder(url).PUT(BodyPublishers.ofString("x")));
    assertThat(put.body()).contains("<Code>SignatureDoesNotMatch</Code>");
  }

  @Test
  @Fact("s3-141")
  void aUrlUploads() throws Exception {
    URI url = presign("PUT", "new", Duration.ofMinutes(5));
    assertThat(send(HttpRequest.newBuilder(url).PUT(BodyPublishers.ofString("x"))).statusCode())
        .isEqualTo(200);
    assertThat(s3.getObjectAsBytes(b -> b.bucket(BUCKET).key("new")).asUtf8String()).isEqualTo("x");
  }

  @Test
  void anonymousReadersDoNotChooseHeaders() throws Exception {
    s3.deletePublicAccessBlock(b -> b.bucket(BUCKET));
    s3.putBucketPolicy(
        b ->
            b.bucket(BUCKET)
                .policy(
                    """
                    {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*",
                     "Action":"s3:GetObject","Resource":"arn:aws:s3:::presigned/*"}]}
                    """));
    assertThat(get(endpoint.resolve("/" + BUCKET + "/k")).body()).isEqualTo("secret");
    HttpResponse<String> answer =
        get(endpoint.resolve("/" + BUCKET + "/k?response-content-type=text/html"));
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body())
        .contains(
            "<Code>InvalidRequest</Code>",
            "Request specific response headers cannot be used for anonymous GET requests.");
  }
}
