package io.nephele.services.sts;

import static io.nephele.services.sts.Actors.A;
import static io.nephele.services.sts.Actors.allow;
import static io.nephele.services.sts.Actors.assertCode;
import static org.assertj.core.api.Assertions.assertThat;

import io.nephele.core.time.TurnableClock;
import io.nephele.embedded.Nephele;
import io.nephele.junit.Clients;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.Credentials;

/** What comes from outside tells the time outside, however the world's clock was turned. */
final class OutsideTimeTest {
  private static final byte[] SEED = "twenty bytes of seed".getBytes(StandardCharsets.US_ASCII);

  private final Nephele nephele = Nephele.start();
  private final TurnableClock clock = (TurnableClock) nephele.world().clock();
  private final Actors actors = new Actors(nephele);
  private final StsClient sts = Clients.create(StsClient.class, nephele.endpoint(), "us-east-1", A);

  @AfterEach
  void close() {
    sts.close();
    nephele.close();
  }

  private String role(String provider, String action) {
    return actors.role(
        A,
        "visitor",
        """
        {"Version": "2012-10-17", "Statement": {"Effect": "Allow",
         "Principal": {"Federated": "%s"}, "Action": "%s"}}
        """
            .formatted(provider, action),
        allow("sqs:*", "*"));
  }

  private void assertEndsByTheWorldsTime(Credentials credentials) {
    assertThat(credentials.expiration())
        .isBetween(clock.now().plus(Duration.ofMinutes(50)), clock.now().plus(Duration.ofHours(1)));
  }

  @Test
  void codesOfDevices() {
    StsClient user = actors.sts(actors.user(A, "user", allow("sts:*", "*")));
    String device = actors.device(A, "user", SEED);
    clock.advance(Duration.ofDays(4));
    Credentials credentials =
        user.getSessionToken(
                token ->
                    token
                        .durationSeconds(3600)
                        .serialNumber(device)
                        .tokenCode(Totp.code(SEED, clock.machineTime())))
            .credentials();
    assertEndsByTheWorldsTime(credentials);
  }

  @Test
  void assertions() {
    try (IamClient iam = Clients.create(IamClient.class, nephele.endpoint(), "us-east-1", A)) {
      String provider =
          iam.createSAMLProvider(r -> r.name("idp").samlMetadataDocument(TestSaml.metadata()))
              .samlProviderArn();
      String role = role(provider, "sts:AssumeRoleWithSAML");
      clock.advance(Duration.ofDays(4));
      String assertion = new TestSaml(clock.machineTime(), role, provider).base64();
      assertEndsByTheWorldsTime(
          sts.assumeRoleWithSAML(
                  r -> r.roleArn(role).principalArn(provider).samlAssertion(assertion))
              .credentials());
      String ofTheWorld = new TestSaml(clock.now(), role, provider).base64();
      assertCode(
          () ->
              sts.assumeRoleWithSAML(
                  r -> r.roleArn(role).principalArn(provider).samlAssertion(ofTheWorld)),
          "InvalidIdentityToken");
    }
  }

  @Test
  void tokens() {
    try (TestIssuer issuer = TestIssuer.start();
        IamClient iam = Clients.create(IamClient.class, nephele.endpoint(), "us-east-1", A)) {
      String provider =
          iam.createOpenIDConnectProvider(
                  r ->
                      r.url("https://" + issuer.name())
                          .clientIDList("app")
                          .thumbprintList("0".repeat(40)))
              .openIDConnectProviderArn();
      String role = role(provider, "sts:AssumeRoleWithWebIdentity");
      clock.advance(Duration.ofDays(4));
      assertEndsByTheWorldsTime(assume(role, token(issuer, clock.machineTime())));
      assertEndsByTheWorldsTime(assume(role, token(issuer, clock.now())));
      String early = token(issuer, clock.now());
      clock.advance(Duration.ofHours(1));
      assertCode(() -> assume(role, early), "ExpiredTokenException");
      String old = token(issuer, clock.machineTime().minusSeconds(3600));
      assertCode(() -> assume(role, old), "ExpiredTokenException");
    }
  }

  private static String token(TestIssuer issuer, Instant now) {
    Map<String, Object> claims = new HashMap<>();
    claims.put("iss", issuer.issuer());
    claims.put("sub", "somebody");
    claims.put("aud", "app");
    claims.put("iat", now.getEpochSecond());
    claims.put("exp", now.getEpochSecond() + 600);
    return issuer.token(claims);
  }

  private Credentials assume(String role, String token) {
    return sts.assumeRoleWithWebIdentity(
            r -> r.roleArn(role).roleSessionName("build").webIdentityToken(token))
        .credentials();
  }
}
