package io.nephele.wire.sign;

import io.nephele.model.AwsException;
import io.nephele.wire.http.Headers;
import io.nephele.wire.http.HttpRequest;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * Reads signatures for S3 and checks all that can be checked without the key, in S3's order and
 * with its errors.
 */
final class S3Claims {
  private static final String MALFORMED = "AuthorizationHeaderMalformed";
  private static final String HEADER = "The authorization header is malformed; ";
  private static final String PARAMETERS = "AuthorizationQueryParametersError";
  private static final long WEEK = 604_800;
  private static final int MAX_DIGITS = 18;

  /** What {@code x-amz-content-sha256} may be besides a hash. */
  private static final Set<String> PAYLOADS =
      Set.of(
          "UNSIGNED-PAYLOAD",
          "STREAMING-UNSIGNED-PAYLOAD-TRAILER",
          "STREAMING-AWS4-HMAC-SHA256-PAYLOAD",
          "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER",
          "STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD",
          "STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD-TRAILER");

  private final HttpRequest request;
  private final SignatureTarget target;
  private final SignatureClock clock;

  S3Claims(HttpRequest request, SignatureTarget target, SignatureClock clock) {
    this.request = request;
    this.target = target;
    this.clock = clock;
  }

  /** The signature in the {@code Authorization} header. */
  ClaimedSignature ofHeader(String authorization) {
    SigningAlgorithm algorithm = algorithm(authorization);
    Headers headers = request.headers();
    checkPayload(headers.first("x-amz-content-sha256"));
    String stated = headers.first("x-amz-date");
    if (stated == null) {
      stated = headers.first("Date");
    }
    Instant time = stated == null ? null : SignatureTimes.parse(stated);
    if (time == null) {
      throw AwsException.client(
          "AccessDenied", 403, "AWS authentication requires a valid Date or x-amz-date header");
    }
    checkSkew(time, stated);
    AuthorizationParts parts =
        AuthorizationParts.of(authorization.substring(authorization.indexOf(' ') + 1));
    if (!parts.complete()) {
      throw AwsException.client(
          MALFORMED,
          400,
          HEADER
              + "the authorization header requires three components: Credential, SignedHeaders, and"
              + " Signature.");
    }
    S3Credential credential =
        S3Credential.read(parts.credential(), algorithm, target, MALFORMED, HEADER);
    String timestamp = SignatureTimes.basic(time);
    if (!timestamp.startsWith(credential.date())) {
      throw AwsException.client(
          MALFORMED, 400, HEADER + "Invalid credential date. Date is not the same as X-Amz-Date.");
    }
    ClaimedSignature claim =
        new ClaimedSignature(
            algorithm,
            false,
            credential.accessKeyId(),
            credential.date(),
            credential.region(),
            credential.service(),
            parts.signedHeaders(),
            parts.signature(),
            time,
            timestamp,
            headers.first("x-amz-security-token"));
    checkSigned(claim);
    if (algorithm == SigningAlgorithm.ECDSA) {
      String set = headers.first("x-amz-region-set");
      if (set == null) {
        throw missingHeader("x-amz-region-set");
      }
      checkRegionSet(set);
    }
    return claim;
  }

  /** The signature in the URL. */
  ClaimedSignature ofQuery(QueryPairs query) {
    SigningAlgorithm algorithm = SigningAlgorithm.of(query.value("X-Amz-Algorithm"));
    if (algorithm == null) {
      throw parameters(
          "X-Amz-Algorithm only supports \"AWS4-HMAC-SHA256 and AWS4-ECDSA-P256-SHA256\"");
    }
    String credentialText = query.value("X-Amz-Credential");
    String signature = query.value("X-Amz-Signature");
    String stated = query.value("X-Amz-Date");
    String signedHeaders = query.value("X-Amz-SignedHeaders");
    String expires = query.value("X-Amz-Expires");
    if (credentialText == null
        || signature == null
        || stated == null
        || signedHeaders == null
        || expires == null) {
      throw parameters(
          "Query-string authentication version 4 requires the X-Amz-Algorithm, X-Amz-Credential,"
              + " X-Amz-Signature, X-Amz-Date, X-Amz-SignedHeaders, and X-Amz-Expires parameters.");
    }
    Instant time = SignatureTimes.parseBasic(stated);
    if (time == null) {
      throw parameters("X-Amz-Date must be in the ISO8601 Long Format \"yyyyMMdd'T'HHmmss'Z'\"");
    }
    checkLifetime(clock.signedAt(time), seconds(expires), expires);
    S3Credential credential =
        S3Credential.read(
            credentialText,
            algorithm,
            target,
            PARAMETERS,
            "Error parsing the X-Amz-Credential parameter; ");
    if (!stated.startsWith(credential.date())) {
      throw parameters(
          "Invalid credential date \""
              + credential.date()
              + "\". This date is not the same as X-Amz-Date: \""
              + stated.substring(0, 8)
              + "\".");
    }
    String token = query.value("X-Amz-Security-Token");
    ClaimedSignature claim =
        new ClaimedSignature(
            algorithm,
            true,
            credential.accessKeyId(),
            credential.date(),
            credential.region(),
            credential.service(),
            signedHeaders,
            signature,
            time,
            stated,
            token != null ? token : request.headers().first("x-amz-security-token"));
    checkSigned(claim);
    if (algorithm == SigningAlgorithm.ECDSA) {
      String set = query.value("X-Amz-Region-Set");
      if (set == null || set.isEmpty()) {
        throw parameters("SigV4a query auth requires a non empty x-amz-region-set parameter.");
      }
      checkRegionSet(set);
    }
    return claim;
  }

