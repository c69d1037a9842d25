package io.nephele.services.sts;

import static io.nephele.services.sts.Actors.A;
import static io.nephele.services.sts.Actors.allow;
import static io.nephele.services.sts.Actors.assertCode;
import static io.nephele.services.sts.Actors.assertError;
import static io.nephele.services.sts.Actors.trust;
import static io.nephele.services.sts.Actors.userArn;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import io.nephele.core.json.JsonText;
import io.nephele.core.time.VirtualClock;
import io.nephele.embedded.Nephele;
import io.nephele.junit.Clients;
import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.Credentials;
import software.amazon.awssdk.services.sts.model.GetWebIdentityTokenResponse;
import software.amazon.awssdk.services.sts.model.Tag;

@NepheleTest(scope = NepheleTest.Scope.METHOD)
final class OutboundTokensTest {
  @Inject Nephele nephele;
  @Inject VirtualClock clock;
  private Actors actors;
  private StsClient user;
  private String issuer;

  @BeforeEach
  void enable() {
    actors = new Actors(nephele);
    user = actors.sts(actors.user(A, "user", allow("sts:*", "*")));
    IamClient iam = Clients.create(IamClient.class, nephele.endpoint(), "us-east-1", A);
    issuer = iam.enableOutboundWebIdentityFederation(r -> {}).issuerIdentifier();
  }

  private static GetWebIdentityTokenResponse token(StsClient sts, String algorithm) {
    return sts.getWebIdentityToken(
        r -> r.audience("https://api.example").signingAlgorithm(algorithm));
  }

  private String document(String path) {
    return new WebIdentityDocuments(nephele.world()).at(A, URI.create(issuer).getRawPath() + path);
  }

  @Test
  void tokensAreVerifiedByThePublishedKeys() throws Exception {
    Map<?, ?> discovery = (Map<?, ?>) JsonText.parse(document("/.well-known/openid-configuration"));
    assertThat(discovery.get("issuer")).isEqualTo(issuer);
    assertThat(discovery.get("jwks_uri")).isEqualTo(issuer + "/.well-known/jwks.json");
    JWKSet keys = JWKSet.parse(document("/.well-known/jwks.json"));
    assertThat(keys.getKeys()).hasSize(2).noneMatch(JWK::isPrivate);

    for (String algorithm : List.of("RS256", "ES384")) {
      GetWebIdentityTokenResponse response = token(user, algorithm);
      assertThat(Duration.between(clock.now(), response.expiration()))
          .isEqualTo(Duration.ofMinutes(5));
      JWSObject token = JWSObject.parse(response.webIdentityToken());
      JWK key = keys.getKeyByKeyId(token.getHeader().getKeyID());
      assertThat(
              token.verify(
                  algorithm.equals("RS256")
                      ? new RSASSAVerifier(key.toRSAKey())
                      : new ECDSAVerifier(key.toECKey())))
          .isTrue();
      Map<?, ?> claims = (Map<?, ?>) JsonText.parse(token.getPayload().toString());
      assertThat(claims.get("iss")).isEqualTo(issuer);
      assertThat(claims.get("aud")).isEqualTo("https://api.example");
      assertThat(claims.get("sub")).isEqualTo(userArn(A, "user"));
      assertThat(((Number) claims.get("exp")).longValue())
          .isEqualTo(response.expiration().getEpochSecond());
      Map<?, ?> own = (Map<?, ?>) claims.get("https://sts.amazonaws.com/");
      assertThat(own.get("aws_account")).isEqualTo(A);
    }
  }

  @Test
  void tagsAreClaims() throws Exception {
    GetWebIdentityTokenResponse response =
        user.getWebIdentityToken(
            r ->
                r.audience("a", "b")
                    .signingAlgorithm("ES384")
                    .durationSeconds(3600)
                    .tags(Tag.builder().key("team").value("red").build()));
    Map<?, ?> claims =
        (Map<?, ?>)
            JsonText.parse(JWSObject.parse(response.webIdentityToken()).getPayload().toString());
    assertThat(claims.get("aud")).isEqualTo(List.of("a", "b"));
    Map<?, ?> own = (Map<?, ?>) claims.get("https://sts.amazonaws.com/");
    assertThat(own.get("request_tags")).isEqualTo(Map.of("team", "red"));

    StsClient plain = actors.sts(actors.user(A, "plain", allow("sts:GetWebIdentityToken", "*")));
    assertThat(token(plain, "ES384")).isNotNull();
    assertCode(
        () ->
            plain.getWebIdentityToken(
                r ->
                    r.audience("a")
                        .signingAlgorithm("ES384")
                        .tags(Tag.builder().key("team").value("red").build())),
        "AccessDenied");
  }

  @Test
  void tokensDoNotOutliveTheSession() {
    String role = actors.role(A, "worker", trust(A));
    Credentials session =
        user.assumeRole(r -> r.roleArn(role).roleSessionName("visit").durationSeconds(900))
            .credentials();
    StsClient sts = actors.sts(session);
    clock.advance(Duration.ofSeconds(600));
    assertThat(token(sts, "ES384").expiration()).isEqualTo(session.expiration());
    clock.advance(Duration.ofSeconds(1));
    assertCode(() -> token(sts, "ES384"), "SessionDurationEscalationException");
  }

  @Test
  void policiesMayAskForTheAudience() {
    String policy =
        """
        {"Version": "2012-10-17", "Statement": {"Effect": "Allow",
         "Action": "sts:GetWebIdentityToken", "Resource": "*", "Condition": {
         "ForAllValues:StringEquals": {"sts:IdentityTokenAudience": "https://api.example"}}}}
        """;
    StsClient sts = actors.sts(actors.user(A, "limited", policy));
    assertThat(token(sts, "ES384")).isNotNull();
    assertCode(
        () -> sts.getWebIdentityToken(r -> r.audience("other").signingAlgorithm("ES384")),
        "AccessDenied");
  }

  @Test
  void hasToBeEnabled() {
    assertCode(() -> token(user, "HS256"), "ValidationError");
    IamClient iam = Clients.create(IamClient.class, nephele.endpoint(), "us-east-1", A);
    iam.disableOutboundWebIdentityFederation(r -> {});
    assertError(
        () -> token(user, "RS256"),
        "OutboundWebIdentityFederationDisabledException",
        403,
        "Outbound web identity federation is not enabled for this account");
    assertThat(document("/.well-known/jwks.json")).isNull();
    assertThat(new WebIdentityDocuments(nephele.world()).at("../etc", "/")).isNull();
  }
}
