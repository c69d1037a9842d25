package io.nephele.services.s3.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.nephele.core.time.VirtualClock;
import io.nephele.embedded.Nephele;
import io.nephele.junit.Fact;
import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import io.nephele.services.s3.RawS3;
import io.nephele.services.s3.TestUser;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpConfigurationOption;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Error;
import software.amazon.awssdk.services.s3.model.Tag;
import software.amazon.awssdk.utils.AttributeMap;

/** Policies decide by S3's own condition keys. */
@NepheleTest(scope = NepheleTest.Scope.METHOD)
final class ConditionKeysTest {
  private static final String BUCKET = "condition-bucket";

  @Inject S3Client s3;
  @Inject Nephele nephele;
  @Inject VirtualClock clock;
  private S3Client user;

  @BeforeEach
  void prepare() {
    s3.createBucket(b -> b.bucket(BUCKET));
    put("plain", null);
    put("tagged", "team=blue");
    user = TestUser.create(nephele, "000000000000", "user", "s3:*").client();
  }

  @AfterEach
  void close() {
    user.close();
  }

  private void put(String key, String tags) {
    s3.putObject(b -> b.bucket(BUCKET).key(key).tagging(tags), RequestBody.fromString(key));
  }

  /** Denies an action on the bucket and its objects where a condition holds. */
  private void deny(String action, String condition) {
    s3.putBucketPolicy(
        b ->
            b.bucket(BUCKET)
                .policy(
                    """
                    {"Version":"2012-10-17","Statement":[{"Effect":"Deny","Principal":"*",
                    "Action":"%s","Resource":["arn:aws:s3:::%s","arn:aws:s3:::%s/*"],
                    "Condition":{%s}}]}
                    """
                        .formatted(action, BUCKET, BUCKET, condition)));
  }

  private void puts(
      String condition,
      Consumer<PutObjectRequest.Builder> denied,
      Consumer<PutObjectRequest.Builder> allowed) {
    deny("s3:PutObject", condition);
    PutObjectRequest.Builder first = PutObjectRequest.builder().bucket(BUCKET).key("new");
    denied.accept(first);
    Answers.denied(() -> user.putObject(first.build(), RequestBody.fromString("v")));
    PutObjectRequest.Builder second = PutObjectRequest.builder().bucket(BUCKET).key("new");
    allowed.accept(second);
    user.putObject(second.build(), RequestBody.fromString("v"));
  }

  private static GetObjectRequest get(String key) {
    return GetObjectRequest.builder().bucket(BUCKET).key(key).build();
  }

  @Test
  void howTheConnectionIsEncrypted() {
    SdkHttpClient trusting =
        UrlConnectionHttpClient.builder()
            .buildWithDefaults(
                AttributeMap.builder()
                    .put(SdkHttpConfigurationOption.TRUST_ALL_CERTIFICATES, true)
                    .build());
    try (trusting;
        S3Client encrypted =
            S3Client.builder()
                .endpointOverride(URI.create("https://localhost:" + nephele.endpoint().getPort()))
                .forcePathStyle(true)
                .region(Region.US_EAST_1)
                .httpClient(trusting)
                .credentialsProvider(
                    StaticCredentialsProvider.create(
                        AwsBasicCredentials.create("000000000000", "test")))
                .build()) {
      deny("s3:GetObject", "\"NumericLessThan\":{\"s3:TlsVersion\":\"1.3\"}");
      encrypted.getObjectAsBytes(b -> b.bucket(BUCKET).key("plain"));
      deny("s3:GetObject", "\"NumericLessThan\":{\"s3:TlsVersion\":\"1.4\"}");
      Answers.denied(() -> encrypted.getObjectAsBytes(b -> b.bucket(BUCKET).key("plain")));
      s3.getObjectAsBytes(b -> b.bucket(BUCKET).key("plain")); // has no version
    }
  }

  @Test
  void whatIsSignedOfTheBody() throws Exception {
    deny("s3:PutObject", "\"StringEquals\":{\"s3:x-amz-content-sha256\":\"UNSIGNED-PAYLOAD\"}");
    put("signed", null);
    try (RawS3 raw = new RawS3(nephele.endpoint())) {
      HttpRequest presigned =
          HttpRequest.newBuilder(raw.signed("PUT", "/" + BUCKET + "/presigned"))
              .PUT(HttpRequest.BodyPublishers.ofString("x"))
              .build();
      assertThat(raw.send(presigned).statusCode()).isEqualTo(403);
    }
  }

  @Test
  void tagsOfWhatIsThere() {
    deny("s3:GetObject*", "\"StringEquals\":{\"s3:ExistingObjectTag/team\":\"blue\"}");
    Answers.denied(() -> user.getObjectAsBytes(get("tagged")));
    user.getObjectAsBytes(get("plain"));
    s3.putObjectTagging(
        b ->
            b.bucket(BUCKET)
                .key("plain")
                .tagging(t -> t.tagSet(Tag.builder().key("team").value("blue").build())));
    Answers.denied(() -> user.getObjectAsBytes(get("plain")));
  }

