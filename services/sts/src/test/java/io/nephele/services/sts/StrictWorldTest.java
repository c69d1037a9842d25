package io.nephele.services.sts;

import static io.nephele.services.sts.Actors.A;
import static io.nephele.services.sts.Actors.allow;
import static io.nephele.services.sts.Actors.assertCode;
import static io.nephele.services.sts.Actors.trust;
import static org.assertj.core.api.Assertions.assertThat;

import io.nephele.embedded.Nephele;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.Credentials;

/** A world that takes no keys but its own. */
final class StrictWorldTest {
  @Test
  void tokensOfProvidersAreTheOnlyWayInWithoutAKey() {
    try (Nephele strict = Nephele.builder().strict(true).virtualClock().start();
        TestIssuer issuer = TestIssuer.start();
        StsClient unsigned =
            StsClient.builder()
                .endpointOverride(strict.endpoint())
                .region(Region.US_EAST_1)
                .credentialsProvider(AnonymousCredentialsProvider.create())
                .build()) {
      Actors actors = new Actors(strict);
      String provider =
          actors
              .client(IamClient.class, actors.rootKey(A))
              .createOpenIDConnectProvider(
                  r ->
                      r.url("https://" + issuer.name())
                          .clientIDList("app")
                          .thumbprintList("0".repeat(40)))
              .openIDConnectProviderArn();
      String role =
          actors.role(
              A,
              "web",
              """
              {"Version": "2012-10-17", "Statement": {"Effect": "Allow",
               "Principal": {"Federated": "%s"}, "Action": "sts:AssumeRoleWithWebIdentity"}}
              """
                  .formatted(provider));
      long now = strict.world().clock().now().getEpochSecond();
      String token =
          issuer.token(
              Map.of(
                  "iss", issuer.issuer(), "sub", "ada", "aud", "app", "iat", now, "exp", now + 60));
      Credentials credentials =
          unsigned
              .assumeRoleWithWebIdentity(
                  r -> r.roleArn(role).roleSessionName("build").webIdentityToken(token))
              .credentials();
      assertThat(actors.sts(credentials).getCallerIdentity().account()).isEqualTo(A);

      assertCode(unsigned::getCallerIdentity, "MissingAuthenticationToken");
      String other = actors.role(A, "worker", trust(A), allow("*", "*"));
      assertCode(
          () -> unsigned.assumeRole(r -> r.roleArn(other).roleSessionName("visit")),
          "MissingAuthenticationToken");
      assertCode(
          () -> actors.sts(AwsBasicCredentials.create(A, "test")).getCallerIdentity(),
          "InvalidClientTokenId");
    }
  }
}
