package io.nephele.services.s3.grants;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nephele.embedded.Nephele;
import io.nephele.junit.Clients;
import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import io.nephele.services.s3.TestUser;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3control.S3ControlClient;
import software.amazon.awssdk.services.s3control.model.CreateAccessGrantResponse;
import software.amazon.awssdk.services.s3control.model.Credentials;
import software.amazon.awssdk.services.s3control.model.GetDataAccessResponse;
import software.amazon.awssdk.services.s3control.model.ListAccessGrantEntry;
import software.amazon.awssdk.services.s3control.model.ListCallerAccessGrantsEntry;
import software.amazon.awssdk.services.s3control.model.Permission;
import software.amazon.awssdk.services.s3control.model.Privilege;
import software.amazon.awssdk.services.s3control.model.S3PrefixType;

/** Grants give credentials that reach what was granted, and nothing else. */
@NepheleTest(scope = NepheleTest.Scope.METHOD)
final class AccessGrantsTest {
  private static final String ACCOUNT = "000000000000";
  private static final String BUCKET = "granted-bucket";
  private static final String ROLE = "arn:aws:iam::000000000000:role/grants";
  private static final String READER = "arn:aws:iam::000000000000:user/reader";
  private static final String INSTANCE = "arn:aws:s3:us-east-1:000000000000:access-grants/default";

  @Inject S3Client s3;
  @Inject S3ControlClient control;
  @Inject IamClient iam;
  @Inject Nephele nephele;
  private S3ControlClient reader;
  private String location;

  @BeforeEach
  void prepare() {
    s3.createBucket(b -> b.bucket(BUCKET));
    s3.putObject(b -> b.bucket(BUCKET).key("red/a"), RequestBody.fromString("red"));
    s3.putObject(b -> b.bucket(BUCKET).key("blue/b"), RequestBody.fromString("blue"));
    iam.createRole(
        r ->
            r.roleName("grants")
                .assumeRolePolicyDocument(
                    """
                    {"Version":"2012-10-17","Statement":[{"Effect":"Allow",
                    "Principal":{"Service":"access-grants.s3.amazonaws.com"},
                    "Action":["sts:AssumeRole","sts:SetSourceIdentity"],"Condition":{"StringEquals":
                    {"aws:SourceAccount":"000000000000","aws:SourceArn":"%s"}}}]}
                    """
                        .formatted(INSTANCE)));
    iam.putRolePolicy(
        r ->
            r.roleName("grants")
                .policyName("reaches")
                .policyDocument(
                    """
                    {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:*",
                    "Resource":"*","Condition":{"ArnEquals":{"s3:AccessGrantsInstanceArn":"%s"}}}]}
                    """
                        .formatted(INSTANCE)));
    control.createAccessGrantsInstance(b -> b.accountId(ACCOUNT));
    location =
        control
            .createAccessGrantsLocation(
                b -> b.accountId(ACCOUNT).locationScope("s3://").iamRoleArn(ROLE))
            .accessGrantsLocationId();
    TestUser user = TestUser.create(nephele, ACCOUNT, "reader", "s3:*Access*");
    reader =
        Clients.create(
            S3ControlClient.class,
            nephele,
            "us-east-1",
            AwsBasicCredentials.create(user.keyId(), user.secret()));
  }

  private CreateAccessGrantResponse grant(String subPrefix, Permission permission) {
    return control.createAccessGrant(
        b ->
            b.accountId(ACCOUNT)
                .accessGrantsLocationId(location)
                .accessGrantsLocationConfiguration(c -> c.s3SubPrefix(subPrefix))
                .grantee(g -> g.granteeType("IAM").granteeIdentifier(READER))
                .permission(permission));
  }

