package io.nephele.wire.sign;

import static io.nephele.wire.sign.Signing.JSON;
import static io.nephele.wire.sign.Signing.NOW;
import static io.nephele.wire.sign.Signing.QUERY;
import static io.nephele.wire.sign.Signing.refused;
import static io.nephele.wire.sign.Signing.replaced;
import static io.nephele.wire.sign.Signing.target;
import static io.nephele.wire.sign.Signing.verify;
import static io.nephele.wire.sign.Signing.with;
import static io.nephele.wire.sign.Signing.withTarget;
import static org.assertj.core.api.Assertions.assertThat;

import io.nephele.model.AwsException;
import io.nephele.model.Body;
import io.nephele.model.Bytes;
import io.nephele.model.Protocol;
import io.nephele.wire.Requests;
import io.nephele.wire.http.HttpRequest;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What services other than S3 refuse, and how they say it. */
class ServiceRefusalsTest {
  private static final OwnSigner SIGNER = OwnSigner.service("service");

  private static HttpRequest post(OwnSigner signer, String... unsigned) {
    HttpRequest request =
        Requests.of("POST", "/", "{}".getBytes(StandardCharsets.UTF_8), "X-Amz-Target", "A.B");
    return signer.sign(request, OwnSigner.sha256("{}"), unsigned);
  }

  private static HttpRequest url(OwnSigner signer, String... parameters) {
    return signer.presign(Requests.of("GET", "/"), Hashes.EMPTY, parameters);
  }

  private static void assertError(AwsException error, String code, int status, String message) {
    assertThat(error.code()).isEqualTo(code);
    assertThat(error.status()).isEqualTo(status);
    assertThat(error.getMessage()).isEqualTo(message);
  }

  @Test
  void whatIsRightIsAccepted() {
    verify(post(SIGNER), JSON);
    verify(url(SIGNER), JSON);
  }

  @Test
  void forgedSignatures() {
    assertThat(refused(post(SIGNER.key(Signing.KEY, "guessed")), JSON).code())
        .isEqualTo("InvalidSignatureException");
    assertThat(refused(post(OwnSigner.service("iam").key(Signing.KEY, "guessed")), QUERY).code())
        .isEqualTo("SignatureDoesNotMatch");
    HttpRequest ec2 = post(OwnSigner.service("ec2").key(Signing.KEY, "guessed"));
    assertError(
        refused(ec2, target(Protocol.EC2_QUERY, "ec2")),
        "AuthFailure",
        401,
        "AWS was not able to validate the provided access credentials");
  }

  @Test
  void unknownKeys() {
    String message = "The security token included in the request is invalid.";
    for (String id : new String[] {"AKIANOBODY", "AKIADELETED"}) {
      OwnSigner signer = SIGNER.key(id, "guessed");
      assertError(refused(post(signer), JSON), "UnrecognizedClientException", 400, message);
      assertError(
          refused(post(signer), target(Protocol.REST_JSON_1, "service")),
          "UnrecognizedClientException",
          403,
          message);
      assertError(
          refused(post(signer), target(Protocol.AWS_QUERY, "service")),
          "InvalidClientTokenId",
          403,
          message);
      assertError(
          refused(post(signer), target(Protocol.REST_XML, "service")),
          "InvalidClientTokenId",
          403,
          message);
      assertThat(refused(post(signer), target(Protocol.EC2_QUERY, "service")).code())
          .isEqualTo("AuthFailure");
    }
  }

  /** As SQS, whose JSON errors name the type, and in a header the code of the query protocol. */
  @Test
  void servicesThatQueryClientsStillKnow() {
    SignatureTarget compatible =
        new SignatureTarget(JSON.protocol(), true, JSON.signingNames(), null, false);
    AwsException unknown = refused(post(SIGNER.key("AKIANOBODY", "guessed")), compatible);
    assertError(
        unknown,
        "UnrecognizedClientException",
        403,
        "The security token included in the request is invalid.");
    assertThat(unknown.queryCode()).isEqualTo("InvalidClientTokenId");
    AwsException forged = refused(post(SIGNER.key(Signing.KEY, "guessed")), compatible);
    assertThat(forged.code()).isEqualTo("InvalidSignatureException");
    assertThat(forged.queryCode()).isEqualTo("SignatureDoesNotMatch");
    AwsException missing = SignatureVerifier.missing(compatible);
    assertThat(missing.status()).isEqualTo(403);
    assertThat(missing.queryCode()).isEqualTo("MissingAuthenticationToken");
    HttpRequest right = Requests.of("GET", "/", "X-Amz-Security-Token", Signing.TOKEN);
    AwsException expired =
        refused(SIGNER.key("ASIAEXPIRED", "x").sign(right, Hashes.EMPTY), compatible);
    assertThat(expired.code()).isEqualTo("ExpiredTokenException");
    assertThat(expired.status()).isEqualTo(403);
    assertThat(expired.queryCode()).isEqualTo("ExpiredToken");
  }

