package io.nephele.services.sts;

import static io.nephele.services.sts.Actors.A;
import static io.nephele.services.sts.Actors.allow;
import static io.nephele.services.sts.Actors.assertCode;
import static io.nephele.services.sts.Actors.assertError;
import static org.assertj.core.api.Assertions.assertThat;

import io.nephele.core.time.VirtualClock;
import io.nephele.embedded.Nephele;
import io.nephele.junit.Clients;
import io.nephele.junit.Fact;
import io.nephele.junit.Inject;
import io.nephele.junit.NepheleTest;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.AssumeRoleWithSamlResponse;

@NepheleTest(scope = NepheleTest.Scope.METHOD)
final class AssumeRoleWithSamlTest {
  private static final String DENIED = "Not authorized to perform sts:AssumeRoleWithSAML";
  private static final String SIGNATURE = "Response signature invalid";
  private static final String ALL =
      "\"sts:AssumeRoleWithSAML\", \"sts:TagSession\", \"sts:SetSourceIdentity\"";

  @Inject Nephele nephele;
  @Inject VirtualClock clock;
  private Actors actors;
  private IamClient iam;
  private String provider;
  private StsClient sts;

  @BeforeEach
  void provider() {
    actors = new Actors(nephele);
    iam = Clients.create(IamClient.class, nephele.endpoint(), "us-east-1", A);
    provider =
        iam.createSAMLProvider(r -> r.name("idp").samlMetadataDocument(TestSaml.metadata()))
            .samlProviderArn();
    sts =
        StsClient.builder()
            .endpointOverride(nephele.endpoint())
            .region(Region.US_EAST_1)
            .credentialsProvider(AnonymousCredentialsProvider.create())
            .build();
  }

  @AfterEach
  void close() {
    sts.close();
  }

  private String role(String condition) {
    return role(ALL, condition, allow("sqs:*", "*"), 3600);
  }

  private String role(String actions, String condition, String policy, int maxSeconds) {
    return actors.role(
        A,
        "saml",
        """
        {"Version": "2012-10-17", "Statement": {"Effect": "Allow",
         "Principal": {"Federated": "%s"}, "Action": [%s], "Condition": %s}}
        """
            .formatted(provider, actions, condition),
        policy,
        maxSeconds);
  }

  private TestSaml saml(String role) {
    return new TestSaml(clock.now(), role, provider);
  }

  private AssumeRoleWithSamlResponse assume(String role, String assertion) {
    return sts.assumeRoleWithSAML(
        r -> r.roleArn(role).principalArn(provider).samlAssertion(assertion));
  }

  private void invalid(String role, String assertion, String message) {
    assertError(() -> assume(role, assertion), "InvalidIdentityToken", 400, message);
  }

  @Test
  @Fact({"sts-007", "sts-012", "sts-028"})
  void exchangesAnAssertionForCredentials() {
    String role =
        role(
            """
            {"StringEquals": {"saml:aud": "https://signin.aws.amazon.com/saml",
             "saml:iss": "https://idp.example/saml", "saml:sub_type": "persistent",
             "saml:doc": "111111111111/idp", "saml:sub": "ada@example.com"}}
            """);
    AssumeRoleWithSamlResponse assumed = assume(role, saml(role).base64());
    assertThat(assumed.credentials().expiration()).isEqualTo(clock.now().plus(Duration.ofHours(1)));
    assertThat(assumed.subject()).isEqualTo("ada@example.com");
    assertThat(assumed.subjectType()).isEqualTo("persistent");
    assertThat(assumed.issuer()).isEqualTo("https://idp.example/saml");
    assertThat(assumed.audience()).isEqualTo("https://signin.aws.amazon.com/saml");
    // Base64(SHA-1("https://idp.example/saml" + "111111111111" + "/idp"))
    assertThat(assumed.nameQualifier()).hasSize(28).endsWith("=");
    assertThat(assumed.assumedRoleUser().arn())
        .isEqualTo("arn:aws:sts::" + A + ":assumed-role/saml/ada");
    assertThat(actors.client(SqsClient.class, assumed.credentials()).listQueues().queueUrls())
        .isEmpty();
  }

  @Test
  void signaturesOfTheResponseAreAsGood() {
    String role = role("{}");
    TestSaml saml = saml(role);
    saml.signAssertion = false;
    saml.signResponse = true;
    assertThat(assume(role, saml.base64())).isNotNull();
    saml.signAssertion = true;
    assertThat(assume(role, saml.base64())).isNotNull();
  }

  @Test
  void whatTheProviderDidNotSignIsRefused() {
    String role = role("{}");
    TestSaml saml = saml(role);
    String xml = saml.xml();
    invalid(role, TestSaml.base64(xml.replace("ada@", "eve@")), SIGNATURE);
    invalid(role, TestSaml.base64(xml.replace(">ada<", ">eve<")), SIGNATURE);
    saml.signer = "stranger";
    invalid(role, saml.base64(), SIGNATURE);
    saml.signAssertion = false;
    invalid(role, saml.base64(), SIGNATURE);
    saml.signResponse = true;
    invalid(role, saml.base64(), SIGNATURE);
    saml.issuer = "https://stranger.example";
    invalid(role, saml.base64(), "Issuer not present in specified provider");
  }

