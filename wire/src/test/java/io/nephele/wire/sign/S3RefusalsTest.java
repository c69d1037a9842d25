package io.nephele.wire.sign;

import static io.nephele.wire.sign.Signing.NOW;
import static io.nephele.wire.sign.Signing.S3;
import static io.nephele.wire.sign.Signing.refused;
import static io.nephele.wire.sign.Signing.replaced;
import static io.nephele.wire.sign.Signing.verify;
import static io.nephele.wire.sign.Signing.with;
import static io.nephele.wire.sign.Signing.withTarget;
import static org.assertj.core.api.Assertions.assertThat;

import io.nephele.model.AwsException;
import io.nephele.model.Models;
import io.nephele.model.Protocol;
import io.nephele.wire.Protocols;
import io.nephele.wire.Requests;
import io.nephele.wire.http.HttpRequest;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What S3 refuses, and how it says it. */
class S3RefusalsTest {
  private static final OwnSigner SIGNER = OwnSigner.service("s3");
  private static final String MALFORMED = "The authorization header is malformed; ";

  private static HttpRequest get(OwnSigner signer, String... headers) {
    HttpRequest request = Requests.of("GET", "/bucket/key", headers);
    return signer.sign(with(request, "x-amz-content-sha256", Hashes.EMPTY), Hashes.EMPTY);
  }

  private static HttpRequest url(OwnSigner signer, String... parameters) {
    return signer.presign(Requests.of("GET", "/bucket/key"), "UNSIGNED-PAYLOAD", parameters);
  }

  private static AwsException assertError(
      HttpRequest request, String code, int status, String message) {
    AwsException error = refused(request, S3);
    assertThat(error.code()).isEqualTo(code);
    assertThat(error.status()).isEqualTo(status);
    assertThat(error.getMessage()).isEqualTo(message);
    return error;
  }

  @Test
  void whatIsRightIsAccepted() {
    verify(get(SIGNER), S3);
    verify(url(SIGNER, "X-Amz-Expires", "60"), S3);
    assertThat(verify(Requests.of("GET", "/bucket/key"), S3).kind())
        .isEqualTo(VerifiedRequest.Kind.ANONYMOUS);
    verify(get(SIGNER, "Date", "Sun, 30 Aug 2015 12:36:00 GMT"), S3);
  }

  @Test
  void mismatchesTellWhatWasSigned() {
    AwsException error =
        assertError(
            get(SIGNER.key(Signing.KEY, "guessed")),
            "SignatureDoesNotMatch",
            403,
            "The request signature we calculated does not match the signature you provided. Check"
                + " your key and signing method.");
    assertThat(error.detail().get("AWSAccessKeyId")).isEqualTo(Signing.KEY);
    assertThat((String) error.detail().get("CanonicalRequest"))
        .isEqualTo(
            "GET\n/bucket/key\n\nhost:localhost:4566\nx-amz-content-sha256:"
                + Hashes.EMPTY
                + "\nx-amz-date:20150830T123600Z\n\nhost;x-amz-content-sha256;x-amz-date\n"
                + Hashes.EMPTY);
    assertThat((String) error.detail().get("StringToSignBytes")).startsWith("41 57 53 34 ");
    String xml =
        Requests.text(
            new Protocols()
                .of(Protocol.REST_XML)
                .encodeError(Models.bundled().service("s3"), null, error, "REQUEST"));
    assertThat(xml)
        .contains("<Code>SignatureDoesNotMatch</Code>")
        .containsSubsequence(
            "<AWSAccessKeyId>",
            "<StringToSign>AWS4-HMAC-SHA256\n",
            "<SignatureProvided>",
            "<StringToSignBytes>",
            "<CanonicalRequest>GET\n",
            "<CanonicalRequestBytes>");
  }

  @Test
  void keysAndTokens() {
    AwsException error =
        assertError(
            get(SIGNER.key("AKIANOBODY", "x")),
            "InvalidAccessKeyId",
            403,
            "The AWS Access Key Id you provided does not exist in our records.");
    assertThat(error.detail().get("AWSAccessKeyId")).isEqualTo("AKIANOBODY");
    assertThat(refused(get(SIGNER.key("AKIADELETED", "x")), S3).code())
        .isEqualTo("InvalidAccessKeyId");
    OwnSigner session = SIGNER.key(Signing.SESSION_KEY, Signing.SECRET);
    assertThat(refused(get(session), S3).code()).isEqualTo("InvalidAccessKeyId");
    verify(get(session, "x-amz-security-token", Signing.TOKEN), S3);
    assertError(
        get(session, "x-amz-security-token", "x"),
        "InvalidToken",
        400,
        "The provided token is malformed or otherwise invalid.");
    assertError(
        get(SIGNER, "x-amz-security-token", Signing.TOKEN),
        "InvalidToken",
        400,
        "The provided token is malformed or otherwise invalid.");
    assertError(
        get(SIGNER.key("ASIAEXPIRED", "x"), "x-amz-security-token", Signing.TOKEN),
        "ExpiredToken",
        400,
        "The provided token has expired.");
  }

