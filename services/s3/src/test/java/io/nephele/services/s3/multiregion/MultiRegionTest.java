package io.nephele.services.s3.multiregion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nephele.core.time.VirtualClock;
import io.nephele.embedded.Nephele;
import io.nephele.junit.Clients;
import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import io.nephele.services.s3.RawS3;
import java.time.Duration;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3control.S3ControlClient;
import software.amazon.awssdk.services.s3control.model.AsyncOperation;
import software.amazon.awssdk.services.s3control.model.MultiRegionAccessPointReport;
import software.amazon.awssdk.services.s3control.model.MultiRegionAccessPointRoute;
import software.amazon.awssdk.services.s3control.model.MultiRegionAccessPointStatus;
import software.amazon.awssdk.services.s3control.model.Region;

/** One name leads to buckets of several regions. */
@NepheleTest(scope = NepheleTest.Scope.METHOD)
final class MultiRegionTest {
  private static final String ACCOUNT = "000000000000";

  @Inject S3Client east;
  @Inject S3ControlClient control;
  @Inject Nephele nephele;
  @Inject VirtualClock clock;
  private S3Client west;

  @BeforeEach
  void buckets() {
    west =
        Clients.create(
            S3Client.class, nephele, "eu-west-1", AwsBasicCredentials.create(ACCOUNT, "test"));
    east.createBucket(b -> b.bucket("east-bucket"));
    west.createBucket(
        b ->
            b.bucket("west-bucket")
                .createBucketConfiguration(c -> c.locationConstraint("eu-west-1")));
    east.putObject(b -> b.bucket("east-bucket").key("k"), RequestBody.fromString("east"));
    west.putObject(b -> b.bucket("west-bucket").key("k"), RequestBody.fromString("west"));
  }

  private String create() {
    return control
        .createMultiRegionAccessPoint(
            b ->
                b.accountId(ACCOUNT)
                    .clientToken("once")
                    .details(
                        d ->
                            d.name("everywhere")
                                .regions(
                                    Region.builder().bucket("east-bucket").build(),
                                    Region.builder().bucket("west-bucket").build())))
        .requestTokenARN();
  }

  private MultiRegionAccessPointReport point() {
    return control
        .getMultiRegionAccessPoint(b -> b.accountId(ACCOUNT).name("everywhere"))
        .accessPoint();
  }

  private AsyncOperation operation(String arn) {
    return control
        .describeMultiRegionAccessPointOperation(b -> b.accountId(ACCOUNT).requestTokenARN(arn))
        .asyncOperation();
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

  private String get(S3Client client, String alias) {
    return client.getObjectAsBytes(b -> b.bucket(alias).key("k")).asUtf8String();
  }

  @Test
  void requestsGoToTheNearestBucketThatIsActive() throws Exception {
    String request = create();
    assertThat(request).startsWith("arn:aws:s3:us-west-2:000000000000:async-request/mrap/create/");
    assertThat(create()).isEqualTo(request);
    assertThat(operation(request).requestStatus()).isEqualTo("INPROGRESS");
    assertThat(point().status()).isEqualTo(MultiRegionAccessPointStatus.CREATING);
    String alias = point().alias();
    refused(() -> get(east, alias), 400, "InvalidAccessPointAliasError");

    clock.advance(Duration.ofSeconds(10));
    assertThat(operation(request).requestStatus()).isEqualTo("SUCCEEDED");
    assertThat(
            operation(request).requestParameters().createMultiRegionAccessPointRequest().regions())
        .hasSize(2);
    assertThat(point().status()).isEqualTo(MultiRegionAccessPointStatus.READY);
    assertThat(alias).matches("[a-z0-9]{13}\\.mrap");
    assertThat(get(east, alias)).isEqualTo("east");
    assertThat(get(west, alias)).isEqualTo("west");
    try (RawS3 raw = new RawS3(nephele.endpoint())) {
      String arn = "/arn%3Aaws%3As3%3A%3A000000000000%3Aaccesspoint%2F" + alias;
      assertThat(raw.get(arn + "/k").body()).isEqualTo("east");
      assertThat(raw.toHost(alias + ".accesspoint.s3-global.amazonaws.com", "GET", "/k").status())
          .isEqualTo(403); // who is nobody may not
    }

    control.submitMultiRegionAccessPointRoutes(
        b ->
            b.accountId(ACCOUNT)
                .mrap(alias)
                .routeUpdates(
                    MultiRegionAccessPointRoute.builder()
                        .region("us-east-1")
                        .trafficDialPercentage(0)
                        .build()));
    assertThat(get(east, alias)).isEqualTo("west");
    refused(
        () ->
            control.submitMultiRegionAccessPointRoutes(
                b ->
                    b.accountId(ACCOUNT)
                        .mrap(alias)
                        .routeUpdates(
                            MultiRegionAccessPointRoute.builder()
                                .bucket("west-bucket")
                                .trafficDialPercentage(0)
                                .build())),
        400,
        "InvalidRequest");
    assertThat(
            control.getMultiRegionAccessPointRoutes(b -> b.accountId(ACCOUNT).mrap(alias)).routes())
        .extracting(MultiRegionAccessPointRoute::trafficDialPercentage)
        .containsExactly(0, 100);
  }

  @Test
  void itHasAPolicyThatHoldsSomeTimeLater() {
    create();
    clock.advance(Duration.ofSeconds(10));
    String alias = point().alias();
    String policy =
        """
        {"Version":"2012-10-17","Statement":[{"Effect":"Deny","Principal":"*",
        "Action":"s3:GetObject","Resource":"arn:aws:s3::000000000000:accesspoint/%s/object/*"}]}
        """
            .formatted(alias);
    control.putMultiRegionAccessPointPolicy(
        b ->
            b.accountId(ACCOUNT)
                .clientToken("policy")
                .details(d -> d.name("everywhere").policy(policy)));
    assertThat(get(east, alias)).isEqualTo("east");
    assertThat(
            control
                .getMultiRegionAccessPointPolicy(b -> b.accountId(ACCOUNT).name("everywhere"))
                .policy()
                .established())
        .isNull();
    clock.advance(Duration.ofSeconds(10));
    refused(() -> get(east, alias), 403, "AccessDenied");
    assertThat(get(east, "east-bucket")).isEqualTo("east");
    assertThat(
            control
                .getMultiRegionAccessPointPolicy(b -> b.accountId(ACCOUNT).name("everywhere"))
                .policy()
                .established()
                .policy())
        .isEqualTo(policy);
  }

  @Test
  void itIsDeletedSomeTimeLater() {
    create();
    clock.advance(Duration.ofSeconds(10));
    String alias = point().alias();
    control.deleteMultiRegionAccessPoint(
        b -> b.accountId(ACCOUNT).clientToken("gone").details(d -> d.name("everywhere")));
    assertThat(point().status()).isEqualTo(MultiRegionAccessPointStatus.DELETING);
    clock.advance(Duration.ofSeconds(10));
    refused(this::point, 404, "NoSuchMultiRegionAccessPoint");
    refused(() -> get(east, alias), 400, "InvalidAccessPointAliasError");
    assertThat(control.listMultiRegionAccessPoints(b -> b.accountId(ACCOUNT)).accessPoints())
        .isEmpty();
    refused(
        () ->
            control.createMultiRegionAccessPoint(
                b ->
                    b.accountId(ACCOUNT)
                        .clientToken("nowhere")
                        .details(
                            d ->
                                d.name("nowhere")
                                    .regions(Region.builder().bucket("no-such-one").build()))),
        400,
        "InvalidRequest");
  }
}
