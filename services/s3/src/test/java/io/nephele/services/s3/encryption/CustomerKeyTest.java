package io.nephele.services.s3.encryption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nephele.api.s3.PutObjectRequest;
import io.nephele.api.s3.S3;
import io.nephele.core.call.Call;
import io.nephele.core.call.Origin;
import io.nephele.core.identity.Principal;
import io.nephele.core.partition.Regions;
import io.nephele.embedded.Nephele;
import io.nephele.junit.Fact;
import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import io.nephele.model.AwsException;
import io.nephele.model.Protocol;
import java.net.URI;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.SdkHttpConfigurationOption;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.EncryptionType;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.ServerSideEncryptionRule;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;
import software.amazon.awssdk.utils.AttributeMap;

/** Objects are encrypted under keys that only clients have. */
@NepheleTest(scope = NepheleTest.Scope.METHOD)
final class CustomerKeyTest {
  private static final String BUCKET = "customer-bucket";

  @Inject Nephele nephele;
  @Inject S3Client plain;
  private S3Client s3;

  @BeforeEach
  void makeBucketThatTakesThem() {
    URI endpoint = nephele.endpoint();
    s3 =
        S3Client.builder()
            .endpointOverride(URI.create("https://localhost:" + endpoint.getPort()))
            .forcePathStyle(true)
            .region(Region.US_EAST_1)
            .credentialsProvider(
                StaticCredentialsProvider.create(
                    AwsBasicCredentials.create("000000000000", "test")))
            .httpClient(
                UrlConnectionHttpClient.builder()
                    .buildWithDefaults(
                        AttributeMap.builder()
                            .put(SdkHttpConfigurationOption.TRUST_ALL_CERTIFICATES, true)
                            .build()))
            .build();
    s3.createBucket(b -> b.bucket(BUCKET));
    take("NONE");
  }

  @AfterEach
  void close() {
    s3.close();
  }

  @Test
  @Fact({"s3-078", "s3-079", "s3-110"})
  void onlyWhoHasTheKeyCanRead() {
    Key key = new Key(1);
    PutObjectResponse done =
        s3.putObject(
            b ->
                b.bucket(BUCKET)
                    .key("k")
                    .sseCustomerAlgorithm("AES256")
                    .sseCustomerKey(key.text)
                    .sseCustomerKeyMD5(key.md5),
            RequestBody.fromString("secret"));
    assertThat(done.sseCustomerAlgorithm()).isEqualTo("AES256");
    assertThat(done.sseCustomerKeyMD5()).isEqualTo(key.md5);
    assertThat(done.serverSideEncryption()).isNull();
    assertThat(get(key).sseCustomerAlgorithm()).isEqualTo("AES256");
    refused("InvalidRequest", 400, () -> s3.getObjectAsBytes(b -> b.bucket(BUCKET).key("k")));
    refused("AccessDenied", 403, () -> get(new Key(2)));
    refused("400", 400, () -> s3.headObject(b -> b.bucket(BUCKET).key("k")));
    assertThat(
            s3.headObject(
                    b ->
                        b.bucket(BUCKET)
                            .key("k")
                            .sseCustomerAlgorithm("AES256")
                            .sseCustomerKey(key.text)
                            .sseCustomerKeyMD5(key.md5))
                .contentLength())
        .isEqualTo(6);
    s3.putObject(b -> b.bucket(BUCKET).key("k"), RequestBody.fromString("open"));
    refused("InvalidRequest", 400, () -> get(key));
  }

  @Test
  void keysAreChecked() {
    Key key = new Key(1);
    assertThat(of("AES256", key.text, key.md5).md5()).isEqualTo(key.md5);
    assertThat(of(null, null, null)).isNull();
    wrong("InvalidArgument", "appropriate secret key", () -> of("AES256", null, key.md5));
    wrong("InvalidArgument", "valid encryption algorithm", () -> of(null, key.text, key.md5));
    wrong("InvalidArgument", "client calculated MD5", () -> of("AES256", key.text, null));
    wrong("InvalidArgument", "did not match", () -> of("AES256", key.text, new Key(2).md5));
    wrong("InvalidArgument", "was invalid", () -> of("AES256", "c2hvcnQ=", key.md5));
    wrong("InvalidEncryptionAlgorithmError", "AES256", () -> of("AES128", key.text, key.md5));
  }

  private static CustomerKey of(String algorithm, String key, String md5) {
    PutObjectRequest request =
        new PutObjectRequest()
            .sseCustomerAlgorithm(algorithm)
            .sseCustomerKey(key)
            .sseCustomerKeyMD5(md5);
    Call call =
        new Call(
            S3.PutObject.model(),
            Protocol.REST_XML,
            Principal.ANONYMOUS,
            Regions.find("us-east-1"),
            Origin.service("test", null),
            "id",
            Instant.EPOCH);
    return CustomerKey.of(request.struct(), call);
  }

