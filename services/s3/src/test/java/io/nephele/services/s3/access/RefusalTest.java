package io.nephele.services.s3.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.nephele.core.identity.CanonicalUser;
import io.nephele.embedded.Nephele;
import io.nephele.junit.Clients;
import io.nephele.junit.Fact;
import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import io.nephele.services.s3.RawS3;
import io.nephele.services.s3.TestUser;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** What stands before permissions: regions, and who pays; and what no policy can take away. */
@NepheleTest(scope = NepheleTest.Scope.METHOD)
final class RefusalTest {
  private static final String OWNER = "000000000000";
  private static final String OTHER = "111122223333";
  private static final String BUCKET = "refusing-bucket";

  @Inject S3Client s3;
  @Inject Nephele nephele;

  private S3Client client(String account, String region) {
    return Clients.create(
        S3Client.class, nephele, region, AwsBasicCredentials.create(account, "secret"));
  }

  private void createInEurope() {
    s3.createBucket(
        b -> b.bucket(BUCKET).createBucketConfiguration(c -> c.locationConstraint("eu-west-1")));
    try (S3Client europe = client(OWNER, "eu-west-1")) {
      europe.putObject(b -> b.bucket(BUCKET).key("k"), RequestBody.fromString("v"));
    }
  }

  @Test
  @Fact("s3-003")
  void bucketsOfAnotherRegionAreToldTheirRegion() {
    createInEurope();
    try {
      s3.getObjectAsBytes(b -> b.bucket(BUCKET).key("k"));
      assertThat(false).as("read in the wrong region").isTrue();
    } catch (S3Exception e) {
      assertThat(e.statusCode()).isEqualTo(400);
      assertThat(e.awsErrorDetails().errorCode()).isEqualTo("AuthorizationHeaderMalformed");
      assertThat(e.awsErrorDetails().errorMessage())
          .isEqualTo(
              "The authorization header is malformed; the region 'us-east-1' is wrong; expecting"
                  + " 'eu-west-1'");
      assertThat(e.awsErrorDetails().sdkHttpResponse().firstMatchingHeader("x-amz-bucket-region"))
          .contains("eu-west-1");
    }
    assertThat(s3.getBucketLocation(b -> b.bucket(BUCKET)).locationConstraintAsString())
        .isEqualTo("eu-west-1");
  }

  @Test
  void clientsThatCrossRegionsFindTheWay() {
    createInEurope();
    try (S3Client crossing =
        S3Client.builder()
            .endpointOverride(nephele.endpoint())
            .region(Region.US_EAST_1)
            .credentialsProvider(
                StaticCredentialsProvider.create(AwsBasicCredentials.create(OWNER, "secret")))
            .forcePathStyle(true)
            .crossRegionAccessEnabled(true)
            .build()) {
      ResponseBytes<GetObjectResponse> read =
          crossing.getObjectAsBytes(b -> b.bucket(BUCKET).key("k"));
      assertThat(read.asUtf8String()).isEqualTo("v");
      assertThat(crossing.headBucket(b -> b.bucket(BUCKET)).bucketRegion()).isEqualTo("eu-west-1");
    }
  }

  @Test
  void evenWhoMayNotIsToldWhereABucketIs() throws Exception {
    createInEurope();
    try (RawS3 raw = new RawS3(nephele.endpoint())) {
      HttpRequest head =
          raw.anonymous("/" + BUCKET).method("HEAD", HttpRequest.BodyPublishers.noBody()).build();
      HttpResponse<String> response = raw.send(head);
      assertThat(response.statusCode()).isEqualTo(403);
      assertThat(response.headers().firstValue("x-amz-bucket-region")).contains("eu-west-1");
    }
  }