  @Test
  void uncheckedKeysPassWhateverTheySign() {
    VerifiedRequest verified = verify(post(SIGNER.key("test", "any").at("20200101T000000Z")), JSON);
    assertThat(verified.kind()).isEqualTo(VerifiedRequest.Kind.UNCHECKED);
    assertThat(verified.accessKeyId()).isEqualTo("test");
  }

  @Test
  void tokens() {
    OwnSigner session = SIGNER.key(Signing.SESSION_KEY, Signing.SECRET);
    assertThat(refused(post(session), JSON).code()).isEqualTo("UnrecognizedClientException");
    HttpRequest right = Requests.of("GET", "/", "X-Amz-Security-Token", Signing.TOKEN);
    verify(session.sign(right, Hashes.EMPTY), JSON);
    verify(session.sign(right, Hashes.EMPTY, "x-amz-security-token"), JSON);
    HttpRequest wrong = Requests.of("GET", "/", "X-Amz-Security-Token", Signing.TOKEN + "x");
    assertThat(refused(session.sign(wrong, Hashes.EMPTY), JSON).code())
        .isEqualTo("UnrecognizedClientException");
    assertThat(refused(SIGNER.sign(right, Hashes.EMPTY), JSON).code())
        .as("a permanent key with a token")
        .isEqualTo("UnrecognizedClientException");
    HttpRequest expired = SIGNER.key("ASIAEXPIRED", "x").sign(right, Hashes.EMPTY);
    String message = "The security token included in the request is expired";
    assertError(refused(expired, JSON), "ExpiredTokenException", 400, message);
    assertError(
        refused(expired, target(Protocol.AWS_QUERY, "service")), "ExpiredToken", 403, message);
    assertError(
        refused(expired, target(Protocol.EC2_QUERY, "service")),
        "RequestExpired",
        400,
        "Request has expired.");
  }

  @Test
  void tokenAddedToAUrlThatWasSignedWithoutIt() {
    OwnSigner session =
        OwnSigner.service("iotdevicegateway").key(Signing.SESSION_KEY, Signing.SECRET);
    HttpRequest url = url(session);
    HttpRequest added =
        withTarget(url, "/", url.query() + "&X-Amz-Security-Token=token%2Fwith%2Bodd%3Dletters");
    verify(added, target(Protocol.REST_JSON_1, "iotdevicegateway"));
    HttpRequest other = url(SIGNER.key(Signing.SESSION_KEY, Signing.SECRET));
    assertThat(
            refused(
                    withTarget(
                        other,
                        "/",
                        other.query() + "&X-Amz-Security-Token=token%2Fwith%2Bodd%3Dletters"),
                    JSON)
                .code())
        .isEqualTo("InvalidSignatureException");
  }

  @Test
  void clocks() {
    verify(post(SIGNER), JSON, NOW.plusSeconds(900));
    verify(post(SIGNER), JSON, NOW.minusSeconds(900));
    String old =
        "Signature expired: 20150830T123600Z is now earlier than 20150830T123601Z"
            + " (20150830T125101Z - 15 min.)";
    Instant late = NOW.plusSeconds(901);
    assertError(refused(post(SIGNER), JSON, late), "InvalidSignatureException", 400, old);
    assertError(
        refused(post(SIGNER), target(Protocol.AWS_QUERY, "service"), late),
        "SignatureDoesNotMatch",
        403,
        old);
    assertThat(refused(post(SIGNER), target(Protocol.EC2_QUERY, "service"), late).code())
        .isEqualTo("RequestExpired");
    assertThat(refused(post(SIGNER), JSON, NOW.minusSeconds(901)))
        .hasMessage(
            "Signature not yet current: 20150830T123600Z is still later than 20150830T123559Z"
                + " (20150830T122059Z + 15 min.)");
    HttpRequest date = Requests.of("GET", "/", "X-Amz-Date", "201");
    assertError(
        refused(SIGNER.sign(date, Hashes.EMPTY), JSON),
        "IncompleteSignatureException",
        400,
        "Date must be in ISO-8601 'basic format'. Got '201'. See"
            + " http://en.wikipedia.org/wiki/ISO_8601");
  }

