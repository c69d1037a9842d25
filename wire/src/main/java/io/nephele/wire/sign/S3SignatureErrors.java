package io.nephele.wire.sign;

import io.nephele.model.AwsException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;

/** What S3 answers. */
final class S3SignatureErrors implements SignatureErrors {
  static final S3SignatureErrors INSTANCE = new S3SignatureErrors();

  private static final HexFormat SPACED = HexFormat.ofDelimiter(" ");

  private S3SignatureErrors() {}

  @Override
  public AwsException unknownKey(String accessKeyId) {
    return new S3Error(
        "InvalidAccessKeyId",
        "The AWS Access Key Id you provided does not exist in our records.",
        "AWSAccessKeyId",
        accessKeyId);
  }

  @Override
  public AwsException invalidToken(String accessKeyId, String sessionToken) {
    return sessionToken == null
        ? unknownKey(accessKeyId)
        : new S3Error(
            "InvalidToken",
            "The provided token is malformed or otherwise invalid.",
            "Token-0",
            sessionToken);
  }

  @Override
  public AwsException expiredToken(String sessionToken) {
    return new S3Error("ExpiredToken", "The provided token has expired.", "Token-0", sessionToken);
  }

  @Override
  public AwsException mismatch(
      ClaimedSignature claim, String canonicalRequest, String stringToSign) {
    return mismatch(claim.accessKeyId(), claim.signature(), stringToSign, canonicalRequest);
  }

  /** The canonical request may be null, as forms have none. */
  static AwsException mismatch(
      String accessKeyId, String signature, String stringToSign, String canonicalRequest) {
    return new S3Error(
        "SignatureDoesNotMatch",
        "The request signature we calculated does not match the signature you provided. Check your"
            + " key and signing method.",
        "AWSAccessKeyId",
        accessKeyId,
        "StringToSign",
        stringToSign,
        "SignatureProvided",
        signature,
        "StringToSignBytes",
        bytes(stringToSign),
        "CanonicalRequest",
        canonicalRequest,
        "CanonicalRequestBytes",
        canonicalRequest == null ? null : bytes(canonicalRequest));
  }

  @Override
  public AwsException missing() {
    return AwsException.client("AccessDenied", 403, "Access Denied");
  }

  @Override
  public AwsException several(String authorization) {
    return new S3Error(
        "InvalidArgument",
        "Only one auth mechanism allowed; only the X-Amz-Algorithm query parameter, Signature query"
            + " string parameter or the Authorization header should be specified",
        "ArgumentName",
        "Authorization",
        "ArgumentValue",
        authorization);
  }

  @Override
  public AwsException repeated(String authorization) {
    return several(authorization);
  }

  @Override
  public AwsException notSigned(List<String> names) {
    return new S3Error(
        "AccessDenied",
        "There were headers present in the request which were not signed",
        "HeadersNotSigned",
        String.join(", ", names));
  }

  /** Version 2, which S3 no longer takes. */
  static AwsException versionTwo() {
    return new S3Error(
        "InvalidRequest",
        "The authorization mechanism you have provided is not supported. Please use"
            + " AWS4-HMAC-SHA256.");
  }

  static AwsException argument(String message, String name, String value) {
    return new S3Error("InvalidArgument", message, "ArgumentName", name, "ArgumentValue", value);
  }

  static AwsException bodyMismatch(String stated, String computed) {
    return new S3Error(
        "XAmzContentSHA256Mismatch",
        "The provided 'x-amz-content-sha256' header does not match what was computed.",
        "ClientComputedContentSHA256",
        stated,
        "S3ComputedContentSHA256",
        computed);
  }

  private static String bytes(String text) {
    return SPACED.formatHex(text.getBytes(StandardCharsets.UTF_8));
  }
}