  @Test
  @Fact("s3-068")
  void whoMakesARequestHasToSayThatHePays() throws Exception {
    s3.createBucket(b -> b.bucket(BUCKET));
    s3.putObject(b -> b.bucket(BUCKET).key("k"), RequestBody.fromString("v"));
    s3.deletePublicAccessBlock(b -> b.bucket(BUCKET));
    s3.putBucketPolicy(
        b ->
            b.bucket(BUCKET)
                .policy(
                    """
                    {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*",
                    "Action":"s3:GetObject","Resource":"arn:aws:s3:::%s/*"}]}
                    """
                        .formatted(BUCKET)));
    s3.putBucketRequestPayment(
        b -> b.bucket(BUCKET).requestPaymentConfiguration(c -> c.payer("Requester")));
    try (S3Client other = client(OTHER, "us-east-1");
        RawS3 raw = new RawS3(nephele.endpoint())) {
      Answers.denied(() -> other.getObjectAsBytes(b -> b.bucket(BUCKET).key("k")));
      GetObjectResponse read =
          other
              .getObjectAsBytes(b -> b.bucket(BUCKET).key("k").requestPayer("requester"))
              .response();
      assertThat(read.requestChargedAsString()).isEqualTo("requester");
      HttpRequest anonymous =
          raw.anonymous("/" + BUCKET + "/k").header("x-amz-request-payer", "requester").build();
      assertThat(raw.send(anonymous).statusCode()).isEqualTo(403);
    }
    GetObjectResponse own =
        s3.getObjectAsBytes(b -> b.bucket(BUCKET).key("k").requestPayer("requester")).response();
    assertThat(own.requestCharged()).isNull();
  }

  @Test
  void theOwnersRootUserCanAlwaysMendAPolicy() {
    s3.createBucket(b -> b.bucket(BUCKET));
    s3.putBucketPolicy(
        b ->
            b.bucket(BUCKET)
                .policy(
                    """
                    {"Version":"2012-10-17","Statement":[{"Effect":"Deny","Principal":"*",
                    "Action":"s3:*","Resource":"arn:aws:s3:::%s"}]}
                    """
                        .formatted(BUCKET)));
    try (S3Client admin = TestUser.create(nephele, OWNER, "admin", "s3:*").client()) {
      Answers.denied(() -> admin.deleteBucketPolicy(b -> b.bucket(BUCKET)));
    }
    Answers.denied(() -> s3.listObjectsV2(b -> b.bucket(BUCKET)));
    assertThat(s3.getBucketPolicy(b -> b.bucket(BUCKET)).policy()).contains("Deny");
    s3.deleteBucketPolicy(b -> b.bucket(BUCKET));
    assertThat(s3.listObjectsV2(b -> b.bucket(BUCKET)).keyCount()).isZero();
  }

  @Test
  void objectsUploadedInPartsHaveTheListThatTheirUploadBeganWith() {
    s3.createBucket(b -> b.bucket(BUCKET).objectOwnership("ObjectWriter"));
    s3.putBucketAcl(b -> b.bucket(BUCKET).grantWrite("id=" + CanonicalUser.of(OTHER)));
    try (S3Client other = client(OTHER, "us-east-1")) {
      String id =
          other
              .createMultipartUpload(b -> b.bucket(BUCKET).key("k").acl("bucket-owner-read"))
              .uploadId();
      String etag =
          other
              .uploadPart(
                  b -> b.bucket(BUCKET).key("k").uploadId(id).partNumber(1),
                  RequestBody.fromString("theirs"))
              .eTag();
      other.completeMultipartUpload(
          b ->
              b.bucket(BUCKET)
                  .key("k")
                  .uploadId(id)
                  .multipartUpload(
                      m ->
                          m.parts(
                              List.of(CompletedPart.builder().partNumber(1).eTag(etag).build()))));
      assertThat(other.getObjectAcl(b -> b.bucket(BUCKET).key("k")).owner().id())
          .isEqualTo(CanonicalUser.of(OTHER));
    }
    assertThat(s3.getObjectAsBytes(b -> b.bucket(BUCKET).key("k")).asUtf8String())
        .isEqualTo("theirs");
    Answers.denied(() -> s3.getObjectAcl(b -> b.bucket(BUCKET).key("k")));
  }
}