  @Test
  void malformedHeaders() {
    HttpRequest request = get(SIGNER);
    String code = "AuthorizationHeaderMalformed";
    String three =
        MALFORMED
            + "the authorization header requires three components: Credential, SignedHeaders, and"
            + " Signature.";
    assertError(replaced(request, "Credential=", "Credentia="), code, 400, three);
    assertError(replaced(request, ", Signature=", ", X="), code, 400, three);
    assertError(
        replaced(request, "/us-east-1/", "/"),
        code,
        400,
        MALFORMED
            + "the Credential is mal-formed; expecting"
            + " \"<YOUR-AKID>/YYYYMMDD/REGION/SERVICE/aws4_request\".");
    assertError(
        replaced(request, "/20150830/", "/2015083/"),
        code,
        400,
        MALFORMED
            + "incorrect date format \"2015083\". This date in the credential must be in the format"
            + " \"yyyyMMdd\".");
    assertThat(
            assertError(
                    replaced(request, "us-east-1", "eu-west-1"),
                    code,
                    400,
                    MALFORMED + "the region 'eu-west-1' is wrong; expecting 'us-east-1'")
                .detail()
                .get("Region"))
        .isEqualTo("us-east-1");
    assertError(
        replaced(request, "/s3/", "/ec2/"),
        code,
        400,
        MALFORMED + "incorrect service \"ec2\". This endpoint belongs to \"s3\".");
    assertError(
        replaced(request, "aws4_request", "aws4"),
        code,
        400,
        MALFORMED + "incorrect terminal \"aws4\". This endpoint uses \"aws4_request\".");
    assertError(
        replaced(request, "/20150830/", "/20150829/"),
        code,
        400,
        MALFORMED + "Invalid credential date. Date is not the same as X-Amz-Date.");
  }

  @Test
  void otherAuthorizations() {
    HttpRequest request = get(SIGNER);
    assertError(
        with(request, "Authorization", "AWS " + Signing.KEY + ":frJIUN8DYpKDtOLCwo//yllqDzg="),
        "InvalidRequest",
        400,
        "The authorization mechanism you have provided is not supported. Please use"
            + " AWS4-HMAC-SHA256.");
    assertThat(
            refused(
                    Requests.of(
                        "GET", "/b/k?AWSAccessKeyId=" + Signing.KEY + "&Expires=1&Signature=x"),
                    S3)
                .code())
        .isEqualTo("InvalidRequest");
    assertError(
        with(request, "Authorization", "Bearer x"),
        "InvalidArgument",
        400,
        "Unsupported Authorization Type");
    AwsException both =
        assertError(
            withTarget(request, "/bucket/key", url(SIGNER, "X-Amz-Expires", "60").query()),
            "InvalidArgument",
            400,
            "Only one auth mechanism allowed; only the X-Amz-Algorithm query parameter, Signature"
                + " query string parameter or the Authorization header should be specified");
    assertThat(both.detail().get("ArgumentName")).isEqualTo("Authorization");
    assertThat(
            refused(
                    request.withHeaders(
                        request.headers().copy().add("Authorization", "AWS4-HMAC-SHA256 x")),
                    S3)
                .code())
        .isEqualTo("InvalidArgument");
  }

  @Test
  void payloads() {
    assertError(
        SIGNER.sign(Requests.of("GET", "/"), Hashes.EMPTY),
        "InvalidRequest",
        400,
        "Missing required header for this request: x-amz-content-sha256");
    assertThat(refused(with(get(SIGNER), "x-amz-content-sha256", "unsigned-payload"), S3).code())
        .isEqualTo("InvalidArgument");
    HttpRequest put =
        Requests.of("PUT", "/b/k", new byte[] {1}, "x-amz-content-sha256", "UNSIGNED-PAYLOAD");
    verify(SIGNER.sign(put, "UNSIGNED-PAYLOAD"), S3);
  }

