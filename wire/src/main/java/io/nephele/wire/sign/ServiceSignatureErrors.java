package io.nephele.wire.sign;

import io.nephele.model.AwsException;
import io.nephele.model.Protocol;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/**
 * What services other than S3 answer: exceptions in JSON and CBOR, codes without that suffix in
 * XML, and EC2's own.
 */
final class ServiceSignatureErrors implements SignatureErrors {
  private static final String MISMATCH =
      "The request signature we calculated does not match the signature you provided. Check your AWS"
          + " Secret Access Key and signing method. Consult the service documentation for details.";

  private final Protocol protocol;
  private final boolean queryCompatible;

  private ServiceSignatureErrors(Protocol protocol, boolean queryCompatible) {
    this.protocol = protocol;
    this.queryCompatible = queryCompatible;
  }

  static ServiceSignatureErrors of(SignatureTarget target) {
    return new ServiceSignatureErrors(target.protocol(), target.queryCompatible());
  }

  @Override
  public AwsException unknownKey(String accessKeyId) {
    return protocol == Protocol.EC2_QUERY
        ? authFailure()
        : error(
            "InvalidClientTokenId",
            "UnrecognizedClientException",
            "The security token included in the request is invalid.");
  }

  @Override
  public AwsException invalidToken(String accessKeyId, String sessionToken) {
    return unknownKey(accessKeyId);
  }

  @Override
  public AwsException expiredToken(String sessionToken) {
    if (protocol == Protocol.EC2_QUERY) {
      return expired();
    }
    return error(
        "ExpiredToken",
        "ExpiredTokenException",
        "The security token included in the request is expired");
  }

  @Override
  public AwsException mismatch(
      ClaimedSignature claim, String canonicalRequest, String stringToSign) {
    if (protocol == Protocol.EC2_QUERY) {
      return authFailure();
    }
    return invalid(
        MISMATCH
            + "\n\nThe Canonical String for this request should have been\n'"
            + canonicalRequest
            + "'\n\nThe String-to-Sign should have been\n'"
            + stringToSign
            + "'\n");
  }

  @Override
  public AwsException missing() {
    return switch (protocol) {
      case EC2_QUERY ->
          AwsException.client(
              "MissingParameter", 400, "The request must contain the parameter AWSAccessKeyId");
      case REST_JSON_1 -> missing("Missing Authentication Token");
      default -> missing("Request is missing Authentication Token");
    };
  }

  private AwsException missing(String message) {
    return error("MissingAuthenticationToken", "MissingAuthenticationTokenException", message);
  }

  @Override
  public AwsException several(String authorization) {
    return invalid(
        "Found both 'X-Amz-Algorithm' as a query-string param and 'Authorization' as HTTP header.");
  }

  @Override
  public AwsException repeated(String authorization) {
    return invalid("Found more than one 'Authorization' HTTP header.");
  }

  @Override
  public AwsException notSigned(List<String> names) {
    StringBuilder message = new StringBuilder();
    for (String name : names) {
      String shown = name.equals("host") ? "'Host' or ':authority'" : "'" + name + "'";
      message
          .append(message.isEmpty() ? "" : " ")
          .append(shown)
          .append(" must be a 'SignedHeader' in the AWS Authorization.");
    }
    return invalid(message.toString());
  }

  /** The signature says what it must not. */
  AwsException invalid(String message) {
    return error("SignatureDoesNotMatch", "InvalidSignatureException", message);
  }

  /** The signature does not say all it must. */
  AwsException incomplete(String message) {
    String code = "IncompleteSignature";
    return isXml()
        ? AwsException.client(code, 400, message)
        : AwsException.client(
            code + "Exception", code, protocol == Protocol.REST_JSON_1 ? 403 : 400, message);
  }

  /** The time of the signature is too far from now. */
  AwsException untimely(String message) {
    return protocol == Protocol.EC2_QUERY ? expired() : invalid(message);
  }

  /** AWS shows only the hash of a header that it cannot read, which may have secrets in it. */
  static String hashed(String authorization) {
    return Base64.getEncoder()
        .encodeToString(Hashes.sha256().digest(authorization.getBytes(StandardCharsets.UTF_8)));
  }

  private boolean isXml() {
    return protocol == Protocol.AWS_QUERY
        || protocol == Protocol.EC2_QUERY
        || protocol == Protocol.REST_XML;
  }

  /**
   * An error by its code in XML and its type in JSON and CBOR. What says 403 in XML says 400 in
   * JSON and CBOR, except of services that query clients still know.
   */
  private AwsException error(String code, String type, String message) {
    if (isXml()) {
      return AwsException.client(code, 403, message);
    }
    int status = queryCompatible || protocol == Protocol.REST_JSON_1 ? 403 : 400;
    return AwsException.client(type, code, status, message);
  }

  private static AwsException authFailure() {
    return AwsException.client(
        "AuthFailure", 401, "AWS was not able to validate the provided access credentials");
  }

  private static AwsException expired() {
    return AwsException.client("RequestExpired", 400, "Request has expired.");
  }
}