  private S3Client with(Credentials given) {
    AwsCredentials credentials =
        AwsSessionCredentials.create(
            given.accessKeyId(), given.secretAccessKey(), given.sessionToken());
    return Clients.create(S3Client.class, nephele, "us-east-1", credentials);
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
  void credentialsReachWhatWasGranted() {
    assertThat(location).isEqualTo("default");
    CreateAccessGrantResponse red = grant(BUCKET + "/red/*", Permission.READ);
    assertThat(red.grantScope()).isEqualTo("s3://granted-bucket/red/*");
    GetDataAccessResponse access =
        reader.getDataAccess(
            b ->
                b.accountId(ACCOUNT)
                    .target("s3://granted-bucket/red/*")
                    .permission(Permission.READ));
    assertThat(access.matchedGrantTarget()).isEqualTo("s3://granted-bucket/red/*");
    assertThat(access.grantee().granteeIdentifier()).isEqualTo(READER);
    try (S3Client granted = with(access.credentials())) {
      assertThat(granted.getObjectAsBytes(b -> b.bucket(BUCKET).key("red/a")).asUtf8String())
          .isEqualTo("red");
      assertThat(granted.listObjectsV2(b -> b.bucket(BUCKET).prefix("red/")).contents()).hasSize(1);
      refused(() -> granted.getObject(b -> b.bucket(BUCKET).key("blue/b")), 403, "AccessDenied");
      refused(() -> granted.listObjectsV2(b -> b.bucket(BUCKET)), 403, "AccessDenied");
      refused(
          () -> granted.putObject(b -> b.bucket(BUCKET).key("red/c"), RequestBody.fromString("c")),
          403,
          "AccessDenied");
    }
    refused(
        () ->
            reader.getDataAccess(
                b ->
                    b.accountId(ACCOUNT)
                        .target("s3://granted-bucket/red/*")
                        .permission(Permission.READWRITE)),
        403,
        "AccessDenied");
    refused(
        () ->
            reader.getDataAccess(
                b ->
                    b.accountId(ACCOUNT)
                        .target("s3://granted-bucket/*")
                        .permission(Permission.READ)),
        403,
        "AccessDenied");
    control.deleteAccessGrant(b -> b.accountId(ACCOUNT).accessGrantId(red.accessGrantId()));
    refused(
        () ->
            reader.getDataAccess(
                b ->
                    b.accountId(ACCOUNT)
                        .target("s3://granted-bucket/red/*")
                        .permission(Permission.READ)),
        403,
        "AccessDenied");
  }

  @Test
  void minimalPrivilegeIsOfTheTargetAlone() {
    grant(BUCKET + "/*", Permission.READWRITE);
    GetDataAccessResponse access =
        reader.getDataAccess(
            b ->
                b.accountId(ACCOUNT)
                    .target("s3://granted-bucket/blue/b")
                    .targetType(S3PrefixType.OBJECT)
                    .privilege(Privilege.MINIMAL)
                    .permission(Permission.READWRITE));
    try (S3Client granted = with(access.credentials())) {
      granted.putObject(b -> b.bucket(BUCKET).key("blue/b"), RequestBody.fromString("new"));
      assertThat(granted.getObjectAsBytes(b -> b.bucket(BUCKET).key("blue/b")).asUtf8String())
          .isEqualTo("new");
      refused(() -> granted.getObject(b -> b.bucket(BUCKET).key("red/a")), 403, "AccessDenied");
    }
  }

  @Test
  void theRoleHasToTrustAccessGrants() {
    grant(BUCKET + "/*", Permission.READ);
    iam.updateAssumeRolePolicy(
        r ->
            r.roleName("grants")
                .policyDocument(
                    """
                    {"Version":"2012-10-17","Statement":[{"Effect":"Allow",
                    "Principal":{"Service":"s3.amazonaws.com"},"Action":"sts:AssumeRole"}]}
                    """));
    refused(
        () ->
            reader.getDataAccess(
                b ->
                    b.accountId(ACCOUNT)
                        .target("s3://granted-bucket/*")
                        .permission(Permission.READ)),
        403,
        "StsNotAuthorizedError");
  }

  @Test
  void everythingIsToldListedAndDeletedInOrder() {
    refused(
        () -> control.createAccessGrantsInstance(b -> b.accountId(ACCOUNT)),
        409,
        "AccessGrantsInstanceAlreadyExists");
    String own =
        control
            .createAccessGrantsLocation(
                b ->
                    b.accountId(ACCOUNT)
                        .locationScope("s3://granted-bucket/red/*")
                        .iamRoleArn(ROLE))
            .accessGrantsLocationId();
    refused(
        () ->
            control.createAccessGrantsLocation(
                b -> b.accountId(ACCOUNT).locationScope("s3://nowhere/*").iamRoleArn(ROLE)),
        400,
        "InvalidAccessGrantsLocation");
    CreateAccessGrantResponse grant = grant(BUCKET + "/*", Permission.READ);
    refused(() -> grant(BUCKET + "/*", Permission.READ), 409, "AccessGrantAlreadyExists");
    refused(() -> grant(BUCKET + "/red", Permission.READ), 400, "InvalidAccessGrant");
    assertThat(control.listAccessGrants(b -> b.accountId(ACCOUNT)).accessGrantsList())
        .extracting(ListAccessGrantEntry::accessGrantArn)
        .containsExactly(INSTANCE + "/grant/" + grant.accessGrantId());
    assertThat(reader.listCallerAccessGrants(b -> b.accountId(ACCOUNT)).callerAccessGrantsList())
        .extracting(ListCallerAccessGrantsEntry::grantScope)
        .containsExactly("s3://granted-bucket/*");
    assertThat(
            control
                .listAccessGrantsLocations(b -> b.accountId(ACCOUNT))
                .accessGrantsLocationsList())
        .hasSize(2);
    refused(
        () ->
            control.deleteAccessGrantsLocation(
                b -> b.accountId(ACCOUNT).accessGrantsLocationId("default")),
        400,
        "AccessGrantsLocationNotEmptyError");
    refused(
        () -> control.deleteAccessGrantsInstance(b -> b.accountId(ACCOUNT)),
        400,
        "AccessGrantsInstanceNotEmptyError");
    control.deleteAccessGrant(b -> b.accountId(ACCOUNT).accessGrantId(grant.accessGrantId()));
    control.deleteAccessGrantsLocation(b -> b.accountId(ACCOUNT).accessGrantsLocationId("default"));
    control.deleteAccessGrantsLocation(b -> b.accountId(ACCOUNT).accessGrantsLocationId(own));
    control.deleteAccessGrantsInstance(b -> b.accountId(ACCOUNT));
    refused(
        () -> control.getAccessGrantsInstance(b -> b.accountId(ACCOUNT)),
        404,
        "AccessGrantsInstanceNotExistsError");
  }

  @Test
  void anotherAccountIsLetInByTheInstancesPolicy() {
    String other = "111122223333";
    S3ControlClient theirs =
        Clients.create(
            S3ControlClient.class,
            nephele,
            "us-east-1",
            AwsBasicCredentials.create(other, "secret"));
    refused(() -> theirs.listAccessGrants(b -> b.accountId(ACCOUNT)), 403, "AccessDenied");
    control.putAccessGrantsInstanceResourcePolicy(
        b ->
            b.accountId(ACCOUNT)
                .policy(
                    """
                    {"Version":"2012-10-17","Statement":[{"Effect":"Allow",
                    "Principal":{"AWS":"111122223333"},"Action":"s3:ListAccessGrants",
                    "Resource":"%s"}]}
                    """
                        .formatted(INSTANCE)));
    assertThat(theirs.listAccessGrants(b -> b.accountId(ACCOUNT)).accessGrantsList()).isEmpty();
    refused(() -> theirs.listCallerAccessGrants(b -> b.accountId(ACCOUNT)), 403, "AccessDenied");
  }
}
