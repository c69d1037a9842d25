package io.nephele.services.s3.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.nephele.embedded.Nephele;
import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import io.nephele.services.s3.RawS3;
import io.nephele.services.s3.TestUser;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.Tag;
import software.amazon.awssdk.services.s3control.S3ControlClient;
import software.amazon.awssdk.services.s3control.model.PublicAccessBlockConfiguration;

/** An account's settings block public access to all its buckets, whatever the buckets say. */
@NepheleTest(scope = NepheleTest.Scope.METHOD)
final class AccountPublicAccessBlockTest {
  private static final String ACCOUNT = "000000000000";
  private static final String BUCKET = "blocked-bucket";
  private static final String PUBLIC =
      """
      {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*",
      "Action":"s3:GetObject","Resource":"arn:aws:s3:::blocked-bucket/*"}]}
      """;

  @Inject S3Client s3;
  @Inject S3ControlClient control;
  @Inject Nephele nephele;

  @BeforeEach
  void prepare() {
    s3.createBucket(b -> b.bucket(BUCKET));
    s3.deletePublicAccessBlock(b -> b.bucket(BUCKET));
    s3.putObject(b -> b.bucket(BUCKET).key("k"), RequestBody.fromString("v"));
  }

  private int anonymousGet() throws Exception {
    try (RawS3 raw = new RawS3(nephele.endpoint())) {
      return raw.send(raw.anonymous("/" + BUCKET + "/k").build()).statusCode();
    }
  }

  @Test
  void publicPoliciesOfBucketsAreOfNoEffect() throws Exception {
    s3.putBucketPolicy(b -> b.bucket(BUCKET).policy(PUBLIC));
    assertThat(anonymousGet()).isEqualTo(200);
    control.putPublicAccessBlock(
        b ->
            b.accountId(ACCOUNT)
                .publicAccessBlockConfiguration(
                    c -> c.restrictPublicBuckets(true).blockPublicPolicy(true)));
    assertThat(anonymousGet()).isEqualTo(403);
    Answers.denied(() -> s3.putBucketPolicy(b -> b.bucket(BUCKET).policy(PUBLIC)));
    control.deletePublicAccessBlock(b -> b.accountId(ACCOUNT));
    assertThat(anonymousGet()).isEqualTo(200);
  }

  @Test
  void itIsToldAsItWasPut() {
    Answers.refused(
        () -> control.getPublicAccessBlock(b -> b.accountId(ACCOUNT)),
        404,
        "NoSuchPublicAccessBlockConfiguration");
    control.putPublicAccessBlock(
        b -> b.accountId(ACCOUNT).publicAccessBlockConfiguration(c -> c.ignorePublicAcls(true)));
    PublicAccessBlockConfiguration told =
        control.getPublicAccessBlock(b -> b.accountId(ACCOUNT)).publicAccessBlockConfiguration();
    assertThat(told.ignorePublicAcls()).isTrue();
    assertThat(told.blockPublicAcls()).isFalse();
    assertThat(told.restrictPublicBuckets()).isFalse();
  }

  @Test
  void anAccountIsItsOwnBusiness() {
    Answers.denied(() -> control.getPublicAccessBlock(b -> b.accountId("111122223333")));
  }

  @Test
  void bucketsCanBeCreatedWithTags() {
    s3.createBucket(
        b ->
            b.bucket("tagged-bucket")
                .createBucketConfiguration(
                    c -> c.tags(Tag.builder().key("team").value("blue").build())));
    assertThat(s3.getBucketTagging(b -> b.bucket("tagged-bucket")).tagSet())
        .isEqualTo(List.of(Tag.builder().key("team").value("blue").build()));
    assertThat(
            control
                .listTagsForResource(
                    b -> b.accountId(ACCOUNT).resourceArn("arn:aws:s3:::tagged-bucket"))
                .tags())
        .hasSize(1);
    try (S3Client user = TestUser.create(nephele, ACCOUNT, "maker", "s3:CreateBucket").client()) {
      user.createBucket(b -> b.bucket("untagged-bucket"));
      Answers.denied(
          () ->
              user.createBucket(
                  b ->
                      b.bucket("tagged-too")
                          .createBucketConfiguration(
                              c -> c.tags(Tag.builder().key("team").value("blue").build()))));
    }
  }
}
