package io.nephele.services.sts;

import static io.nephele.services.sts.Actors.A;
import static io.nephele.services.sts.Actors.allow;
import static io.nephele.services.sts.Actors.assertCode;
import static io.nephele.services.sts.Actors.assertError;
import static io.nephele.services.sts.Actors.trust;
import static org.assertj.core.api.Assertions.assertThat;

import io.nephele.core.time.VirtualClock;
import io.nephele.embedded.Nephele;
import io.nephele.junit.Fact;
import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.Credentials;

@NepheleTest(scope = NepheleTest.Scope.METHOD)
final class MfaTest {
  private static final byte[] SEED = "twenty bytes of seed".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] OTHER = "another device, seed".getBytes(StandardCharsets.US_ASCII);
  private static final String WITH_MFA = "{\"Bool\": {\"aws:MultiFactorAuthPresent\": \"true\"}}";
  private static final String INVALID =
      "MultiFactorAuthentication failed with invalid MFA one time pass code.";
  private static final String NOT_HIS =
      "MultiFactorAuthentication failed, unable to validate MFA code.  Please verify your MFA"
          + " serial number is valid and associated with this user.";
  private static final String BOTH =
      "MultiFactorAuthentication failed, must provide both MFA serial number and one time pass"
          + " code.";

  @Inject Nephele nephele;
  @Inject VirtualClock clock;
  private Actors actors;

  @BeforeEach
  void actors() {
    actors = new Actors(nephele);
  }

  private String code() {
    return Totp.code(SEED, clock.now());
  }

  @Test
  @Fact("sts-010")
  void trustMayRequireADevice() {
    String role = actors.role(A, "admin", trust(A, "sts:AssumeRole", WITH_MFA));
    StsClient user = actors.sts(actors.user(A, "user", allow("sts:AssumeRole", "*")));
    String device = actors.device(A, "user", SEED);
    assertCode(
        () -> user.assumeRole(r -> r.roleArn(role).roleSessionName("visit")), "AccessDenied");
    Credentials credentials = assume(user, role, device, code()).credentials();
    assertThat(credentials).isNotNull();
  }

  @Test
  void theAgeOfACodeCountsFromTheRequest() {
    String young = "{\"NumericLessThan\": {\"aws:MultiFactorAuthAge\": \"60\"}}";
    String role = actors.role(A, "admin", trust(A, "sts:AssumeRole", young));
    StsClient user = actors.sts(actors.user(A, "user", allow("sts:*", "*")));
    String device = actors.device(A, "user", SEED);
    StsClient session =
        actors.sts(
            user.getSessionToken(r -> r.serialNumber(device).tokenCode(code())).credentials());
    assertThat(session.assumeRole(r -> r.roleArn(role).roleSessionName("visit"))).isNotNull();
    clock.advance(Duration.ofMinutes(2));
    assertCode(
        () -> session.assumeRole(r -> r.roleArn(role).roleSessionName("visit")), "AccessDenied");
    assertThat(assume(user, role, device, code())).isNotNull();
  }

  @Test
  void codesAreGoodOnceAndOnlyForTheirDevice() {
    String role = actors.role(A, "admin", trust(A, "sts:AssumeRole", WITH_MFA));
    StsClient user = actors.sts(actors.user(A, "user", allow("sts:AssumeRole", "*")));
    actors.user(A, "other", null);
    String device = actors.device(A, "user", SEED);
    String others = actors.device(A, "other", OTHER);

    String code = code();
    assume(user, role, device, code);
    assertError(() -> assume(user, role, device, code), "AccessDenied", 403, INVALID);
    clock.advance(Duration.ofMinutes(5));
    assertError(() -> assume(user, role, device, code), "AccessDenied", 403, INVALID);
    String fresh = code();
    String wrong = (fresh.charAt(0) == '0' ? "1" : "0") + fresh.substring(1);
    assertError(() -> assume(user, role, device, wrong), "AccessDenied", 403, INVALID);
    String ofOther = Totp.code(OTHER, clock.now());
    assertError(() -> assume(user, role, others, ofOther), "AccessDenied", 403, NOT_HIS);
    assertError(
        () -> assume(user, role, "arn:aws:iam::" + A + ":mfa/none", fresh),
        "AccessDenied",
        403,
        NOT_HIS);
    assertError(
        () -> user.assumeRole(r -> r.roleArn(role).roleSessionName("visit").serialNumber(device)),
        "AccessDenied",
        403,
        BOTH);
    assertError(() -> user.getSessionToken(r -> r.tokenCode(fresh)), "AccessDenied", 403, BOTH);
    assertError(
        () -> user.getSessionToken(r -> r.serialNumber(device).tokenCode(wrong)),
        "AccessDenied",
        403,
        INVALID);
    assertThat(assume(user, role, device, fresh)).isNotNull();
  }

  @Test
  @Fact({"sts-016", "iam-027"})
  void sessionsWithADeviceDoWhatNeedsOne() {
    String policy =
        """
        {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "sqs:*",
         "Resource": "*", "Condition": {"Bool": {"aws:MultiFactorAuthPresent": "true"}}}}
        """;
    AwsCredentials keys = actors.user(A, "user", policy);
    String device = actors.device(A, "user", SEED);
    StsClient sts = actors.sts(keys);
    assertCode(() -> actors.client(SqsClient.class, keys).listQueues(), "AccessDenied");

    Credentials without = sts.getSessionToken().credentials();
    assertCode(() -> actors.client(SqsClient.class, without).listQueues(), "AccessDenied");

    Credentials with =
        sts.getSessionToken(r -> r.serialNumber(device).tokenCode(code())).credentials();
    assertThat(actors.client(SqsClient.class, with).listQueues().queueUrls()).isEmpty();
  }

  @Test
  void sessionsOfRolesDoNotInheritIt() {
    String policy =
        """
        {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "sqs:*",
         "Resource": "*", "Condition": {"Bool": {"aws:MultiFactorAuthPresent": "true"}}}}
        """;
    String role = actors.role(A, "admin", trust(A, "sts:AssumeRole", WITH_MFA), policy);
    StsClient user = actors.sts(actors.user(A, "user", allow("sts:AssumeRole", "*")));
    String device = actors.device(A, "user", SEED);
    Credentials credentials = assume(user, role, device, code()).credentials();
    assertCode(() -> actors.client(SqsClient.class, credentials).listQueues(), "AccessDenied");
  }

  private static software.amazon.awssdk.services.sts.model.AssumeRoleResponse assume(
      StsClient sts, String role, String device, String code) {
    return sts.assumeRole(
        r -> r.roleArn(role).roleSessionName("visit").serialNumber(device).tokenCode(code));
  }
}
