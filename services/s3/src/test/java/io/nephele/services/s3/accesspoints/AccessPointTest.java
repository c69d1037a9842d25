package io.nephele.services.s3.accesspoints;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nephele.embedded.Nephele;
import io.nephele.junit.Clients;
import io.nephele.junit.Fact;
import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import io.nephele.services.s3.RawS3;
import io.nephele.services.s3.TestUser;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.DeleteObjectsResponse;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3control.S3ControlClient;
import software.amazon.awssdk.services.s3control.model.AccessPoint;
import software.amazon.awssdk.services.s3control.model.CreateAccessPointRequest;
import software.amazon.awssdk.services.s3control.model.CreateAccessPointResponse;
import software.amazon.awssdk.services.s3control.model.GetAccessPointResponse;
import software.amazon.awssdk.services.s3control.model.ListAccessPointsResponse;
import software.amazon.awssdk.services.s3control.model.Tag;

/** Buckets are reached by access points, too, under the policies of both. */
@NepheleTest(scope = NepheleTest.Scope.METHOD)
final class AccessPointTest {
  private static final String ACCOUNT = "000000000000";
  private static final String OTHER = "111122223333";
  private static final String BUCKET = "pointed-bucket";
  private static final String ARN = "arn:aws:s3:us-east-1:000000000000:accesspoint/";
  private static final String RAW = "/arn%3Aaws%3As3%3Aus-east-1%3A000000000000%3Aaccesspoint%2F";

  @Inject S3Client s3;
  @Inject S3ControlClient control;
  @Inject Nephele nephele;

  @BeforeEach
  void prepare() {
    s3.createBucket(b -> b.bucket(BUCKET));
    s3.putObject(b -> b.bucket(BUCKET).key("red/a"), RequestBody.fromString("red"));
    s3.putObject(b -> b.bucket(BUCKET).key("blue/b"), RequestBody.fromString("blue"));
  }

  private String create(String name) {
    return control.createAccessPoint(request(name).build()).alias();
  }

  private static CreateAccessPointRequest.Builder request(String name) {
    return CreateAccessPointRequest.builder().accountId(ACCOUNT).name(name).bucket(BUCKET);
  }

  private void policy(String name, String statements) {
    control.putAccessPointPolicy(b -> b.accountId(ACCOUNT).name(name).policy(document(statements)));
  }

  private static String document(String statements) {
    return "{\"Version\":\"2012-10-17\",\"Statement\":[" + statements + "]}";
  }

  private static String allow(String principal, String action, String resource) {
    return """
    {"Effect":"Allow","Principal":{"AWS":"%s"},"Action":"%s","Resource":"%s"}\
    """
        .formatted(principal, action, resource);
  }

  /** The bucket leaves it to the access points of its account. */
  private void delegate() {
    String statement =
        """
        {"Effect":"Allow","Principal":{"AWS":"*"},"Action":"*",
        "Resource":["arn:aws:s3:::pointed-bucket","arn:aws:s3:::pointed-bucket/*"],
        "Condition":{"StringEquals":{"s3:DataAccessPointAccount":"000000000000"}}}
        """;
    s3.putBucketPolicy(b -> b.bucket(BUCKET).policy(document(statement)));
  }