  @Test
  void tagsOfTheVersionThatIsNamed() {
    s3.putBucketVersioning(b -> b.bucket(BUCKET).versioningConfiguration(c -> c.status("Enabled")));
    String version =
        s3.putObject(
                b -> b.bucket(BUCKET).key("v").tagging("team=blue"), RequestBody.fromString("1"))
            .versionId();
    put("v", "team=red");
    deny("s3:GetObject*", "\"StringEquals\":{\"s3:ExistingObjectTag/team\":\"blue\"}");
    user.getObjectAsBytes(get("v"));
    Answers.denied(() -> user.getObjectAsBytes(b -> b.bucket(BUCKET).key("v").versionId(version)));
    deny("s3:GetObjectVersion", "\"StringEquals\":{\"s3:VersionId\":\"" + version + "\"}");
    Answers.denied(() -> user.getObjectAsBytes(b -> b.bucket(BUCKET).key("v").versionId(version)));
    deny("s3:DeleteObjectVersion", "\"StringEquals\":{\"s3:VersionId\":\"" + version + "\"}");
    List<S3Error> errors =
        user.deleteObjects(
                b ->
                    b.bucket(BUCKET)
                        .delete(
                            d ->
                                d.objects(
                                    ObjectIdentifier.builder()
                                        .key("v")
                                        .versionId(version)
                                        .build())))
            .errors();
    assertThat(errors).extracting(S3Error::code).containsExactly("AccessDenied");
  }

  @Test
  void tagsThatArePut() {
    deny("s3:PutObjectTagging", "\"StringEquals\":{\"s3:RequestObjectTag/team\":\"blue\"}");
    Answers.denied(
        () ->
            user.putObject(
                b -> b.bucket(BUCKET).key("new").tagging("team=blue"),
                RequestBody.fromString("v")));
    user.putObject(
        b -> b.bucket(BUCKET).key("new").tagging("team=red"), RequestBody.fromString("v"));
    deny(
        "s3:PutObjectTagging",
        "\"ForAnyValue:StringEquals\":{\"s3:RequestObjectTagKeys\":[\"secret\"]}");
    Answers.denied(
        () ->
            user.putObject(
                b -> b.bucket(BUCKET).key("new").tagging("secret=1"), RequestBody.fromString("v")));
  }

  @Test
  @Fact("s3-032")
  void whatIsListed() {
    deny("s3:ListBucket", "\"StringNotLike\":{\"s3:prefix\":\"own/*\"}");
    Answers.denied(() -> user.listObjectsV2(b -> b.bucket(BUCKET)));
    Answers.denied(() -> user.listObjectsV2(b -> b.bucket(BUCKET).prefix("other/")));
    ListObjectsV2Request own =
        ListObjectsV2Request.builder().bucket(BUCKET).prefix("own/a").delimiter("/").build();
    user.listObjectsV2(own);
    deny("s3:ListBucket", "\"StringEquals\":{\"s3:delimiter\":\"/\"}");
    Answers.denied(() -> user.listObjectsV2(own));
    deny("s3:ListBucket", "\"NumericGreaterThan\":{\"s3:max-keys\":\"10\"}");
    Answers.denied(() -> user.listObjectsV2(b -> b.bucket(BUCKET).maxKeys(11)));
    user.listObjectsV2(b -> b.bucket(BUCKET).maxKeys(10));
  }

  @Test
  void headersOfWrites() {
    puts(
        "\"StringEquals\":{\"s3:x-amz-storage-class\":\"GLACIER\"}",
        b -> b.storageClass("GLACIER"),
        b -> b.storageClass("STANDARD_IA"));
    puts(
        "\"StringEquals\":{\"s3:x-amz-acl\":\"bucket-owner-full-control\"}",
        b -> b.acl("bucket-owner-full-control"),
        b -> b.acl((String) null));
    puts(
        "\"StringEquals\":{\"s3:x-amz-server-side-encryption\":\"AES256\"}",
        b -> b.serverSideEncryption("AES256"),
        b -> b.storageClass("STANDARD"));
    puts(
        "\"Null\":{\"s3:x-amz-website-redirect-location\":\"false\"}",
        b -> b.websiteRedirectLocation("/elsewhere"),
        b -> b.storageClass("STANDARD"));
    puts(
        "\"Null\":{\"s3:if-none-match\":\"true\"}",
        b -> b.storageClass("STANDARD"),
        b -> b.key("once").ifNoneMatch("*"));
    deny(
        "s3:PutObject",
        "\"StringNotEquals\":{\"s3:x-amz-copy-source\":\"condition-bucket/plain\"}");
    CopyObjectRequest.Builder copy =
        CopyObjectRequest.builder()
            .sourceBucket(BUCKET)
            .destinationBucket(BUCKET)
            .destinationKey("copy");
    Answers.denied(() -> user.copyObject(copy.sourceKey("tagged").build()));
    user.copyObject(copy.sourceKey("plain").build());
    deny("s3:PutObject", "\"StringEquals\":{\"s3:x-amz-metadata-directive\":\"REPLACE\"}");
    Answers.denied(() -> user.copyObject(copy.metadataDirective("REPLACE").build()));
  }