  @Test
  void urlsExpire() {
    HttpRequest url = url(SIGNER, "X-Amz-Expires", "3600");
    verify(url, JSON, NOW.plusSeconds(3600));
    assertThat(refused(url, JSON, NOW.plusSeconds(3601)).getMessage())
        .isEqualTo(
            "Signature expired: 20150830T123600Z is now earlier than 20150830T123601Z"
                + " (20150830T133601Z - 60 min.)");
    assertThat(refused(url(SIGNER), JSON, NOW.plusSeconds(901)).code())
        .isEqualTo("InvalidSignatureException");
    HttpRequest sts = url(OwnSigner.service("sts"), "X-Amz-Expires", "60");
    verify(sts, target(Protocol.AWS_QUERY, "sts"), NOW.plusSeconds(900));
    assertThat(refused(url(SIGNER, "X-Amz-Expires", "604801"), JSON).code())
        .isEqualTo("IncompleteSignatureException");
    assertThat(refused(withTarget(url, "/", url.query().replace("3600&", "36000&")), JSON).code())
        .isEqualTo("InvalidSignatureException");
  }

  @Test
  void scopes() {
    HttpRequest request = post(SIGNER);
    assertError(
        refused(replaced(request, "20150830/us-east-1/service/aws4_request", "b/c/d/e"), JSON),
        "InvalidSignatureException",
        400,
        "Credential should be scoped to a valid region, not 'c'. Credential should be scoped to"
            + " correct service: 'service'. Credential should be scoped with a valid terminator:"
            + " 'aws4_request', not 'e'. Date in Credential scope does not match YYYYMMDD from"
            + " ISO-8601 version of date from HTTP: 'b' != '20150830', from '20150830T123600Z'.");
    assertError(
        refused(replaced(request, "/us-east-1/", "/"), JSON),
        "IncompleteSignatureException",
        400,
        "Credential must have exactly 5 slash-delimited elements, e.g."
            + " keyid/date/region/service/term, got 'AKIDEXAMPLE/20150830/service/aws4_request'");
    assertThat(refused(replaced(request, "AWS4-HMAC-SHA256", "AWS4-HMAC-SHA25"), JSON))
        .hasMessage(
            "Unsupported AWS 'algorithm': 'AWS4-HMAC-SHA25' (only AWS4-HMAC-SHA256 for now). ");
    SignatureTarget anywhere = SignatureTarget.of(Protocol.AWS_JSON_1_0, "service", null);
    verify(
        post(
            new OwnSigner(
                Signing.KEY, Signing.SECRET, "20150830T123600Z", "eu-west-1", "service", false)),
        anywhere);
  }

  @Test
  void unsignedHeaders() {
    assertError(
        refused(post(SIGNER, "host"), JSON),
        "InvalidSignatureException",
        400,
        "'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.");
    assertError(
        refused(post(SIGNER, "x-amz-target"), JSON),
        "InvalidSignatureException",
        400,
        "'x-amz-target' must be a 'SignedHeader' in the AWS Authorization.");
    verify(with(post(SIGNER), "Content-Type", "application/json"), JSON);
  }

  @Test
  void missingParts() {
    String hashed = "(Hashed with SHA-256 and encoded with Base64) Authorization=";
    HttpRequest bare = Requests.of("POST", "/", "Authorization", "AWS4-");
    assertError(
        refused(bare, JSON),
        "IncompleteSignatureException",
        400,
        "Authorization header requires 'Credential' parameter. Authorization header requires"
            + " 'Signature' parameter. Authorization header requires 'SignedHeaders' parameter."
            + " Authorization header requires existence of either a 'X-Amz-Date' or a 'Date'"
            + " header. "
            + hashed
            + ServiceSignatureErrors.hashed("AWS4-"));
    assertThat(refused(bare, QUERY).code()).isEqualTo("IncompleteSignature");
    assertThat(refused(bare, QUERY).status()).isEqualTo(400);
    assertThat(refused(replaced(post(SIGNER), "Signature=", "Signatur="), JSON).getMessage())
        .startsWith("Authorization header requires 'Signature' parameter. " + hashed);
    assertThat(refused(replaced(post(SIGNER), "Credential=", "Credential= "), JSON).getMessage())
        .startsWith(
            "Invalid key=value pair (missing equal-sign) in Authorization header (hashed with"
                + " SHA-256 and encoded with Base64): '");
    assertError(
        refused(Requests.of("GET", "/?X-Amz-Algorithm"), JSON),
        "IncompleteSignatureException",
        400,
        "AWS query-string parameters must include 'X-Amz-Algorithm'. AWS query-string parameters"
            + " must include 'X-Amz-Credential'. AWS query-string parameters must include"
            + " 'X-Amz-Signature'. AWS query-string parameters must include 'X-Amz-SignedHeaders'."
            + " AWS query-string parameters must include 'X-Amz-Date'. Re-examine the query-string"
            + " parameters.");
  }

