package io.nephele.services.sts;

import static io.nephele.services.sts.Actors.A;
import static io.nephele.services.sts.Actors.B;
import static io.nephele.services.sts.Actors.allow;
import static io.nephele.services.sts.Actors.assertCode;
import static io.nephele.services.sts.Actors.assertError;
import static io.nephele.services.sts.Actors.trust;
import static org.assertj.core.api.Assertions.assertThat;

import io.nephele.core.time.VirtualClock;
import io.nephele.embedded.Nephele;
import io.nephele.identity.Identity;
import io.nephele.identity.directory.Directory;
import io.nephele.identity.directory.IssuedSession;
import io.nephele.junit.Fact;
import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.Credentials;

/** What becomes of sessions: their end, their revocation, and tokens that are not theirs. */
@NepheleTest(scope = NepheleTest.Scope.METHOD)
final class SessionLifeTest {
  private static final String INVALID = "The security token included in the request is invalid.";

  @Inject Nephele nephele;
  @Inject VirtualClock clock;
  private Actors actors;
  private StsClient user;

  @BeforeEach
  void actors() {
    actors = new Actors(nephele);
    user = actors.sts(actors.user(A, "user", allow("sts:*", "*")));
  }

  private Credentials session(String role) {
    return user.assumeRole(r -> r.roleArn(role).roleSessionName("visit").durationSeconds(900))
        .credentials();
  }

  private void refused(Credentials credentials, String token) {
    StsClient sts =
        actors.sts(
            AwsSessionCredentials.create(
                credentials.accessKeyId(), credentials.secretAccessKey(), token));
    assertError(sts::getCallerIdentity, "InvalidClientTokenId", 403, INVALID);
  }

  @Test
  @Fact("sts-020")
  void endsWhenItsTimeIsOver() {
    Credentials credentials = session(actors.role(A, "worker", trust(A)));
    StsClient sts = actors.sts(credentials);
    SqsClient sqs = actors.client(SqsClient.class, credentials);
    clock.advance(Duration.ofSeconds(899));
    assertThat(sts.getCallerIdentity().account()).isEqualTo(A);
    sqs.listQueues();
    clock.advance(Duration.ofSeconds(1));
    assertError(
        sts::getCallerIdentity,
        "ExpiredToken",
        403,
        "The security token included in the request is expired");
    assertCode(sqs::listQueues, "ExpiredToken");
  }

  @Test
  void forgedTokensAreRefused() {
    String role = actors.role(A, "worker", trust(A));
    Credentials one = session(role);
    Credentials two = session(role);
    String token = one.sessionToken();
    refused(one, two.sessionToken());
    refused(one, token.substring(1));
    refused(one, token + "A");
    refused(one, (token.charAt(0) == 'A' ? "B" : "A") + token.substring(1));
    refused(one, token.toLowerCase(java.util.Locale.ROOT));
    StsClient withLastingKey =
        actors.sts(
            AwsSessionCredentials.create(
                actors.user(A, "other", null).accessKeyId(), "secret", token));
    assertCode(withLastingKey::getCallerIdentity, "InvalidClientTokenId");
    StsClient otherSecret =
        actors.sts(AwsSessionCredentials.create(one.accessKeyId(), two.secretAccessKey(), token));
    assertCode(otherSecret::getCallerIdentity, "SignatureDoesNotMatch");
  }

  @Test
  void olderSessionsCanBeRevoked() {
    String role = actors.role(A, "worker", trust(A));
    SqsClient old = actors.client(SqsClient.class, session(role));
    old.listQueues();
    clock.advance(Duration.ofSeconds(10));
    actors.addPolicy(
        A,
        "worker",
        """
        {"Version": "2012-10-17", "Statement": {"Effect": "Deny", "Action": "*", "Resource": "*",
         "Condition": {"DateLessThan": {"aws:TokenIssueTime": "%s"}}}}
        """
            .formatted(clock.now()));
    assertCode(old::listQueues, "AccessDenied");
    assertThat(actors.client(SqsClient.class, session(role)).listQueues().queueUrls()).isEmpty();
  }

  @Test
  void endsWithItsRole() {
    String role = actors.role(A, "worker", trust(A));
    Credentials credentials = session(role);
    actors.deleteRole(A, "worker");
    refused(credentials, credentials.sessionToken());
    actors.role(A, "worker", trust(A)); // of the same name, but another one
    refused(credentials, credentials.sessionToken());
  }

  @Test
  void endsWithItsUser() {
    Credentials session = user.getSessionToken().credentials();
    Credentials federated = user.getFederationToken(r -> r.name("guest")).credentials();
    actors.deleteUser(A, "user");
    refused(session, session.sessionToken());
    refused(federated, federated.sessionToken());
    actors.user(A, "user", allow("*", "*"));
    refused(session, session.sessionToken());
    refused(federated, federated.sessionToken());
  }

  @Test
  void longAfterItsEndItIsClearedAndStillKnown() {
    String role = actors.role(A, "worker", trust(A));
    Credentials old = session(role);
    clock.advance(Duration.ofDays(8));
    session(role);
    Directory directory = Identity.of(nephele.world()).directory();
    List<IssuedSession> all = directory.read(reader -> directory.sessions().all(reader, A));
    assertThat(all).hasSize(2);
    IssuedSession kept =
        directory.read(reader -> directory.sessions().get(reader, A, old.accessKeyId()));
    assertThat(kept.secret()).isNull();
    assertThat(kept.token()).isNull();
    // Not a key that nobody issued, which would be an administrator's.
    refused(old, old.sessionToken());
    assertCode(
        () ->
            actors
                .sts(AwsBasicCredentials.create(old.accessKeyId(), "anything"))
                .getCallerIdentity(),
        "InvalidClientTokenId");
  }

  @Test
  void survivesARestart(@TempDir Path folder) {
    Path file = folder.resolve("world");
    Credentials credentials;
    try (Nephele first = Nephele.builder().store(file).start()) {
      Actors there = new Actors(first);
      String role = there.role(B, "worker", trust(B));
      credentials =
          there
              .sts(there.user(B, "user", allow("sts:*", "*")))
              .assumeRole(r -> r.roleArn(role).roleSessionName("visit"))
              .credentials();
    }
    try (Nephele second = Nephele.builder().store(file).start()) {
      Actors there = new Actors(second);
      assertThat(there.sts(credentials).getCallerIdentity().arn())
          .isEqualTo("arn:aws:sts::" + B + ":assumed-role/worker/visit");
      assertCode(
          () ->
              there
                  .sts(
                      AwsBasicCredentials.create(
                          credentials.accessKeyId(), credentials.secretAccessKey()))
                  .getCallerIdentity(),
          "InvalidClientTokenId");
    }
  }
}