  @Test
  void signaturesThatWereMovedAreRefused() {
    String role = role("{}");
    TestSaml saml = saml(role);
    String signed = saml.xml();
    String original =
        signed.substring(signed.indexOf("<saml:Assertion"), signed.indexOf("</samlp:Response>"));
    String evil = original.replace("ada@", "eve@").replace("_assertion", "_evil");
    String signature =
        original.substring(original.indexOf("<ds:Signature"), original.indexOf("</ds:Signature>"));
    // The signed assertion beside a forged one, before and after it.
    invalid(
        role,
        TestSaml.base64(signed.replace(original, evil + original)),
        "A SAML response has to have one assertion");
    // A forged assertion with the signature of the one that it hides.
    String hidden = original.replace(signature + "</ds:Signature>", "");
    String wrapped =
        evil.replace("</ds:Signature>", "<ds:Object>" + hidden + "</ds:Object></ds:Signature>");
    wrapped = wrapped.replace("URI=\"#_evil\"", "URI=\"#_assertion\"");
    invalid(role, TestSaml.base64(signed.replace(original, wrapped)), SIGNATURE);
    // The signed one somewhere in the response, a forged one where it should be.
    String moved =
        signed.replace(
            original,
            "<samlp:Extensions>"
                + original
                + "</samlp:Extensions>"
                + evil.replace("URI=\"#_evil\"", "URI=\"#_assertion\""));
    invalid(role, TestSaml.base64(moved), SIGNATURE);
    // Two elements of one id.
    String twice =
        signed.replace(
            original,
            "<samlp:Extensions>"
                + original
                + "</samlp:Extensions>"
                + original.replace("ada@", "eve@"));
    invalid(role, TestSaml.base64(twice), "Invalid base64 SAMLResponse");
  }

  @Test
  void commentsDoNotCutNames() {
    String role = role("{\"StringEquals\": {\"saml:sub\": \"ada@example.com.evil.example\"}}");
    TestSaml saml = saml(role);
    saml.nameId = "ada@example.com.evil.example";
    String commented = saml.xml().replace("ada@example.com.evil", "ada@example.com<!-- -->.evil");
    assertThat(assume(role, TestSaml.base64(commented)).subject())
        .isEqualTo("ada@example.com.evil.example");
  }

  @Test
  void entitiesAndDepthAreRefused() {
    String role = role("{}");
    String refused = "Invalid base64 SAMLResponse";
    String xml = saml(role).xml();
    String bomb =
        "<!DOCTYPE r [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;\">]>" + xml;
    invalid(role, TestSaml.base64(bomb), refused);
    String external =
        "<!DOCTYPE r [<!ENTITY f SYSTEM \"file:///etc/passwd\">]>"
            + xml.replace("ada@example.com", "&f;");
    invalid(role, TestSaml.base64(external), refused);
    invalid(role, TestSaml.base64("<a>".repeat(8000) + "</a>".repeat(8000)), refused);
    invalid(role, "not base64 at all: %%%", refused);
    invalid(role, TestSaml.base64("<a/>"), "Could not parse the SAML response");
  }

  @Test
  void assertionsAreOfTheWorldsTime() {
    String role = role("{}");
    TestSaml saml = saml(role);
    saml.notOnOrAfter = clock.now().plusSeconds(3600);
    String assertion = saml.base64();
    saml.notOnOrAfter = clock.now().plusSeconds(60);
    String brief = saml.base64();
    clock.advance(Duration.ofSeconds(299));
    assertThat(assume(role, assertion)).isNotNull();
    assertError(
        () -> assume(role, brief), "ExpiredTokenException", 400, "The SAML assertion has expired");
    clock.advance(Duration.ofSeconds(1));
    assertError(
        () -> assume(role, assertion),
        "ExpiredTokenException",
        400,
        "Token must be redeemed within 5 minutes of issuance");
    TestSaml early = saml(role);
    early.issued = clock.now().plusSeconds(301);
    invalid(role, early.base64(), "The SAML assertion is not yet valid");
  }

  @Test
  void assertionsAreForAws() {
    String role = role("{}");
    TestSaml saml = saml(role);
    saml.recipient = "https://eu-west-1.signin.aws.amazon.com/saml";
    saml.audience = "urn:amazon:webservices";
    assertThat(assume(role, saml.base64()).audience()).isEqualTo(saml.recipient);
    saml.audience = "https://service.example";
    invalid(role, saml.base64(), "Response does not contain the required audience");
    saml.audience = "urn:amazon:webservices";
    for (String other :
        List.of(
            "https://service.example/saml",
            "https://signin.aws.amazon.com.evil.example/saml",
            "http://signin.aws.amazon.com/saml")) {
      saml.recipient = other;
      invalid(role, saml.base64(), "Response does not contain the required recipient");
    }
  }