  private static void refused(ThrowingCallable call, int status, String code) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            AwsServiceException.class,
            e -> {
              assertThat(e.awsErrorDetails().errorCode()).isEqualTo(code);
              assertThat(e.statusCode()).isEqualTo(status);
            });
  }

  @Test
  void onlyDirectoryBucketsHaveScopes() {
    control.createAccessPoint(request("mine").build());
    assertThatThrownBy(
            () ->
                control.putAccessPointScope(
                    b -> b.accountId(ACCOUNT).name("mine").scope(c -> c.prefixes("a"))))
        .hasMessageContaining("only supported for access points of directory buckets");
    assertThatThrownBy(() -> control.getAccessPointScope(b -> b.accountId(ACCOUNT).name("none")))
        .hasMessageContaining("does not exist");
  }

  @Test
  @Fact("s3-054")
  void objectsAreReachedByAliasAndByArn() throws Exception {
    CreateAccessPointResponse created = control.createAccessPoint(request("mine").build());
    String alias = created.alias();
    assertThat(alias).matches("mine-[a-z0-9]{29}use1a-s3alias");
    assertThat(created.accessPointArn()).isEqualTo(ARN + "mine");

    s3.putObject(b -> b.bucket(alias).key("green/c"), RequestBody.fromString("green"));
    assertThat(s3.getObjectAsBytes(b -> b.bucket(BUCKET).key("green/c")).asUtf8String())
        .isEqualTo("green");
    assertThat(s3.listObjectsV2(b -> b.bucket(alias).prefix("red/")).contents()).hasSize(1);
    assertThat(s3.headBucket(b -> b.bucket(alias)).accessPointAlias()).isTrue();
    s3.copyObject(
        b ->
            b.sourceBucket(alias)
                .sourceKey("green/c")
                .destinationBucket(alias)
                .destinationKey("d"));
    String upload = s3.createMultipartUpload(b -> b.bucket(alias).key("parts")).uploadId();
    String etag =
        s3.uploadPart(
                b -> b.bucket(alias).key("parts").uploadId(upload).partNumber(1),
                RequestBody.fromString("one"))
            .eTag();
    s3.completeMultipartUpload(
        b ->
            b.bucket(alias)
                .key("parts")
                .uploadId(upload)
                .multipartUpload(
                    m -> m.parts(CompletedPart.builder().partNumber(1).eTag(etag).build())));
    assertThat(s3.getObjectAsBytes(b -> b.bucket(alias).key("parts")).asUtf8String())
        .isEqualTo("one");

    try (RawS3 raw = new RawS3(nephele.endpoint())) {
      assertThat(raw.get(RAW + "mine/red/a").body()).isEqualTo("red");
      assertThat(raw.get(RAW + "none/red/a").body()).contains("NoSuchAccessPoint");
    }
    // Nothing of the bucket itself can be changed.
    refused(() -> s3.deleteBucket(b -> b.bucket(alias)), 405, "MethodNotAllowed");
    refused(() -> s3.deleteBucketPolicy(b -> b.bucket(alias)), 405, "MethodNotAllowed");
    refused(
        () -> s3.getObject(b -> b.bucket("x" + alias.substring(1)).key("k")),
        400,
        "InvalidAccessPointAliasError");
  }

  @Test
  void thePublicIsLetInOnlyWhereNothingBlocksIt() throws Exception {
    s3.deletePublicAccessBlock(b -> b.bucket(BUCKET));
    control.createAccessPoint(
        request("open").publicAccessBlockConfiguration(c -> c.ignorePublicAcls(true)).build());
    policy("open", allow("*", "s3:GetObject", ARN + "open/object/red/*"));
    delegate();
    assertThat(
            control
                .getAccessPointPolicyStatus(b -> b.accountId(ACCOUNT).name("open"))
                .policyStatus()
                .isPublic())
        .isTrue();
    try (RawS3 raw = new RawS3(nephele.endpoint())) {
      String end = ".us-east-1.amazonaws.com";
      String host = "open-000000000000.s3-accesspoint" + end;
      for (String each :
          List.of(
              host,
              "open-000000000000.s3-accesspoint.dualstack" + end,
              "open-000000000000.s3-accesspoint-fips" + end)) {
        assertThat(raw.toHost(each, "GET", "/red/a").body()).as(each).isEqualTo("red");
      }
      assertThat(raw.toHost("none-000000000000.s3-accesspoint" + end, "GET", "/red/a").body())
          .contains("NoSuchAccessPoint");
      assertThat(raw.toHost(host, "GET", "/blue/b").status()).isEqualTo(403);
      // So do the SDKs with an endpoint of one's own.
      assertThat(raw.toHost("open-000000000000.localhost:4566", "GET", "/red/a").body())
          .isEqualTo("red");
      // It is not the bucket that is public.
      assertThat(raw.toHost(BUCKET + ".localhost", "GET", "/red/a").status()).isEqualTo(403);
    }
    create("closed");
    refused(
        () -> policy("closed", allow("*", "s3:GetObject", ARN + "closed/object/*")),
        403,
        "AccessDenied");
  }

  @Test
  @Fact("s3-055")
  void eachHasAPolicyOfItsOwn() {
    String red = create("red-only");
    String blue = create("blue-only");
    try (S3Client user = TestUser.create(nephele, ACCOUNT, "reader", "sqs:ListQueues").client()) {
      String reader = "arn:aws:iam::000000000000:user/reader";
      policy("red-only", allow(reader, "s3:GetObject", ARN + "red-only/object/red/*"));
      policy("blue-only", allow(reader, "s3:PutObject", ARN + "blue-only/object/blue/*"));
      // The bucket has to allow it, too.
      refused(() -> user.getObject(b -> b.bucket(red).key("red/a")), 403, "AccessDenied");
      delegate();
      assertThat(user.getObjectAsBytes(b -> b.bucket(red).key("red/a")).asUtf8String())
          .isEqualTo("red");
      refused(() -> user.getObject(b -> b.bucket(red).key("blue/b")), 403, "AccessDenied");
      refused(() -> user.getObject(b -> b.bucket(blue).key("blue/b")), 403, "AccessDenied");
      user.putObject(b -> b.bucket(blue).key("blue/c"), RequestBody.fromString("c"));
      refused(
          () -> user.putObject(b -> b.bucket(blue).key("red/c"), RequestBody.fromString("c")),
          403,
          "AccessDenied");
      // It is the access point that lets the reader in, not the bucket.
      refused(() -> user.getObject(b -> b.bucket(BUCKET).key("red/a")), 403, "AccessDenied");
      refused(
          () ->
              user.copyObject(
                  b ->
                      b.sourceBucket(blue)
                          .sourceKey("blue/b")
                          .destinationBucket(blue)
                          .destinationKey("blue/d")),
          403,
          "AccessDenied");
      user.copyObject(
          b ->
              b.sourceBucket(red)
                  .sourceKey("red/a")
                  .destinationBucket(blue)
                  .destinationKey("blue/d"));
      policy("red-only", allow(reader, "s3:DeleteObject", ARN + "red-only/object/red/*"));
      DeleteObjectsResponse deleted =
          user.deleteObjects(
              b ->
                  b.bucket(red)
                      .delete(
                          d ->
                              d.objects(
                                  ObjectIdentifier.builder().key("red/a").build(),
                                  ObjectIdentifier.builder().key("blue/b").build())));
      assertThat(deleted.deleted()).extracting(o -> o.key()).containsExactly("red/a");
      assertThat(deleted.errors()).extracting(e -> e.key()).containsExactly("blue/b");
    }
  }

  @Test
  void aDenialOfTheAccessPointHoldsForWhomTheBucketAllows() {
    String alias = create("mine");
    policy(
        "mine",
        """
        {"Effect":"Deny","Principal":"*","Action":"s3:GetObject",
        "Resource":"arn:aws:s3:us-east-1:000000000000:accesspoint/mine/object/blue/*"}
        """);
    assertThat(s3.getObjectAsBytes(b -> b.bucket(alias).key("red/a")).asUtf8String())
        .isEqualTo("red");
    refused(() -> s3.getObject(b -> b.bucket(alias).key("blue/b")), 403, "AccessDenied");
    assertThat(s3.getObjectAsBytes(b -> b.bucket(BUCKET).key("blue/b")).asUtf8String())
        .isEqualTo("blue");
    // And a bucket can insist on access points.
    s3.putBucketPolicy(
        b ->
            b.bucket(BUCKET)
                .policy(
                    document(
                        """
                        {"Effect":"Deny","Principal":"*","Action":"s3:GetObject",
                        "Resource":"arn:aws:s3:::pointed-bucket/*","Condition":{"ArnNotLike":
                        {"s3:DataAccessPointArn":"arn:aws:s3:*:000000000000:accesspoint/*"}}}
                        """)));
    assertThat(s3.getObjectAsBytes(b -> b.bucket(alias).key("red/a")).asUtf8String())
        .isEqualTo("red");
    refused(() -> s3.getObject(b -> b.bucket(BUCKET).key("red/a")), 403, "AccessDenied");
  }

  @Test
  @Fact("s3-057")
  void anAccessPointOfANetworkIsForCallsFromThereAlone() {
    String alias =
        control
            .createAccessPoint(
                request("inner").vpcConfiguration(v -> v.vpcId("vpc-1a2b3c4d")).build())
            .alias();
    create("outer");
    GetAccessPointResponse inner = control.getAccessPoint(b -> b.accountId(ACCOUNT).name("inner"));
    assertThat(inner.networkOriginAsString()).isEqualTo("VPC");
    assertThat(inner.vpcConfiguration().vpcId()).isEqualTo("vpc-1a2b3c4d");
    GetAccessPointResponse outer = control.getAccessPoint(b -> b.accountId(ACCOUNT).name("outer"));
    assertThat(outer.networkOriginAsString()).isEqualTo("Internet");
    assertThat(outer.vpcConfiguration()).isNull();
    refused(() -> s3.getObject(b -> b.bucket(alias).key("red/a")), 403, "AccessDenied");
    refused(
        () ->
            s3.copyObject(
                b ->
                    b.sourceBucket(alias)
                        .sourceKey("red/a")
                        .destinationBucket(BUCKET)
                        .destinationKey("x")),
        403,
        "AccessDenied");
  }

  @Test
  void anotherAccountMayHaveAnAccessPointOfABucket() {
    S3ControlClient theirs =
        Clients.create(
            S3ControlClient.class,
            nephele,
            "us-east-1",
            AwsBasicCredentials.create(OTHER, "secret"));
    S3Client them =
        Clients.create(
            S3Client.class, nephele, "us-east-1", AwsBasicCredentials.create(OTHER, "secret"));
    refused(
        () -> theirs.createAccessPoint(b -> b.accountId(OTHER).name("theirs").bucket(BUCKET)),
        403,
        "AccessDenied");
    String alias =
        theirs
            .createAccessPoint(
                b -> b.accountId(OTHER).name("theirs").bucket(BUCKET).bucketAccountId(ACCOUNT))
            .alias();
    refused(() -> them.getObject(b -> b.bucket(alias).key("red/a")), 403, "AccessDenied");
    s3.putBucketPolicy(
        b ->
            b.bucket(BUCKET)
                .policy(
                    document(
                        """
                        {"Effect":"Allow","Principal":{"AWS":"111122223333"},
                        "Action":"s3:GetObject","Resource":"arn:aws:s3:::pointed-bucket/*",
                        "Condition":{"StringEquals":{"s3:AccessPointNetworkOrigin":"Internet",
                        "s3:DataAccessPointAccount":"111122223333"}}}
                        """)));
    assertThat(them.getObjectAsBytes(b -> b.bucket(alias).key("red/a")).asUtf8String())
        .isEqualTo("red");
    refused(() -> them.getObject(b -> b.bucket(BUCKET).key("red/a")), 403, "AccessDenied");
  }

  @Test
  void theyAreToldListedAndDeleted() {
    create("first");
    create("second");
    refused(() -> create("second"), 409, "AccessPointAlreadyOwnedByYou");
    refused(() -> create("No-Capitals"), 400, "InvalidAccessPoint");
    refused(
        () ->
            control.createAccessPoint(
                b -> b.accountId(ACCOUNT).name("nowhere").bucket("no-such-bucket")),
        400,
        "InvalidRequest");
    GetAccessPointResponse told = control.getAccessPoint(b -> b.accountId(ACCOUNT).name("first"));
    assertThat(told.bucket()).isEqualTo(BUCKET);
    assertThat(told.bucketAccountId()).isEqualTo(ACCOUNT);
    assertThat(told.publicAccessBlockConfiguration().restrictPublicBuckets()).isTrue();
    assertThat(told.endpoints()).containsEntry("ipv4", "s3-accesspoint.us-east-1.amazonaws.com");
    ListAccessPointsResponse page =
        control.listAccessPoints(b -> b.accountId(ACCOUNT).maxResults(1));
    assertThat(page.accessPointList()).extracting(AccessPoint::name).containsExactly("first");
    assertThat(
            control
                .listAccessPoints(b -> b.accountId(ACCOUNT).nextToken(page.nextToken()))
                .accessPointList())
        .extracting(AccessPoint::name)
        .containsExactly("second");
    assertThat(
            control
                .listAccessPoints(b -> b.accountId(ACCOUNT).bucket("no-such-bucket"))
                .accessPointList())
        .isEmpty();
    s3.deleteObjects(
        b ->
            b.bucket(BUCKET)
                .delete(
                    d ->
                        d.objects(
                            ObjectIdentifier.builder().key("red/a").build(),
                            ObjectIdentifier.builder().key("blue/b").build())));
    refused(() -> s3.deleteBucket(b -> b.bucket(BUCKET)), 400, "BucketHasAccessPointsAttached");
    control.deleteAccessPoint(b -> b.accountId(ACCOUNT).name("first"));
    control.deleteAccessPoint(b -> b.accountId(ACCOUNT).name("second"));
    refused(
        () -> control.getAccessPoint(b -> b.accountId(ACCOUNT).name("first")),
        404,
        "NoSuchAccessPoint");
    s3.deleteBucket(b -> b.bucket(BUCKET));
  }

  @Test
  void policiesAreForTheirAccessPoint() {
    create("mine");
    refused(
        () -> control.getAccessPointPolicy(b -> b.accountId(ACCOUNT).name("mine")),
        404,
        "NoSuchAccessPointPolicy");
    refused(
        () -> policy("mine", allow(ACCOUNT, "s3:GetObject", "arn:aws:s3:::pointed-bucket/*")),
        400,
        "MalformedPolicy");
    refused(
        () -> policy("mine", allow(ACCOUNT, "s3:GetObject", ARN + "mine")), 400, "MalformedPolicy");
    policy("mine", allow(ACCOUNT, "s3:ListBucket", ARN + "mine"));
    assertThat(control.getAccessPointPolicy(b -> b.accountId(ACCOUNT).name("mine")).policy())
        .contains("s3:ListBucket");
    control.deleteAccessPointPolicy(b -> b.accountId(ACCOUNT).name("mine"));
    refused(
        () -> control.getAccessPointPolicyStatus(b -> b.accountId(ACCOUNT).name("mine")),
        404,
        "NoSuchAccessPointPolicy");
  }

  @Test
  void theyHaveTags() {
    control.createAccessPoint(
        request("tagged").tags(Tag.builder().key("team").value("blue").build()).build());
    control.tagResource(
        b ->
            b.accountId(ACCOUNT)
                .resourceArn(ARN + "tagged")
                .tags(Tag.builder().key("level").value("1").build()));
    control.untagResource(b -> b.accountId(ACCOUNT).resourceArn(ARN + "tagged").tagKeys("team"));
    assertThat(
            control
                .listTagsForResource(b -> b.accountId(ACCOUNT).resourceArn(ARN + "tagged"))
                .tags())
        .containsExactly(Tag.builder().key("level").value("1").build());
  }
}
