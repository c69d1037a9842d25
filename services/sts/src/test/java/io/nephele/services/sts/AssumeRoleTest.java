package io.nephele.services.sts;

import static io.nephele.services.sts.Actors.A;
import static io.nephele.services.sts.Actors.B;
import static io.nephele.services.sts.Actors.allow;
import static io.nephele.services.sts.Actors.assertCode;
import static io.nephele.services.sts.Actors.assertError;
import static io.nephele.services.sts.Actors.trust;
import static io.nephele.services.sts.Actors.userArn;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nephele.api.sts.AssumeRoleRequest;
import io.nephele.api.sts.Sts;
import io.nephele.core.identity.Principal;
import io.nephele.core.time.VirtualClock;
import io.nephele.embedded.Nephele;
import io.nephele.junit.Fact;
import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import io.nephele.model.AwsException;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.AssumeRoleResponse;
import software.amazon.awssdk.services.sts.model.Credentials;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityResponse;

@NepheleTest(scope = NepheleTest.Scope.METHOD)
final class AssumeRoleTest {
  @Inject Nephele nephele;
  @Inject VirtualClock clock;
  private Actors actors;

  @BeforeEach
  void actors() {
    actors = new Actors(nephele);
  }

  private AssumeRoleResponse assume(StsClient sts, String roleArn) {
    return sts.assumeRole(r -> r.roleArn(roleArn).roleSessionName("visit"));
  }

  private static String denied(String principal, String roleArn) {
    return "User: "
        + principal
        + " is not authorized to perform: sts:AssumeRole on resource: "
        + roleArn;
  }

  @Test
  @Fact({"sts-001", "sts-004", "iam-033", "iam-045"})
  void needsTheCallersPermissionAndTheRolesTrust() {
    String trusting = actors.role(A, "trusting", trust("arn:aws:iam::" + B + ":root"));
    String other = actors.role(A, "other", trust("arn:aws:iam::" + A + ":root"));
    StsClient permitted = actors.sts(actors.user(B, "permitted", allow("sts:AssumeRole", "*")));
    StsClient plain = actors.sts(actors.user(B, "plain", allow("sqs:*", "*")));

    assertThat(assume(permitted, trusting).credentials()).isNotNull();
    assertError(
        () -> assume(plain, trusting), "AccessDenied", 403, denied(userArn(B, "plain"), trusting));
    assertError(
        () -> assume(permitted, other),
        "AccessDenied",
        403,
        denied(userArn(B, "permitted"), other));
  }

  @Test
  @Fact({"sts-003", "sts-011", "sts-024"})
  void worksInTheRolesAccount() {
    String role = actors.role(A, "visitor", trust("arn:aws:iam::" + B + ":root"));
    StsClient bee = actors.sts(actors.user(B, "bee", allow("sts:AssumeRole", role)));
    AssumeRoleResponse assumed = assume(bee, role);
    assertThat(assumed.credentials().expiration()).isEqualTo(clock.now().plus(Duration.ofHours(1)));

    GetCallerIdentityResponse identity = actors.sts(assumed.credentials()).getCallerIdentity();
    assertThat(identity.account()).isEqualTo(A);
    assertThat(identity.arn()).isEqualTo("arn:aws:sts::" + A + ":assumed-role/visitor/visit");
    assertThat(identity.userId()).isEqualTo(assumed.assumedRoleUser().assumedRoleId());
    SqsClient sqs = actors.client(SqsClient.class, assumed.credentials());
    assertThat(sqs.createQueue(q -> q.queueName("orders")).queueUrl()).contains("/" + A + "/");
  }

  @Test
  @Fact("sts-005")
  void theTrustMayNameOneUser() {
    String role = actors.role(A, "visitor", trust(userArn(B, "named")));
    StsClient named = actors.sts(actors.user(B, "named", allow("sts:AssumeRole", "*")));
    StsClient other = actors.sts(actors.user(B, "other", allow("sts:AssumeRole", "*")));
    assertThat(assume(named, role).credentials()).isNotNull();
    assertError(() -> assume(other, role), "AccessDenied", 403, denied(userArn(B, "other"), role));
  }

