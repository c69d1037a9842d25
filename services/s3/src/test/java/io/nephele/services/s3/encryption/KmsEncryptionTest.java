package io.nephele.services.s3.encryption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nephele.core.quotas.BucketSize;
import io.nephele.core.quotas.QuotaOverride;
import io.nephele.core.time.VirtualClock;
import io.nephele.embedded.Nephele;
import io.nephele.junit.Clients;
import io.nephele.junit.Fact;
import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.AccessKey;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;
import software.amazon.awssdk.services.s3.model.ServerSideEncryptionRule;

/** Objects are encrypted under keys of S3 and of KMS. */
@NepheleTest(scope = NepheleTest.Scope.METHOD)
final class KmsEncryptionTest {
  private static final String BUCKET = "kms-bucket";
  private static final String TEXT = "what is kept";

  @Inject Nephele nephele;
  @Inject S3Client s3;
  @Inject KmsClient kms;
  @Inject IamClient iam;
  @Inject VirtualClock clock;

  @BeforeEach
  void makeBucket() {
    s3.createBucket(b -> b.bucket(BUCKET));
  }

  @Test
  @Fact({"s3-022", "s3-081", "s3-082", "s3-097", "s3-108", "s3-112", "s3-127"})
  void objectsAreUnderKeysOfS3UnlessSomethingElseIsSaid() {
    ServerSideEncryptionRule rule =
        s3.getBucketEncryption(b -> b.bucket(BUCKET))
            .serverSideEncryptionConfiguration()
            .rules()
            .getFirst();
    assertThat(rule.applyServerSideEncryptionByDefault().sseAlgorithm())
        .isEqualTo(ServerSideEncryption.AES256);
    assertThat(rule.bucketKeyEnabled()).isFalse();
    assertThat(put("plain", null, null).serverSideEncryption())
        .isEqualTo(ServerSideEncryption.AES256);
    assertThat(put("asked", "AES256", null).serverSideEncryption())
        .isEqualTo(ServerSideEncryption.AES256);
    assertThat(head("plain").serverSideEncryption()).isEqualTo(ServerSideEncryption.AES256);
    refused("InvalidArgument", "not supported", () -> put("k", "AWS256", null));
    refused("InvalidArgument", "requires HTTP header", () -> put("k", "AES256", "alias/aws/s3"));
  }

  @Test
  @Fact({"s3-076", "s3-109", "s3-128", "s3-024", "kms-051"})
  void objectsAreUnderTheKeyThatTheRequestNames() {
    String arn = key();
    kms.createAlias(b -> b.aliasName("alias/mine").targetKeyId(arn));
    for (String name : new String[] {arn, arn.substring(arn.indexOf('/') + 1), "alias/mine"}) {
      PutObjectResponse done = put("k", "aws:kms", name);
      assertThat(done.ssekmsKeyId()).isEqualTo(arn);
      assertThat(done.serverSideEncryption()).isEqualTo(ServerSideEncryption.AWS_KMS);
      assertThat(done.bucketKeyEnabled()).isNull();
      assertThat(head("k").ssekmsKeyId()).isEqualTo(arn);
      GetObjectResponse got = s3.getObjectAsBytes(b -> b.bucket(BUCKET).key("k")).response();
      assertThat(got.ssekmsKeyId()).isEqualTo(arn);
      assertThat(get("k")).isEqualTo(TEXT);
    }
    assertThat(put("twice", "aws:kms:dsse", arn).serverSideEncryption())
        .isEqualTo(ServerSideEncryption.AWS_KMS_DSSE);
    assertThat(get("twice")).isEqualTo(TEXT);
    byte[] large = new byte[200_000];
    new Random(1).nextBytes(large);
    s3.putObject(
        b ->
            b.bucket(BUCKET)
                .key("twice")
                .serverSideEncryption(ServerSideEncryption.AWS_KMS_DSSE)
                .ssekmsKeyId(arn),
        RequestBody.fromBytes(large));
    assertThat(s3.getObjectAsBytes(b -> b.bucket(BUCKET).key("twice")).asByteArray())
        .isEqualTo(large);
    assertThat(
            s3.getObjectAsBytes(b -> b.bucket(BUCKET).key("twice").range("bytes=131070-131080"))
                .asByteArray())
        .isEqualTo(Arrays.copyOfRange(large, 131_070, 131_081));
    refused("KMS.NotFoundException", "", () -> put("k", "aws:kms", "alias/none"));
  }

  @Test
  @Fact("s3-077")
  void withoutNameItIsTheKeyThatAwsManages() {
    String arn = put("k", "aws:kms", null).ssekmsKeyId();
    assertThat(kms.describeKey(b -> b.keyId("alias/aws/s3")).keyMetadata().arn()).isEqualTo(arn);
    assertThat(get("k")).isEqualTo(TEXT);
  }