  private static SigningAlgorithm algorithm(String authorization) {
    int space = authorization.indexOf(' ');
    if (space < 0) {
      throw S3SignatureErrors.argument(
          "Authorization header is invalid -- one and only one ' ' (space) required",
          "Authorization",
          authorization);
    }
    String scheme = authorization.substring(0, space);
    if (scheme.equals("AWS")) {
      throw S3SignatureErrors.versionTwo();
    }
    SigningAlgorithm algorithm = SigningAlgorithm.of(scheme);
    if (algorithm == null) {
      throw S3SignatureErrors.argument(
          "Unsupported Authorization Type", "Authorization", authorization);
    }
    return algorithm;
  }

  private static void checkPayload(String payload) {
    if (payload == null) {
      throw missingHeader("x-amz-content-sha256");
    }
    if (!PAYLOADS.contains(payload) && !Hashes.isSha256(payload)) {
      throw S3SignatureErrors.argument(
          "x-amz-content-sha256 must be UNSIGNED-PAYLOAD, STREAMING-UNSIGNED-PAYLOAD-TRAILER,"
              + " STREAMING-AWS4-HMAC-SHA256-PAYLOAD, STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER,"
              + " STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD,"
              + " STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD-TRAILER or a valid sha256 value.",
          "x-amz-content-sha256",
          payload);
    }
  }

  private void checkSkew(Instant time, String stated) {
    if (!clock.isFresh(time)) {
      throw new S3Error(
          "RequestTimeTooSkewed",
          "The difference between the request time and the current time is too large.",
          "RequestTime",
          stated,
          "ServerTime",
          SignatureTimes.server(clock.clientTime()),
          "MaxAllowedSkewMilliseconds",
          Long.toString(1000 * SignatureTimes.SKEW));
    }
  }

  private static long seconds(String text) {
    boolean signed = text.startsWith("-") || text.startsWith("+");
    String digits = signed ? text.substring(1) : text;
    boolean number = !digits.isEmpty() && digits.length() <= MAX_DIGITS;
    for (int i = 0; i < digits.length(); i++) {
      number &= digits.charAt(i) >= '0' && digits.charAt(i) <= '9';
    }
    if (!number) {
      throw parameters("X-Amz-Expires should be a number");
    }
    long seconds = Long.parseLong(text);
    if (seconds < 0) {
      throw parameters("X-Amz-Expires must be non-negative");
    }
    if (seconds > WEEK) {
      throw parameters(
          "X-Amz-Expires must be less than a week (in seconds); that is, the given X-Amz-Expires"
              + " must be less than 604800 seconds");
    }
    return seconds;
  }

  private void checkLifetime(Instant time, long seconds, String stated) {
    Instant now = clock.now();
    Instant end = time.plusSeconds(seconds);
    if (time.isAfter(now.plusSeconds(SignatureTimes.SKEW))) {
      throw new S3Error(
          "AccessDenied",
          "Request is not yet valid",
          "X-Amz-Date",
          Long.toString(time.toEpochMilli()),
          "Expires",
          SignatureTimes.server(end),
          "ServerTime",
          SignatureTimes.server(now));
    }
    if (now.isAfter(end)) {
      throw new S3Error(
          "AccessDenied",
          "Request has expired",
          "X-Amz-Expires",
          stated,
          "Expires",
          SignatureTimes.server(end),
          "ServerTime",
          SignatureTimes.server(now));
    }
  }

  private void checkSigned(ClaimedSignature claim) {
    List<String> missing = UnsignedHeaders.ofS3(request, claim);
    if (!missing.isEmpty()) {
      throw S3SignatureErrors.INSTANCE.notSigned(missing);
    }
    if (!claim.signedHeaderNames().contains("host")) { // a request without a host has none to sign
      throw S3SignatureErrors.INSTANCE.notSigned(List.of("host"));
    }
  }

  private void checkRegionSet(String set) {
    if (!RegionSets.contains(set, target.region())) {
      throw new S3Error(
          "RegionSetMismatch",
          "The provided X-Amz-Region-Set doesn't match against the requested S3 region.",
          "RequestedRegion",
          target.region(),
          "RegionSet",
          set);
    }
  }

  private static AwsException missingHeader(String name) {
    return AwsException.client(
        "InvalidRequest", 400, "Missing required header for this request: " + name);
  }

  private static AwsException parameters(String message) {
    return AwsException.client(PARAMETERS, 400, message);
  }
}