  @Test
  void ownershipThatBucketsAreCreatedWith() {
    String policy =
        """
        s3:CreateBucket","Resource":"*","Condition":{"StringEquals":\
        {"s3:x-amz-object-ownership":"BucketOwnerEnforced"}}},\
        {"Effect":"Allow","Action":"s3:PutBucketOwnershipControls\
        """;
    try (S3Client maker = TestUser.create(nephele, "000000000000", "maker", policy).client()) {
      Answers.denied(
          () -> maker.createBucket(b -> b.bucket("loose-b").objectOwnership("ObjectWriter")));
      maker.createBucket(b -> b.bucket("strict-b").objectOwnership("BucketOwnerEnforced"));
    }
  }

  @Test
  void locksThatAreAskedFor() {
    String locked = "locked-condition-bucket";
    s3.createBucket(b -> b.bucket(locked).objectLockEnabledForBucket(true));
    s3.putBucketPolicy(
        b ->
            b.bucket(locked)
                .policy(
                    """
                    {"Version":"2012-10-17","Statement":[{"Effect":"Deny","Principal":"*",
                    "Action":["s3:PutObjectRetention","s3:PutObject"],
                    "Resource":"arn:aws:s3:::%s/*","Condition":{"NumericGreaterThan":
                    {"s3:object-lock-remaining-retention-days":"10"}}}]}
                    """
                        .formatted(locked)));
    PutObjectRequest.Builder put =
        PutObjectRequest.builder().bucket(locked).key("k").objectLockMode("GOVERNANCE");
    Answers.denied(
        () ->
            user.putObject(
                put.objectLockRetainUntilDate(clock.now().plus(Duration.ofDays(12))).build(),
                RequestBody.fromString("v")));
    user.putObject(
        put.objectLockRetainUntilDate(clock.now().plus(Duration.ofDays(5))).build(),
        RequestBody.fromString("v"));
    Answers.denied(
        () ->
            user.putObjectRetention(
                b ->
                    b.bucket(locked)
                        .key("k")
                        .retention(
                            r ->
                                r.mode("GOVERNANCE")
                                    .retainUntilDate(clock.now().plus(Duration.ofDays(20))))));
  }

  @Test
  void howARequestIsSigned() throws Exception {
    try (RawS3 raw = new RawS3(nephele.endpoint())) {
      URI url = raw.signed("GET", "/" + BUCKET + "/plain");
      assertThat(raw.send(HttpRequest.newBuilder(url).build()).statusCode()).isEqualTo(200);
      deny("s3:GetObject", "\"StringNotEquals\":{\"s3:authType\":\"REST-HEADER\"}");
      assertThat(raw.send(HttpRequest.newBuilder(url).build()).statusCode()).isEqualTo(403);
      user.getObjectAsBytes(get("plain"));
    }
    deny("s3:GetObject", "\"StringEquals\":{\"s3:signatureversion\":\"AWS4-HMAC-SHA256\"}");
    Answers.denied(() -> user.getObjectAsBytes(get("plain")));
    deny("s3:GetObject", "\"NumericGreaterThan\":{\"s3:signatureAge\":\"600000\"}");
    user.getObjectAsBytes(get("plain"));
    deny("s3:GetObject", "\"NumericLessThanEquals\":{\"s3:signatureAge\":\"600000\"}");
    Answers.denied(() -> user.getObjectAsBytes(get("plain")));
  }

  @Test
  void whoseABucketIs() {
    deny("s3:GetObject", "\"StringEquals\":{\"s3:ResourceAccount\":\"000000000000\"}");
    Answers.denied(() -> user.getObjectAsBytes(get("plain")));
    deny("s3:GetObject", "\"StringNotEquals\":{\"s3:ResourceAccount\":\"000000000000\"}");
    user.getObjectAsBytes(get("plain"));
  }

  @Test
  void whetherAnObjectIsMade() {
    deny("s3:PutObject", "\"Bool\":{\"s3:ObjectCreationOperation\":\"true\"}");
    Answers.denied(
        () -> user.putObject(b -> b.bucket(BUCKET).key("new"), RequestBody.fromString("v")));
    user.createMultipartUpload(b -> b.bucket(BUCKET).key("new"));
  }
}