  private static void wrong(String code, String text, ThrowingCallable call) {
    assertThatThrownBy(call)
        .hasMessageContaining(text)
        .isInstanceOfSatisfying(AwsException.class, e -> assertThat(e.code()).isEqualTo(code));
  }

  @Test
  @Fact("s3-080")
  void keysAreTakenOverTlsOnly() {
    Key key = new Key(1);
    refused("InvalidRequest", 400, () -> put(plain, "AES256", key.text, key.md5));
  }

  @Test
  void newBucketsTakeNone() {
    Key key = new Key(1);
    put(s3, "AES256", key.text, key.md5);
    take("SSE-C");
    refused("AccessDenied", 403, () -> put(s3, "AES256", key.text, key.md5));
    // What is there can still be read.
    assertThat(get(key).sseCustomerKeyMD5()).isEqualTo(key.md5);
    s3.createBucket(b -> b.bucket("new-bucket"));
    assertThat(
            s3.getBucketEncryption(b -> b.bucket("new-bucket"))
                .serverSideEncryptionConfiguration()
                .rules()
                .getFirst()
                .blockedEncryptionTypes()
                .encryptionType())
        .containsExactly(EncryptionType.SSE_C);
  }

  @Test
  void partsNeedTheKeyTheirUploadWasBegunWith() {
    Key key = new Key(3);
    String id =
        s3.createMultipartUpload(
                b ->
                    b.bucket(BUCKET)
                        .key("k")
                        .sseCustomerAlgorithm("AES256")
                        .sseCustomerKey(key.text)
                        .sseCustomerKeyMD5(key.md5))
            .uploadId();
    refused(
        "InvalidRequest",
        400,
        () ->
            s3.uploadPart(
                b -> b.bucket(BUCKET).key("k").uploadId(id).partNumber(1),
                RequestBody.fromString("x")));
    refused("InvalidRequest", 400, () -> part(id, new Key(4)));
    UploadPartResponse part = part(id, key);
    assertThat(part.sseCustomerKeyMD5()).isEqualTo(key.md5);
    s3.completeMultipartUpload(
        b ->
            b.bucket(BUCKET)
                .key("k")
                .uploadId(id)
                .multipartUpload(
                    u -> u.parts(CompletedPart.builder().partNumber(1).eTag(part.eTag()).build())));
    assertThat(get(key).contentLength()).isEqualTo(6);
  }

  private UploadPartResponse part(String id, Key key) {
    return s3.uploadPart(
        b ->
            b.bucket(BUCKET)
                .key("k")
                .uploadId(id)
                .partNumber(1)
                .sseCustomerAlgorithm("AES256")
                .sseCustomerKey(key.text)
                .sseCustomerKeyMD5(key.md5),
        RequestBody.fromString("secret"));
  }

  private GetObjectResponse get(Key key) {
    return s3.getObjectAsBytes(
            b ->
                b.bucket(BUCKET)
                    .key("k")
                    .sseCustomerAlgorithm("AES256")
                    .sseCustomerKey(key.text)
                    .sseCustomerKeyMD5(key.md5))
        .response();
  }

  private static PutObjectResponse put(S3Client client, String algorithm, String key, String md5) {
    return client.putObject(
        b ->
            b.bucket(BUCKET)
                .key("k")
                .sseCustomerAlgorithm(algorithm)
                .sseCustomerKey(key)
                .sseCustomerKeyMD5(md5),
        RequestBody.fromString("secret"));
  }

  private void take(String blocked) {
    ServerSideEncryptionRule rule =
        ServerSideEncryptionRule.builder()
            .blockedEncryptionTypes(t -> t.encryptionTypeWithStrings(blocked))
            .build();
    s3.putBucketEncryption(
        b -> b.bucket(BUCKET).serverSideEncryptionConfiguration(c -> c.rules(rule)));
  }

  private static void refused(String code, int status, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            S3Exception.class,
            e -> {
              assertThat(e.statusCode()).isEqualTo(status);
              // Over TLS this client gives up reading when an upload is refused before its end.
              if (e.awsErrorDetails().errorCode() != null) {
                assertThat(e.awsErrorDetails().errorCode()).isEqualTo(code);
              }
            });
  }

  /** A key and what is sent of it. */
  private static final class Key {
    private final String text;
    private final String md5;

    Key(int seed) {
      byte[] bytes = new byte[32];
      Arrays.fill(bytes, (byte) seed);
      try {
        text = Base64.getEncoder().encodeToString(bytes);
        md5 = Base64.getEncoder().encodeToString(MessageDigest.getInstance("MD5").digest(bytes));
      } catch (java.security.NoSuchAlgorithmException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