  @Test
  void unsignedHeaders() {
    HttpRequest request = with(get(SIGNER), "x-amz-acl", "public-read");
    AwsException error =
        assertError(
            request,
            "AccessDenied",
            403,
            "There were headers present in the request which were not signed");
    assertThat(error.detail().get("HeadersNotSigned")).isEqualTo("x-amz-acl");
    HttpRequest hostless = replaced(get(SIGNER), "SignedHeaders=host;", "SignedHeaders=");
    assertThat(refused(hostless, S3).detail().get("HeadersNotSigned")).isEqualTo("host");
    HttpRequest noHost = with(hostless, "Host", null);
    assertThat(refused(noHost, S3).code()).isEqualTo("AccessDenied");
    HttpRequest url = with(url(SIGNER, "X-Amz-Expires", "60"), "x-amz-meta-a", "b");
    assertThat(refused(url, S3).code()).isEqualTo("AccessDenied");
    verify(with(get(SIGNER), "Range", "bytes=0-1"), S3);
  }

  @Test
  void clocks() {
    verify(get(SIGNER), S3, NOW.plusSeconds(900));
    AwsException error = refused(get(SIGNER), S3, NOW.plusSeconds(901));
    assertThat(error.code()).isEqualTo("RequestTimeTooSkewed");
    assertThat(error.status()).isEqualTo(403);
    assertThat(error)
        .hasMessage("The difference between the request time and the current time is too large.");
    assertThat(error.detail().get("RequestTime")).isEqualTo("20150830T123600Z");
    assertThat(error.detail().get("ServerTime")).isEqualTo("2015-08-30T12:51:01Z");
    assertThat(error.detail().get("MaxAllowedSkewMilliseconds")).isEqualTo("900000");
    assertThat(refused(get(SIGNER), S3, NOW.minusSeconds(901)).code())
        .isEqualTo("RequestTimeTooSkewed");
    assertThat(refused(with(get(SIGNER), "x-amz-date", "2015-08-30T12:36:00Z"), S3))
        .hasMessage("AWS authentication requires a valid Date or x-amz-date header");
  }

  @Test
  void urls() {
    HttpRequest week = url(SIGNER, "X-Amz-Expires", "604800");
    Instant end = NOW.plusSeconds(604_800);
    verify(week, S3, end);
    AwsException expired = refused(week, S3, end.plusMillis(1));
    assertThat(expired.code()).isEqualTo("AccessDenied");
    assertThat(expired.status()).isEqualTo(403);
    assertThat(expired).hasMessage("Request has expired");
    assertThat(expired.detail().get("X-Amz-Expires")).isEqualTo("604800");
    assertThat(expired.detail().get("Expires")).isEqualTo("2015-09-06T12:36:00Z");
    assertThat(refused(week, S3, NOW.minusSeconds(901))).hasMessage("Request is not yet valid");
    String code = "AuthorizationQueryParametersError";
    assertError(
        url(SIGNER, "X-Amz-Expires", "604801"),
        code,
        400,
        "X-Amz-Expires must be less than a week (in seconds); that is, the given X-Amz-Expires must"
            + " be less than 604800 seconds");
    assertError(
        url(SIGNER, "X-Amz-Expires", "-1"), code, 400, "X-Amz-Expires must be non-negative");
    assertError(url(SIGNER, "X-Amz-Expires", "1h"), code, 400, "X-Amz-Expires should be a number");
    assertError(
        url(SIGNER),
        code,
        400,
        "Query-string authentication version 4 requires the X-Amz-Algorithm, X-Amz-Credential,"
            + " X-Amz-Signature, X-Amz-Date, X-Amz-SignedHeaders, and X-Amz-Expires parameters.");
    assertThat(refused(withTarget(week, "/bucket/other", week.query()), S3).code())
        .isEqualTo("SignatureDoesNotMatch");
    assertThat(refused(withTarget(week, "/bucket/key", week.query() + "&versionId=1"), S3).code())
        .isEqualTo("SignatureDoesNotMatch");
    assertThat(
            refused(withTarget(week, "/bucket/key", week.query().replace("604800", "604799")), S3)
                .code())
        .isEqualTo("SignatureDoesNotMatch");
    assertError(
        withTarget(week, "/bucket/key", week.query().replace("AWS4-HMAC-SHA256", "AWS4")),
        code,
        400,
        "X-Amz-Algorithm only supports \"AWS4-HMAC-SHA256 and AWS4-ECDSA-P256-SHA256\"");
    assertError(
        withTarget(week, "/bucket/key", week.query().replace("%2Fs3%2F", "%2Fec2%2F")),
        code,
        400,
        "Error parsing the X-Amz-Credential parameter; incorrect service \"ec2\". This endpoint"
            + " belongs to \"s3\".");
  }
}
