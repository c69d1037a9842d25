package io.nephele.services.s3.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nephele.embedded.Nephele;
import io.nephele.junit.Clients;
import io.nephele.junit.Fact;
import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Policies of buckets decide, and public ones only where that is not blocked. */
@NepheleTest(scope = NepheleTest.Scope.METHOD)
final class BucketPolicyTest {
  private static final String BUCKET = "policy-bucket";

  @Inject S3Client s3;
  @Inject Nephele nephele;
  private S3Client other;

  @BeforeEach
  void prepare() {
    s3.createBucket(b -> b.bucket(BUCKET));
    s3.putObject(b -> b.bucket(BUCKET).key("pub/a"), RequestBody.fromString("a"));
    s3.putObject(b -> b.bucket(BUCKET).key("own/b"), RequestBody.fromString("b"));
    other =
        Clients.create(
            S3Client.class,
            nephele,
            "us-east-1",
            AwsBasicCredentials.create("111122223333", "secret"));
  }

  private void policy(String statements) {
    s3.putBucketPolicy(
        b ->
            b.bucket(BUCKET)
                .policy("{\"Version\":\"2012-10-17\",\"Statement\":[" + statements + "]}"));
  }

  private static String statement(String effect, String principal, String action, String path) {
    return """
    {"Effect":"%s","Principal":%s,"Action":"%s","Resource":"arn:aws:s3:::%s%s"}\
    """
        .formatted(effect, principal, action, BUCKET, path);
  }