  @Test
  @Fact({"sts-006", "sts-009", "sts-021", "sts-022", "iam-003"})
  void givesCredentialsThatAreNothingWithoutTheirToken() {
    String role = actors.role(A, "worker", trust("arn:aws:iam::" + A + ":root"));
    StsClient user = actors.sts(actors.user(A, "user", allow("sts:AssumeRole", "*")));
    Credentials credentials = assume(user, role).credentials();
    assertThat(credentials.accessKeyId()).matches("ASIA[A-Z2-7]{16}");
    assertThat(credentials.secretAccessKey()).hasSize(40);
    assertThat(credentials.sessionToken()).hasSizeGreaterThan(200);
    assertThat(credentials.expiration()).isEqualTo(clock.now().plusSeconds(3600));

    actors.client(SqsClient.class, credentials).createQueue(q -> q.queueName("orders"));
    AwsCredentials bare =
        AwsBasicCredentials.create(credentials.accessKeyId(), credentials.secretAccessKey());
    assertError(
        () -> actors.sts(bare).getCallerIdentity(),
        "InvalidClientTokenId",
        403,
        "The security token included in the request is invalid.");
  }

  @Test
  @Fact("sts-026")
  void namesTheSessionAsAssumedRoleUser() {
    String role = actors.role(A, "worker", trust(A));
    StsClient user = actors.sts(actors.user(A, "user", allow("sts:AssumeRole", "*")));
    AssumeRoleResponse assumed = assume(user, role);
    assertThat(assumed.assumedRoleUser().arn())
        .isEqualTo("arn:aws:sts::" + A + ":assumed-role/worker/visit");
    assertThat(assumed.assumedRoleUser().assumedRoleId()).matches("AROA[A-Z]{17}:visit");
    assertThat(assumed.packedPolicySize()).isNull();
  }

  @Test
  @Fact("iam-039")
  void keysOfAUserSufficeAnywhere() {
    String role = actors.role(A, "backup", trust(userArn(A, "host")), allow("sqs:*", "*"));
    AwsCredentials keys = actors.user(A, "host", allow("sts:AssumeRole", role));
    assertCode(() -> actors.client(SqsClient.class, keys).listQueues(), "AccessDenied");
    Credentials credentials = assume(actors.sts(keys), role).credentials();
    assertThat(actors.client(SqsClient.class, credentials).listQueues().queueUrls()).isEmpty();
  }

  @Test
  void aRoleThatIsNotThereIsDeniedLikeOneThatMayNotBeAssumed() {
    StsClient user = actors.sts(actors.user(A, "user", allow("sts:*", "*")));
    for (String account : new String[] {A, B}) {
      String missing = "arn:aws:iam::" + account + ":role/missing";
      assertError(
          () -> assume(user, missing), "AccessDenied", 403, denied(userArn(A, "user"), missing));
    }
  }

  @Test
  void textsThatAreNoRolesAreRefused() {
    StsClient anyone = actors.sts(AwsBasicCredentials.create(A, "x"));
    assertError(
        () -> assume(anyone, "role/not-an-arn-at-all"),
        "ValidationError",
        400,
        "role/not-an-arn-at-all is invalid");
    assertError(
        () -> assume(anyone, "arn:aws:iam::" + A + ":user/user"),
        "ValidationError",
        400,
        "Request ARN is invalid");
  }

  @Test
  void keysOfRootUsersAssumeNoRoles() {
    String role = actors.role(A, "worker", trust(A));
    assertError(
        () -> assume(actors.sts(actors.rootKey(A)), role),
        "AccessDenied",
        403,
        "Roles may not be assumed by root accounts.");
  }

  @Test
  void externalIdsKeepDeputiesFromBeingConfused() {
    String role =
        actors.role(
            A,
            "vendor",
            trust(
                "arn:aws:iam::" + B + ":root",
                "sts:AssumeRole",
                "{\"StringEquals\": {\"sts:ExternalId\": \"customer-7\"}}"));
    StsClient vendor = actors.sts(actors.user(B, "vendor", allow("sts:AssumeRole", "*")));
    assertThat(
            vendor
                .assumeRole(r -> r.roleArn(role).roleSessionName("visit").externalId("customer-7"))
                .credentials())
        .isNotNull();
    String message = denied(userArn(B, "vendor"), role);
    assertError(() -> assume(vendor, role), "AccessDenied", 403, message);
    assertError(
        () ->
            vendor.assumeRole(
                r -> r.roleArn(role).roleSessionName("visit").externalId("customer-8")),
        "AccessDenied",
        403,
        message);
  }