  @Test
  void nothingSigned() {
    VerifiedRequest anonymous = verify(Requests.of("POST", "/"), JSON);
    assertThat(anonymous.kind()).isEqualTo(VerifiedRequest.Kind.ANONYMOUS);
    assertThat(anonymous.accessKeyId()).isNull();
    assertError(
        SignatureVerifier.missing(JSON),
        "MissingAuthenticationTokenException",
        400,
        "Request is missing Authentication Token");
    assertThat(SignatureVerifier.missing(QUERY).code()).isEqualTo("MissingAuthenticationToken");
    assertError(
        SignatureVerifier.missing(target(Protocol.EC2_QUERY, "ec2")),
        "MissingParameter",
        400,
        "The request must contain the parameter AWSAccessKeyId");
    assertThat(refused(Requests.of("POST", "/", "Authorization", "Bearer x"), JSON).code())
        .isEqualTo("MissingAuthenticationTokenException");
    assertThat(
            refused(
                    Requests.of("POST", "/", "Authorization", "AWS " + Signing.KEY + ":c2ln"),
                    QUERY)
                .code())
        .isEqualTo("IncompleteSignature");
  }

  @Test
  void twoSignatures() {
    HttpRequest both = withTarget(post(SIGNER), "/", url(SIGNER).query());
    assertError(
        refused(both, JSON),
        "InvalidSignatureException",
        400,
        "Found both 'X-Amz-Algorithm' as a query-string param and 'Authorization' as HTTP header.");
    HttpRequest twice = post(SIGNER);
    HttpRequest doubled =
        twice.withHeaders(
            twice.headers().copy().add("Authorization", Requests.authorization("service")));
    assertThat(refused(doubled, JSON))
        .hasMessage("Found more than one 'Authorization' HTTP header.");
    HttpRequest trusted =
        withTarget(
            with(
                post(SIGNER),
                "Authorization",
                Requests.authorization("service").replace("AKIDEXAMPLE", "test")),
            "/",
            url(SIGNER).query());
    assertThat(refused(trusted, JSON).code()).isEqualTo("InvalidSignatureException");
  }

  @Test
  void bodiesOfUnknownLengthAreVerifiedAtTheirEnd() {
    HttpRequest signed = post(SIGNER);
    verify(streamed(signed, "{}"), JSON);
    assertThat(refused(streamed(signed, "{ }"), JSON).code())
        .isEqualTo("InvalidSignatureException");
    assertThat(refused(streamed(signed, ""), JSON).code()).isEqualTo("InvalidSignatureException");
    assertThat(
            refused(
                    () -> {
                      VerifiedRequest verified =
                          new SignatureVerifier()
                              .verify(
                                  streamed(signed, "{}x"),
                                  JSON,
                                  Signing::find,
                                  SignatureClock.standing(NOW));
                      verified.request().body().open().readNBytes(2);
                      verified.complete();
                    })
                .code())
        .isEqualTo("InvalidSignatureException");
  }

  private static HttpRequest streamed(HttpRequest request, String body) {
    return request.withBody(
        Body.of(new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)), -1));
  }

  @Test
  void unsignedBodiesOnlyWhereTheyMayBe() {
    HttpRequest request =
        Requests.of(
            "POST",
            "/",
            "{}".getBytes(StandardCharsets.UTF_8),
            "x-amz-content-sha256",
            "UNSIGNED-PAYLOAD");
    HttpRequest signed = SIGNER.sign(request, "UNSIGNED-PAYLOAD");
    assertThat(refused(signed, JSON).code()).isEqualTo("InvalidSignatureException");
    verify(
        signed,
        new SignatureTarget(JSON.protocol(), false, JSON.signingNames(), "us-east-1", true));
    HttpRequest lied =
        SIGNER.sign(with(request, "x-amz-content-sha256", Hashes.EMPTY), Hashes.EMPTY);
    assertThat(refused(lied, JSON).code()).isEqualTo("InvalidSignatureException");
    assertThat(refused(lied.withBody(Body.of(Bytes.utf8("[]"))), JSON).code())
        .isEqualTo("InvalidSignatureException");
  }
}
