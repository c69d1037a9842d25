package io.nephele.services.sts;

import static io.nephele.services.sts.Actors.A;
import static io.nephele.services.sts.Actors.allow;
import static io.nephele.services.sts.Actors.assertCode;
import static io.nephele.services.sts.Actors.assertError;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.jwk.JWK;
import io.nephele.core.json.JsonText;
import io.nephele.core.time.VirtualClock;
import io.nephele.embedded.Nephele;
import io.nephele.junit.Clients;
import io.nephele.junit.Fact;
import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.AssumeRoleWithWebIdentityResponse;

@NepheleTest(scope = NepheleTest.Scope.METHOD)
final class AssumeRoleWithWebIdentityTest {
  private static final String DENIED = "Not authorized to perform sts:AssumeRoleWithWebIdentity";
  private static final String ACTIONS =
      "\"sts:AssumeRoleWithWebIdentity\", \"sts:TagSession\", \"sts:SetSourceIdentity\"";

  @Inject Nephele nephele;
  @Inject VirtualClock clock;
  private Actors actors;
  private TestIssuer issuer;
  private String provider;
  private StsClient sts;

  @BeforeEach
  void provider() {
    actors = new Actors(nephele);
    issuer = TestIssuer.start();
    provider = create("https://" + issuer.name(), "0".repeat(40));
    sts =
        StsClient.builder()
            .endpointOverride(nephele.endpoint())
            .region(software.amazon.awssdk.regions.Region.US_EAST_1)
            .credentialsProvider(AnonymousCredentialsProvider.create())
            .build();
  }

  private String create(String url, String thumbprint) {
    IamClient iam = Clients.create(IamClient.class, nephele.endpoint(), "us-east-1", A);
    return iam.createOpenIDConnectProvider(
            r -> r.url(url).clientIDList("app", "other-app").thumbprintList(thumbprint))
        .openIDConnectProviderArn();
  }

  @AfterEach
  void close() {
    issuer.close();
    sts.close();
  }

  private String role(String condition) {
    return role(condition, ACTIONS, allow("sqs:*", "*"));
  }

  private String role(String condition, String actions, String policy) {
    return actors.role(
        A,
        "web",
        """
        {"Version": "2012-10-17", "Statement": {"Effect": "Allow",
         "Principal": {"Federated": "%s"}, "Action": [%s], "Condition": %s}}
        """
            .formatted(provider, actions, condition),
        policy);
  }

  private Map<String, Object> claims() {
    Map<String, Object> claims = new HashMap<>();
    claims.put("iss", issuer.issuer());
    claims.put("sub", "repo:ada/engine");
    claims.put("aud", "app");
    claims.put("iat", clock.now().getEpochSecond());
    claims.put("exp", clock.now().getEpochSecond() + 600);
    return claims;
  }

  private Map<String, Object> claims(String name, Object value) {
    Map<String, Object> claims = claims();
    claims.put(name, value);
    return claims;
  }

  private AssumeRoleWithWebIdentityResponse assume(String role, String token) {
    return sts.assumeRoleWithWebIdentity(
        r -> r.roleArn(role).roleSessionName("build").webIdentityToken(token));
  }

  @Test
  @Fact({"sts-008", "sts-013", "sts-025"})
  void exchangesATokenForCredentials() {
    String role = role("{\"StringEquals\": {\"" + issuer.name() + ":aud\": \"app\"}}");
    AssumeRoleWithWebIdentityResponse assumed = assume(role, issuer.token(claims()));
    assertThat(assumed.credentials().expiration()).isEqualTo(clock.now().plus(Duration.ofHours(1)));
    assertThat(assumed.subjectFromWebIdentityToken()).isEqualTo("repo:ada/engine");
    assertThat(assumed.audience()).isEqualTo("app");
    assertThat(assumed.provider()).isEqualTo(provider);
    assertThat(assumed.assumedRoleUser().arn())
        .isEqualTo("arn:aws:sts::" + A + ":assumed-role/web/build");
    assertThat(actors.client(SqsClient.class, assumed.credentials()).listQueues().queueUrls())
        .isEmpty();
    assertThat(actors.sts(assumed.credentials()).getCallerIdentity().account()).isEqualTo(A);
  }