  @Test
  void durationsAreLimitedByTheRole() {
    String role = actors.role(A, "worker", trust(A), allow("*", "*"), 7200);
    StsClient user = actors.sts(actors.user(A, "user", allow("sts:*", "*")));
    assertThat(duration(user, role, 7200)).isEqualTo(Duration.ofHours(2));
    assertThat(duration(user, role, 900)).isEqualTo(Duration.ofMinutes(15));
    assertError(
        () -> duration(user, role, 7201),
        "ValidationError",
        400,
        "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.");
    assertError(
        () -> duration(user, role, 899),
        "ValidationError",
        400,
        "1 validation error detected: Value '899' at 'durationSeconds' failed to satisfy"
            + " constraint: Member must have value greater than or equal to 900");
  }

  @Test
  void chainsAreAnHourAtMost() {
    String first = actors.role(A, "first", trust(A));
    String second = actors.role(A, "second", trust(first), allow("*", "*"), 43200);
    StsClient user = actors.sts(actors.user(A, "user", allow("sts:*", "*")));
    StsClient chained = actors.sts(assume(user, first).credentials());
    assertThat(duration(chained, second, 3600)).isEqualTo(Duration.ofHours(1));
    String message =
        "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role"
            + " chaining";
    assertError(() -> duration(chained, second, 3601), "ValidationError", 400, message);
    // Nor is the limit got around by a session that is no role's.
    String third = actors.role(A, "third", trust(A), allow("*", "*"), 43200);
    StsClient session = actors.sts(user.getSessionToken().credentials());
    assertError(() -> duration(session, third, 3601), "ValidationError", 400, message);
  }

  private Duration duration(StsClient sts, String role, int seconds) {
    Credentials credentials =
        sts.assumeRole(r -> r.roleArn(role).roleSessionName("visit").durationSeconds(seconds))
            .credentials();
    return Duration.between(clock.now(), credentials.expiration());
  }

  @Test
  void onlyWhoIsAskedForIsTrusted() {
    String role = actors.role(A, "worker", trust(userArn(A, "user")));
    StsClient user = actors.sts(actors.user(A, "user", null));
    // Named himself in his own account he needs no policy of his own.
    assertThat(assume(user, role).credentials()).isNotNull();
    StsClient anotherWithTheSameName =
        actors.sts(actors.user(B, "user", allow("sts:AssumeRole", "*")));
    assertCode(() -> assume(anotherWithTheSameName, role), "AccessDenied");
  }

  @Test
  void contextsOfProvidersThatAreNotThereAreRefused() {
    String role = actors.role(A, "worker", trust(A));
    StsClient user = actors.sts(actors.user(A, "user", allow("sts:*", "*")));
    assertCode(
        () ->
            user.assumeRole(
                r ->
                    r.roleArn(role)
                        .roleSessionName("visit")
                        .providedContexts(
                            c ->
                                c.providerArn("arn:aws:iam::aws:contextProvider/IdentityCenter")
                                    .contextAssertion("invented"))),
        "ValidationError");
  }

  @Test
  void servicesAssumeTheRolesThatTrustThem() {
    String trust =
        """
        {"Version": "2012-10-17", "Statement": {"Effect": "Allow",
         "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}}
        """;
    String role = actors.role(A, "function", trust, allow("sqs:ListQueues", "*"));
    io.nephele.api.sts.Credentials made = assume("lambda.amazonaws.com", role).credentials();
    Credentials credentials =
        Credentials.builder()
            .accessKeyId(made.accessKeyId())
            .secretAccessKey(made.secretAccessKey())
            .sessionToken(made.sessionToken())
            .build();
    assertThat(actors.client(SqsClient.class, credentials).listQueues().queueUrls()).isEmpty();
    assertThatThrownBy(() -> assume("ec2.amazonaws.com", role))
        .isInstanceOfSatisfying(
            AwsException.class, e -> assertThat(e.code()).isEqualTo("AccessDenied"));
    StsClient user = actors.sts(actors.user(A, "user", allow("sts:*", "*")));
    assertCode(() -> assume(user, role), "AccessDenied");
  }

  /** As another service of the world does it, in-process. */
  private io.nephele.api.sts.AssumeRoleResponse assume(String service, String role) {
    return nephele
        .world()
        .call(
            Sts.AssumeRole,
            new AssumeRoleRequest().roleArn(role).roleSessionName("visit"),
            Principal.service(service, A),
            nephele.world().settings().region());
  }
}