  @Test
  @Fact({"s3-075", "s3-073"})
  void objectsCannotBeReadWhileTheirKeyIsDisabled() {
    String arn = key();
    put("k", "aws:kms", arn);
    kms.disableKey(b -> b.keyId(arn));
    refused("KMS.DisabledException", arn + " is disabled.", () -> get("k"));
    refused("KMS.DisabledException", arn, () -> put("other", "aws:kms", arn));
    kms.enableKey(b -> b.keyId(arn));
    assertThat(get("k")).isEqualTo(TEXT);
    kms.scheduleKeyDeletion(b -> b.keyId(arn).pendingWindowInDays(7));
    refused("KMS.KMSInvalidStateException", "pending deletion", () -> get("k"));
    // What is known of it can be read all the same.
    assertThat(head("k").contentLength()).isEqualTo(TEXT.length());
  }

  @Test
  @Fact("s3-074")
  void whoMayNotUseTheKeyMayNotReadOrWrite() {
    String arn = key();
    put("k", "aws:kms", arn);
    S3Client user = user("s3:*");
    refused(
        user,
        "AccessDenied",
        "kms:Decrypt",
        c -> c.getObjectAsBytes(b -> b.bucket(BUCKET).key("k")));
    refused(
        user,
        "AccessDenied",
        "kms:GenerateDataKey",
        c ->
            c.putObject(
                b ->
                    b.bucket(BUCKET)
                        .key("mine")
                        .serverSideEncryption(ServerSideEncryption.AWS_KMS)
                        .ssekmsKeyId(arn),
                RequestBody.fromString("x")));
    S3Client reader = user("s3:*", "kms:Decrypt");
    assertThat(reader.getObjectAsBytes(b -> b.bucket(BUCKET).key("k")).asUtf8String())
        .isEqualTo(TEXT);
  }

  @Test
  @Fact("s3-092")
  void aPolicyCanRefuseOtherKeys() {
    String right = key();
    String wrong = key();
    String policy =
        """
        {"Version":"2012-10-17","Statement":[{"Effect":"Deny","Principal":"*",\
        "Action":"s3:PutObject","Resource":"arn:aws:s3:::%s/*","Condition":{\
        "StringNotLikeIfExists":{"s3:x-amz-server-side-encryption-aws-kms-key-id":"%s"}}}]}
        """
            .formatted(BUCKET, right);
    s3.putBucketPolicy(b -> b.bucket(BUCKET).policy(policy));
    S3Client user = user("s3:*", "kms:*");
    put(user, right);
    refused(user, "AccessDenied", "explicit deny", c -> put(c, wrong));
    // What is absent counts as another: the operator says so.
    refused(
        user,
        "AccessDenied",
        "explicit deny",
        c -> c.putObject(b -> b.bucket(BUCKET).key("k"), RequestBody.fromString("no key")));
  }

  private static void put(S3Client client, String kmsKeyId) {
    client.putObject(
        b ->
            b.bucket(BUCKET)
                .key("k")
                .serverSideEncryption(ServerSideEncryption.AWS_KMS)
                .ssekmsKeyId(kmsKeyId),
        RequestBody.fromString(TEXT));
  }

  @Test
  void theContextOfTheCallerIsKept() {
    String arn = key();
    String context =
        Base64.getEncoder().encodeToString("{\"team\":\"a\"}".getBytes(StandardCharsets.UTF_8));
    s3.putObject(
        b ->
            b.bucket(BUCKET)
                .key("k")
                .serverSideEncryption(ServerSideEncryption.AWS_KMS)
                .ssekmsKeyId(arn)
                .ssekmsEncryptionContext(context),
        RequestBody.fromString(TEXT));
    assertThat(get("k")).isEqualTo(TEXT);
    refused(
        "InvalidArgument",
        "Base64-encoded UTF-8",
        () ->
            s3.putObject(
                b ->
                    b.bucket(BUCKET)
                        .key("k")
                        .serverSideEncryption(ServerSideEncryption.AWS_KMS)
                        .ssekmsEncryptionContext("?"),
                RequestBody.empty()));
  }