  @Test
  @Fact("sts-027")
  void withoutAValidTokenNothingIsGiven() {
    String role = role("{}");
    String token = issuer.token(claims());
    assertError(
        () -> assume(role, "nonsense"),
        "InvalidIdentityToken",
        400,
        "The ID Token provided is not a valid JWT. (You may see this error if you sent an Access"
            + " Token)");
    int signature = token.lastIndexOf('.') + 10;
    char changed = token.charAt(signature) == 'A' ? 'B' : 'A';
    invalid(
        role,
        token.substring(0, signature) + changed + token.substring(signature + 1),
        "Token signature is not valid");
    invalid(
        role,
        TestIssuer.token(claims(), TestIssuer.newRsaKey("one")),
        "Token signature is not valid");
    String unsigned = base64("{\"alg\":\"none\"}") + "." + token.split("\\.")[1] + ".";
    assertCode(() -> assume(role, unsigned), "InvalidIdentityToken");
    String symmetric =
        base64("{\"alg\":\"HS256\",\"kid\":\"one\"}") + "." + token.split("\\.")[1] + ".AAAA";
    invalid(role, symmetric, "Token signature algorithm is not supported");
    invalid(role, issuer.token(claims("aud", "stranger")), "Incorrect token audience");
    invalid(
        role,
        issuer.token(claims("iss", "https://example.com")),
        "No OpenIDConnect provider found in your account for https://example.com");
    invalid(role, issuer.token(claims("sub", null)), "Missing a required claim: sub");
    invalid(
        role,
        issuer.token(claims("iss", "https://cognito-identity.amazonaws.com")),
        "Couldn't retrieve verification key from your identity provider,  please reference"
            + " AssumeRoleWithWebIdentity documentation for requirements");
    assertThat(assume(role, token)).isNotNull();
  }

  private void invalid(String role, String token, String message) {
    assertError(() -> assume(role, token), "InvalidIdentityToken", 400, message);
  }

