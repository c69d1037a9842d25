package io.nephele.services.sts;

import static io.nephele.services.sts.Actors.A;
import static io.nephele.services.sts.Actors.allow;
import static io.nephele.services.sts.Actors.assertCode;
import static io.nephele.services.sts.Actors.assertError;
import static io.nephele.services.sts.Actors.trust;
import static io.nephele.services.sts.Actors.userArn;
import static org.assertj.core.api.Assertions.assertThat;

import io.nephele.core.time.VirtualClock;
import io.nephele.embedded.Nephele;
import io.nephele.junit.Fact;
import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.Credentials;
import software.amazon.awssdk.services.sts.model.GetFederationTokenResponse;

@NepheleTest(scope = NepheleTest.Scope.METHOD)
final class UserSessionsTest {
  @Inject Nephele nephele;
  @Inject VirtualClock clock;
  private Actors actors;

  @BeforeEach
  void actors() {
    actors = new Actors(nephele);
  }

  @Test
  @Fact("sts-015")
  void sessionTokensAreForUsersAndRootUsers() {
    // No permission is needed for one.
    AwsCredentials keys = actors.user(A, "user", null);
    Credentials credentials = actors.sts(keys).getSessionToken().credentials();
    assertThat(Duration.between(clock.now(), credentials.expiration()))
        .isEqualTo(Duration.ofHours(12));
    assertThat(actors.sts(credentials).getCallerIdentity().arn()).isEqualTo(userArn(A, "user"));

    StsClient root = actors.sts(actors.rootKey(A));
    Credentials roots = root.getSessionToken(r -> r.durationSeconds(43_200)).credentials();
    assertThat(Duration.between(clock.now(), roots.expiration())).isEqualTo(Duration.ofHours(1));
    assertThat(actors.sts(roots).getCallerIdentity().arn())
        .isEqualTo("arn:aws:iam::" + A + ":root");

    String role = actors.role(A, "worker", trust(userArn(A, "user")));
    StsClient ofRole =
        actors.sts(
            actors
                .sts(keys)
                .assumeRole(r -> r.roleArn(role).roleSessionName("visit"))
                .credentials());
    String refused = "Cannot call GetSessionToken with session credentials";
    assertError(ofRole::getSessionToken, "AccessDenied", 403, refused);
    assertError(() -> actors.sts(credentials).getSessionToken(), "AccessDenied", 403, refused);
  }

  @Test
  void sessionTokensLastFromAQuarterOfAnHourToADayAndAHalf() {
    StsClient sts = actors.sts(actors.user(A, "user", null));
    assertThat(sts.getSessionToken(r -> r.durationSeconds(129_600)).credentials().expiration())
        .isEqualTo(clock.now().plus(Duration.ofHours(36)));
    assertCode(() -> sts.getSessionToken(r -> r.durationSeconds(129_601)), "ValidationError");
    assertCode(() -> sts.getSessionToken(r -> r.durationSeconds(899)), "ValidationError");
  }

  @Test
  void aSessionDoesWhatItsUserMayAndLittleOfSts() {
    AwsCredentials keys = actors.user(A, "user", allow("sqs:ListQueues, sts:*", "*"));
    Credentials session = actors.sts(keys).getSessionToken().credentials();
    SqsClient sqs = actors.client(SqsClient.class, session);
    assertThat(sqs.listQueues().queueUrls()).isEmpty();
    assertCode(() -> sqs.createQueue(q -> q.queueName("orders")), "AccessDenied");
    assertCode(() -> actors.sts(session).getFederationToken(r -> r.name("guest")), "AccessDenied");
  }

  @Test
  @Fact("sts-014")
  void federationTokensAreForUsersAndLimitTheirRights() {
    AwsCredentials keys =
        actors.user(A, "proxy", allow("sqs:*, sts:GetFederationToken, sts:AssumeRole", "*"));
    StsClient sts = actors.sts(keys);
    GetFederationTokenResponse token =
        sts.getFederationToken(
            r -> r.name("guest").policy(allow("sqs:ListQueues, sns:ListTopics", "*")));
    Credentials guest = token.credentials();
    assertThat(Duration.between(clock.now(), guest.expiration())).isEqualTo(Duration.ofHours(12));
    assertThat(token.federatedUser().arn())
        .isEqualTo("arn:aws:sts::" + A + ":federated-user/guest");
    assertThat(token.federatedUser().federatedUserId()).isEqualTo(A + ":guest");
    assertThat(token.packedPolicySize()).isBetween(1, 20);
    assertThat(actors.sts(guest).getCallerIdentity().arn()).isEqualTo(token.federatedUser().arn());

    SqsClient sqs = actors.client(SqsClient.class, guest);
    assertThat(sqs.listQueues().queueUrls()).isEmpty();
    assertCode(() -> sqs.createQueue(q -> q.queueName("orders")), "AccessDenied");

    Credentials without = sts.getFederationToken(r -> r.name("guest")).credentials();
    assertCode(() -> actors.client(SqsClient.class, without).listQueues(), "AccessDenied");

    String role = actors.role(A, "worker", trust(userArn(A, "proxy")));
    Credentials ofRole =
        sts.assumeRole(r -> r.roleArn(role).roleSessionName("visit")).credentials();
    assertError(
        () -> actors.sts(ofRole).getFederationToken(r -> r.name("guest")),
        "AccessDenied",
        403,
        "Cannot call GetFederationToken with session credentials");
  }