  private int anonymousGet(String key) throws IOException, InterruptedException {
    try (HttpClient http = HttpClient.newHttpClient()) {
      URI uri = nephele.endpoint().resolve("/" + BUCKET + "/" + key);
      return http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.discarding())
          .statusCode();
    }
  }

  private static void refused(ThrowingCallable call, String code, String message) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            S3Exception.class,
            e -> {
              assertThat(e.awsErrorDetails().errorCode()).isEqualTo(code);
              assertThat(e.awsErrorDetails().errorMessage()).contains(message);
            });
  }

  @Test
  @Fact({"s3-017", "s3-138", "s3-139"})
  void aPublicPolicyNeedsThatPublicAccessIsNotBlocked() throws Exception {
    assertThat(anonymousGet("pub/a")).isEqualTo(403);
    String open = statement("Allow", "\"*\"", "s3:GetObject", "/pub/*");
    refused(() -> policy(open), "AccessDenied", "BlockPublicPolicy");
    s3.deletePublicAccessBlock(b -> b.bucket(BUCKET));
    policy(open);
    assertThat(s3.getBucketPolicyStatus(b -> b.bucket(BUCKET)).policyStatus().isPublic()).isTrue();
    assertThat(anonymousGet("pub/a")).isEqualTo(200);
    assertThat(anonymousGet("own/b")).isEqualTo(403);
    s3.putPublicAccessBlock(
        b -> b.bucket(BUCKET).publicAccessBlockConfiguration(c -> c.restrictPublicBuckets(true)));
    assertThat(anonymousGet("pub/a")).isEqualTo(403);
  }

  @Test
  @Fact({"s3-020", "s3-021", "s3-032", "s3-170"})
  void aPolicyLetsAnotherAccountInAndDenyWins() {
    refused(() -> other.getObjectAsBytes(b -> b.bucket(BUCKET).key("pub/a")), "AccessDenied", "");
    String account = "{\"AWS\":\"111122223333\"}";
    policy(statement("Allow", account, "s3:GetObject", "/*"));
    assertThat(other.getObjectAsBytes(b -> b.bucket(BUCKET).key("own/b")).asUtf8String())
        .isEqualTo("b");
    policy(
        statement("Allow", account, "s3:GetObject", "/*")
            + ","
            + statement("Deny", "\"*\"", "s3:GetObject", "/own/*"));
    refused(() -> other.getObjectAsBytes(b -> b.bucket(BUCKET).key("own/b")), "AccessDenied", "");
    refused(() -> s3.getObjectAsBytes(b -> b.bucket(BUCKET).key("own/b")), "AccessDenied", "");
    assertThat(other.getObjectAsBytes(b -> b.bucket(BUCKET).key("pub/a")).asUtf8String())
        .isEqualTo("a");
  }

  @Test
  @Fact({"s3-026", "s3-084", "s3-091", "s3-107", "s3-126"})
  void plainHttpCanBeRefused() {
    policy(
        """
        {"Effect":"Deny","Principal":"*","Action":"s3:*","Resource":"arn:aws:s3:::%s/*",
        "Condition":{"Bool":{"aws:SecureTransport":"false"}}}
        """
            .formatted(BUCKET));
    refused(() -> s3.getObjectAsBytes(b -> b.bucket(BUCKET).key("pub/a")), "AccessDenied", "");
  }

  @Test
  @Fact({"s3-025", "s3-113"})
  void uploadsWithoutEncryptionCanBeRefused() {
    policy(
        """
        {"Effect":"Deny","Principal":"*","Action":"s3:PutObject","Resource":"arn:aws:s3:::%s/*",
        "Condition":{"Null":{"s3:x-amz-server-side-encryption":"true"}}}
        """
            .formatted(BUCKET));
    refused(
        () -> s3.putObject(b -> b.bucket(BUCKET).key("c"), RequestBody.fromString("c")),
        "AccessDenied",
        "");
    s3.putObject(
        b -> b.bucket(BUCKET).key("c").serverSideEncryption("AES256"), RequestBody.fromString("c"));
  }

  @Test
  @Fact({"s3-019", "s3-165", "s3-166", "s3-168"})
  void aPolicyThatIsWrongIsToldWhy() {
    refused(
        () -> s3.putBucketPolicy(b -> b.bucket(BUCKET).policy("no policy")),
        "MalformedPolicy",
        "Policies must be valid JSON and the first byte must be '{'");
    refused(
        () -> policy(statement("Maybe", "\"*\"", "s3:GetObject", "/*")),
        "MalformedPolicy",
        "Invalid effect: Maybe");
    refused(
        () ->
            policy(
                "{\"Effect\":\"Allow\",\"Action\":\"s3:GetObject\",\"Resource\":\"arn:aws:s3:::"
                    + BUCKET
                    + "/*\"}"),
        "MalformedPolicy",
        "Missing required field Principal");
    refused(
        () ->
            policy(
                "{\"Effect\":\"Allow\",\"Principal\":{\"AWS\":\"111122223333\"},"
                    + "\"Action\":\"s3:GetObject\",\"Resource\":\"arn:aws:s3:::another/*\"}"),
        "MalformedPolicy",
        "Policy has invalid resource");
    refused(
        () -> policy(statement("Allow", "{\"AWS\":\"111122223333\"}", "s3:GetObject", "")),
        "MalformedPolicy",
        "Action does not apply to any resource(s) in statement");
    refused(
        () -> s3.getBucketPolicy(b -> b.bucket(BUCKET)),
        "NoSuchBucketPolicy",
        "The bucket policy does not exist");
  }

  @Test
  void aPolicyIsGivenBackAsItWasPutAndCanBeRemoved() {
    policy(statement("Allow", "{\"AWS\":\"111122223333\"}", "s3:GetObject", "/*"));
    assertThat(s3.getBucketPolicy(b -> b.bucket(BUCKET)).policy())
        .startsWith("{\"Version\":\"2012-10-17\"");
    assertThat(s3.getBucketPolicyStatus(b -> b.bucket(BUCKET)).policyStatus().isPublic()).isFalse();
    s3.deleteBucketPolicy(b -> b.bucket(BUCKET));
    refused(() -> other.getObjectAsBytes(b -> b.bucket(BUCKET).key("pub/a")), "AccessDenied", "");
  }
}