  @Test
  @Fact({"s3-023", "s3-047", "s3-098"})
  void theBucketDecidesWhereTheRequestDoesNot() {
    String arn = key();
    encryptByDefault(ServerSideEncryption.AWS_KMS, arn, true);
    PutObjectResponse byDefault = put("k", null, null);
    assertThat(byDefault.ssekmsKeyId()).isEqualTo(arn);
    assertThat(byDefault.bucketKeyEnabled()).isTrue();
    assertThat(head("k").bucketKeyEnabled()).isTrue();
    assertThat(get("k")).isEqualTo(TEXT);
    assertThat(put("own", "AES256", null).ssekmsKeyId()).isNull();

    String id = s3.createMultipartUpload(b -> b.bucket(BUCKET).key("m")).uploadId();
    String part =
        s3.uploadPart(
                b -> b.bucket(BUCKET).key("m").uploadId(id).partNumber(1),
                RequestBody.fromString(TEXT))
            .eTag();
    s3.completeMultipartUpload(
        b ->
            b.bucket(BUCKET)
                .key("m")
                .uploadId(id)
                .multipartUpload(
                    u -> u.parts(CompletedPart.builder().partNumber(1).eTag(part).build())));
    assertThat(head("m").ssekmsKeyId()).isEqualTo(arn);
    assertThat(get("m")).isEqualTo(TEXT);

    s3.deleteBucketEncryption(b -> b.bucket(BUCKET));
    assertThat(put("k", null, null).serverSideEncryption()).isEqualTo(ServerSideEncryption.AES256);
    refused(
        "InvalidArgument",
        "KMSMasterKeyID",
        () -> encryptByDefault(ServerSideEncryption.AES256, arn, false));
  }

  @Test
  void bucketKeysAreUsedForAWhileWithoutKms() {
    String arn = key();
    encryptByDefault(ServerSideEncryption.AWS_KMS, arn, true);
    put("k", null, null);
    kms.disableKey(b -> b.keyId(arn));
    put("k2", null, null);
    clock.advance(Duration.ofMinutes(6));
    refused("KMS.DisabledException", arn, () -> get("k"));
    refused("KMS.DisabledException", arn, () -> put("k3", null, null));
    kms.enableKey(b -> b.keyId(arn));
    assertThat(get("k2")).isEqualTo(TEXT);
  }

  @Test
  @Fact("s3-129")
  void keysOfKmsAreThrottledAtTheRateOfKmsAndThoseOfS3Never() {
    String arn = key();
    nephele
        .world()
        .quotas()
        .set(new QuotaOverride("keys", "kms", "GenerateDataKey", null, new BucketSize(2, 2)));
    put("k", "aws:kms", arn);
    put("k", "aws:kms", arn);
    refused(
        "KMS.ThrottlingException",
        "You have exceeded the rate at which you may call KMS.",
        () -> put("k", "aws:kms", arn));
    put("k", "AES256", null);
    clock.advance(Duration.ofSeconds(1));
    put("k", "aws:kms", arn);
  }

  private String key() {
    return kms.createKey().keyMetadata().arn();
  }

  private PutObjectResponse put(String key, String algorithm, String kmsKeyId) {
    return s3.putObject(
        b -> b.bucket(BUCKET).key(key).serverSideEncryption(algorithm).ssekmsKeyId(kmsKeyId),
        RequestBody.fromString(TEXT));
  }

  private String get(String key) {
    return s3.getObjectAsBytes(b -> b.bucket(BUCKET).key(key)).asUtf8String();
  }

  private HeadObjectResponse head(String key) {
    return s3.headObject(b -> b.bucket(BUCKET).key(key));
  }

  private void encryptByDefault(ServerSideEncryption algorithm, String keyArn, boolean bucketKey) {
    ServerSideEncryptionRule rule =
        ServerSideEncryptionRule.builder()
            .bucketKeyEnabled(bucketKey)
            .applyServerSideEncryptionByDefault(
                d -> d.sseAlgorithm(algorithm).kmsMasterKeyID(keyArn))
            .build();
    s3.putBucketEncryption(
        b -> b.bucket(BUCKET).serverSideEncryptionConfiguration(c -> c.rules(rule)));
  }

  private S3Client user(String... actions) {
    String name = "user-" + actions.length;
    iam.createUser(b -> b.userName(name));
    String policy =
        """
        {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["%s"],"Resource":"*"}]}
        """
            .formatted(String.join("\",\"", actions));
    iam.putUserPolicy(b -> b.userName(name).policyName("p").policyDocument(policy));
    AccessKey key = iam.createAccessKey(b -> b.userName(name)).accessKey();
    return Clients.create(
        S3Client.class,
        nephele,
        "us-east-1",
        AwsBasicCredentials.create(key.accessKeyId(), key.secretAccessKey()));
  }

  private static void refused(
      S3Client user, String code, String text, java.util.function.Consumer<S3Client> call) {
    refused(code, text, () -> call.accept(user));
  }

  private static void refused(String code, String text, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            S3Exception.class,
            e -> {
              assertThat(e.awsErrorDetails().errorCode()).isEqualTo(code);
              assertThat(e.awsErrorDetails().errorMessage()).contains(text);
            });
  }
}