  private static String base64(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void tokensAreOfTheWorldsTime() {
    String role = role("{}");
    String token = issuer.token(claims());
    clock.advance(Duration.ofSeconds(599));
    assertThat(assume(role, token)).isNotNull();
    clock.advance(Duration.ofSeconds(1));
    long now = clock.now().getEpochSecond();
    assertError(
        () -> assume(role, token),
        "ExpiredTokenException",
        400,
        "Token expired: current date/time "
            + now
            + " must be before the expiration date/time "
            + now);
    invalid(role, issuer.token(claims("nbf", now + 301)), "Token is not yet valid");
    assertThat(assume(role, issuer.token(claims("nbf", now + 300)))).isNotNull();
  }

  @Test
  void theTrustPolicyDecides() {
    String subject = issuer.name() + ":sub";
    String role = role("{\"StringLike\": {\"" + subject + "\": \"repo:ada/*\"}}");
    assertThat(assume(role, issuer.token(claims()))).isNotNull();
    assertError(
        () -> assume(role, issuer.token(claims("sub", "repo:eve/engine"))),
        "AccessDenied",
        403,
        DENIED);
    String others = actors.role(A, "others", Actors.trust(A));
    assertError(() -> assume(others, issuer.token(claims())), "AccessDenied", 403, DENIED);
    String missing = "arn:aws:iam::" + A + ":role/missing";
    assertError(() -> assume(missing, issuer.token(claims())), "AccessDenied", 403, DENIED);
  }

  @Test
  void theAuthorizedPartyIsTheAudience() {
    String keys = issuer.name();
    String role =
        role(
            "{\"StringEquals\": {\"%s:aud\": \"app\", \"%s:oaud\": \"api\"}, \"ForAnyValue:StringEquals\":"
                    .formatted(keys, keys)
                + " {\"%s:amr\": \"mfa\"}}".formatted(keys));
    Map<String, Object> claims = claims("azp", "app");
    claims.put("aud", List.of("api"));
    claims.put("amr", List.of("pwd", "mfa"));
    assertThat(assume(role, issuer.token(claims)).audience()).isEqualTo("app");
    claims.put("amr", List.of("pwd"));
    assertError(() -> assume(role, issuer.token(claims)), "AccessDenied", 403, DENIED);
    claims.put("azp", "stranger");
    invalid(role, issuer.token(claims), "Incorrect token audience");
  }

  @Test
  void tagsAndSourceIdentitiesComeWithTheToken() {
    String policy =
        """
        {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "sqs:*",
         "Resource": "*", "Condition": {"StringEquals": {"aws:PrincipalTag/team": "red",
         "aws:SourceIdentity": "ada", "aws:FederatedProvider": "%s"}}}}
        """
            .formatted(provider);
    Map<String, Object> claims =
        claims(
            "https://aws.amazon.com/tags",
            Map.of("principal_tags", Map.of("team", List.of("red"))));
    claims.put("https://aws.amazon.com/source_identity", "ada");
    String role = role("{\"StringEquals\": {\"aws:RequestTag/team\": \"red\"}}", ACTIONS, policy);
    AssumeRoleWithWebIdentityResponse assumed = assume(role, issuer.token(claims));
    assertThat(assumed.sourceIdentity()).isEqualTo("ada");
    assertThat(actors.client(SqsClient.class, assumed.credentials()).listQueues().queueUrls())
        .isEmpty();

    String untagged = role("{}", "\"sts:AssumeRoleWithWebIdentity\"", policy);
    assertError(
        () -> assume(untagged, issuer.token(claims)),
        "AccessDenied",
        403,
        "Not authorized to perform sts:TagSession");
  }

  @Test
  void keysAreKeptAndFetchedAgainWhenTheyChange() {
    String role = role("{}");
    assume(role, issuer.token(claims()));
    assume(role, issuer.token(claims()));
    assertThat(issuer.fetches()).isEqualTo(2);
    JWK next = TestIssuer.newCurveKey("two");
    issuer.rotate(next);
    assertCode(() -> assume(role, issuer.token(claims())), "InvalidIdentityToken");
    clock.advance(Duration.ofSeconds(10));
    assertThat(assume(role, issuer.token(claims()))).isNotNull();
    assertThat(issuer.fetches()).isEqualTo(4);
  }

  @Test
  void providersHaveToAnswerWithTheirKeys() {
    String role = role("{}");
    String noKey =
        "Couldn't retrieve verification key from your identity provider,  please reference"
            + " AssumeRoleWithWebIdentity documentation for requirements";
    issuer.discovery("{}");
    invalid(role, issuer.token(claims()), noKey);
    issuer.discovery(
        JsonText.write(
            Map.of("issuer", "https://else.where", "jwks_uri", issuer.issuer() + "/keys.json")));
    invalid(role, issuer.token(claims()), noKey);
    issuer.discovery(
        JsonText.write(
            Map.of("issuer", issuer.issuer(), "jwks_uri", "http://192.0.2.1/keys.json")));
    invalid(role, issuer.token(claims()), noKey);
    issuer.discovery("x".repeat(600_000));
    assertThat(
            org.assertj.core.api.Assertions.catchThrowable(
                () -> assume(role, issuer.token(claims()))))
        .isNotNull();
    issuer.close();
    assertCode(() -> assume(role, issuer.token(claims())), "IDPCommunicationError");
  }

  @Test
  void accessTokensAreNotTakenForIdTokens() {
    String role = role("{}");
    assertCode(
        () ->
            sts.assumeRoleWithWebIdentity(
                r ->
                    r.roleArn(role)
                        .roleSessionName("build")
                        .webIdentityToken("Atza|token")
                        .providerId("www.amazon.com")),
        "NotImplemented");
  }
}