  @Test
  void theAssertionAndTheTrustDecideOnTheRole() {
    String role = role("{\"StringEquals\": {\"saml:sub\": \"ada@example.com\"}}");
    TestSaml saml = saml(role);
    String other = actors.role(A, "other", Actors.trust(A));
    assertError(() -> assume(other, saml.base64()), "AccessDenied", 403, DENIED);
    saml.attribute("Role", provider + "," + role, other + "," + provider);
    assertThat(assume(role, saml.base64())).isNotNull();
    assertError(() -> assume(other, saml.base64()), "AccessDenied", 403, DENIED);
    saml.nameId = "eve@example.com";
    assertError(() -> assume(role, saml.base64()), "AccessDenied", 403, DENIED);
    String missing = "arn:aws:iam::" + A + ":role/missing";
    assertError(() -> assume(missing, saml(missing).base64()), "AccessDenied", 403, DENIED);
    String unknown = "arn:aws:iam::" + A + ":saml-provider/unknown";
    assertError(
        () ->
            sts.assumeRoleWithSAML(
                r -> r.roleArn(role).principalArn(unknown).samlAssertion(saml.base64())),
        "InvalidIdentityToken",
        400,
        "Specified provider doesn't exist");
    saml.status = "AuthnFailed";
    assertCode(() -> assume(role, saml.base64()), "IDPRejectedClaim");
  }

  @Test
  void attributesNameAndLimitTheSession() {
    String role = role(ALL, "{}", allow("*", "*"), 7200);
    TestSaml saml = saml(role);
    saml.attribute("SessionDuration", "7200");
    assertThat(duration(assume(role, saml.base64()))).isEqualTo(Duration.ofHours(2));
    assertThat(
            duration(
                sts.assumeRoleWithSAML(
                    r ->
                        r.roleArn(role)
                            .principalArn(provider)
                            .samlAssertion(saml.base64())
                            .durationSeconds(900))))
        .isEqualTo(Duration.ofMinutes(15));
    saml.sessionEnd = clock.now().plusSeconds(1800);
    assertThat(duration(assume(role, saml.base64()))).isEqualTo(Duration.ofMinutes(30));
    saml.attribute("SessionDuration", "7201");
    assertError(
        () -> assume(role, saml.base64()),
        "ValidationError",
        400,
        "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.");
    saml.attribute("RoleSessionName", "not a name");
    invalid(
        role,
        saml.base64(),
        "RoleSessionName in AuthnResponse must match [a-zA-Z_0-9+=,.@-]{2,64}");
    saml.attribute("RoleSessionName");
    invalid(role, saml.base64(), "RoleSessionName is required in AuthnResponse");
  }

  private Duration duration(AssumeRoleWithSamlResponse assumed) {
    return Duration.between(clock.now(), assumed.credentials().expiration());
  }

  @Test
  void tagsAndSourceIdentityComeWithTheAssertion() {
    String policy =
        """
        {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "sqs:*",
         "Resource": "*", "Condition": {"StringEquals": {"aws:PrincipalTag/team": "red",
         "aws:SourceIdentity": "ada", "saml:sub": "ada@example.com"}}}}
        """;
    String role = role(ALL, "{\"StringEquals\": {\"aws:RequestTag/team\": \"red\"}}", policy, 3600);
    TestSaml saml = saml(role);
    saml.attribute("PrincipalTag:team", "red");
    saml.attribute("TransitiveTagKeys", "team");
    saml.attribute("SourceIdentity", "ada");
    AssumeRoleWithSamlResponse assumed = assume(role, saml.base64());
    assertThat(assumed.sourceIdentity()).isEqualTo("ada");
    assertThat(assumed.packedPolicySize()).isPositive();
    assertThat(actors.client(SqsClient.class, assumed.credentials()).listQueues().queueUrls())
        .isEmpty();
    String untagged = role("\"sts:AssumeRoleWithSAML\"", "{}", policy, 3600);
    assertError(
        () -> assume(untagged, saml.base64()),
        "AccessDenied",
        403,
        "Not authorized to perform sts:TagSession");
  }

  @Test
  void encryptedAssertionsAreDecrypted() {
    String role = role("{}");
    TestSaml saml = saml(role);
    String refused = "The SAML assertion could not be decrypted";
    invalid(role, saml.encrypted("encryption"), refused);
    iam.updateSAMLProvider(
        r ->
            r.samlProviderArn(provider)
                .assertionEncryptionMode("Required")
                .addPrivateKey(TestSaml.pem("encryption.key.pem")));
    assertThat(assume(role, saml.encrypted("encryption")).subject()).isEqualTo("ada@example.com");
    invalid(role, saml.encrypted("stranger"), refused);
    invalid(role, saml.base64(), "The SAML provider requires encrypted assertions");
    saml.signAssertion = false;
    invalid(role, saml.encrypted("encryption"), SIGNATURE);
  }
}