  @Test
  void federationTokensNeedPermissionAndAName() {
    StsClient plain = actors.sts(actors.user(A, "plain", allow("sqs:*", "*")));
    assertError(
        () -> plain.getFederationToken(r -> r.name("guest")),
        "AccessDenied",
        403,
        "User: "
            + userArn(A, "plain")
            + " is not authorized to perform: sts:GetFederationToken on resource: arn:aws:sts::"
            + A
            + ":federated-user/guest");
    StsClient root = actors.sts(actors.rootKey(A));
    assertError(
        () -> root.getFederationToken(r -> r.name("a guest")),
        "ValidationError",
        400,
        "1 validation error detected: Value 'a guest' at 'name' failed to satisfy constraint:"
            + " Member must satisfy regular expression pattern: ^[\\w+=,.@-]*$");
    assertCode(() -> root.getFederationToken(r -> r.name("g".repeat(33))), "ValidationError");
    Credentials guest =
        root.getFederationToken(r -> r.name("guest").policy(allow("sqs:*", "*"))).credentials();
    assertThat(Duration.between(clock.now(), guest.expiration())).isEqualTo(Duration.ofHours(1));
    assertThat(actors.client(SqsClient.class, guest).listQueues().queueUrls()).isEmpty();
  }

  @Test
  void federatedUsersCallNoOtherOperationOfSts() {
    Credentials guest =
        actors
            .sts(actors.user(A, "proxy", allow("sts:*", "*")))
            .getFederationToken(r -> r.name("guest").policy(allow("*", "*")))
            .credentials();
    String role = actors.role(A, "worker", trust(A));
    StsClient sts = actors.sts(guest);
    assertThat(sts.getCallerIdentity().userId()).isEqualTo(A + ":guest");
    assertCode(() -> sts.assumeRole(r -> r.roleArn(role).roleSessionName("visit")), "AccessDenied");
    assertCode(() -> sts.getFederationToken(r -> r.name("again")), "AccessDenied");
  }

  @Test
  void resourcesMayNameFederatedUsers() {
    StsClient sts = actors.sts(actors.user(A, "proxy", allow("sqs:*, sts:*", "*")));
    SqsClient root = actors.client(SqsClient.class, actors.rootKey(A));
    String url = root.createQueue(q -> q.queueName("orders")).queueUrl();
    Credentials guest = sts.getFederationToken(r -> r.name("guest")).credentials();
    Credentials other = sts.getFederationToken(r -> r.name("other")).credentials();
    String policy =
        """
        {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "sqs:SendMessage",
         "Principal": {"AWS": "arn:aws:sts::%s:federated-user/guest"}, "Resource": "*"}}
        """
            .formatted(A);
    SqsClient sqs = actors.client(SqsClient.class, guest);
    assertCode(() -> sqs.sendMessage(m -> m.queueUrl(url).messageBody("one")), "AccessDenied");
    root.setQueueAttributes(
        q -> q.queueUrl(url).attributes(Map.of(QueueAttributeName.POLICY, policy)));
    assertThat(sqs.sendMessage(m -> m.queueUrl(url).messageBody("one")).messageId()).isNotNull();
    assertCode(
        () ->
            actors
                .client(SqsClient.class, other)
                .sendMessage(m -> m.queueUrl(url).messageBody("one")),
        "AccessDenied");
  }

  @Test
  void federationTokensMayHaveTags() {
    String policy =
        """
        {"Version": "2012-10-17", "Statement": [
         {"Effect": "Allow", "Action": ["sts:GetFederationToken", "sts:TagSession"],
          "Resource": "*"},
         {"Effect": "Allow", "Action": "sqs:*", "Resource": "*",
          "Condition": {"StringEquals": {"aws:PrincipalTag/team": "red"}}}]}
        """;
    StsClient sts = actors.sts(actors.user(A, "proxy", policy));
    Credentials red = federate(sts, "red");
    Credentials blue = federate(sts, "blue");
    assertThat(actors.client(SqsClient.class, red).listQueues().queueUrls()).isEmpty();
    assertCode(() -> actors.client(SqsClient.class, blue).listQueues(), "AccessDenied");
    StsClient plain = actors.sts(actors.user(A, "plain", allow("sts:GetFederationToken", "*")));
    assertCode(() -> federate(plain, "red"), "AccessDenied");
  }

  private static Credentials federate(StsClient sts, String team) {
    return sts.getFederationToken(
            r -> r.name("guest").policy(allow("sqs:*", "*")).tags(t -> t.key("team").value(team)))
        .credentials();
  }
}
