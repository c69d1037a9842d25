package io.nephele.wire.sign;

import io.nephele.model.Protocol;
import io.nephele.wire.http.Headers;
import io.nephele.wire.http.HttpRequest;
import java.time.Instant;
import java.util.List;

/**
 * Reads signatures for services other than S3 and checks all that can be checked without the key,
 * in AWS's order and with its errors.
 */
final class ServiceClaims {
  private static final long WEEK = 604_800;
  private static final List<String> PARAMETERS =
      List.of(
          "X-Amz-Algorithm",
          "X-Amz-Credential",
          "X-Amz-Signature",
          "X-Amz-SignedHeaders",
          "X-Amz-Date");

  private final HttpRequest request;
  private final SignatureTarget target;
  private final SignatureClock clock;
  private final ServiceSignatureErrors errors;

  ServiceClaims(
      HttpRequest request,
      SignatureTarget target,
      SignatureClock clock,
      ServiceSignatureErrors errors) {
    this.request = request;
    this.target = target;
    this.clock = clock;
    this.errors = errors;
  }

  /** The signature in the {@code Authorization} header. */
  ClaimedSignature ofHeader(String authorization) {
    if (!authorization.startsWith("AWS4-") && isRpc()) {
      throw errors.missing();
    }
    int space = authorization.indexOf(' ');
    String algorithm = space < 0 ? authorization : authorization.substring(0, space);
    AuthorizationParts parts =
        AuthorizationParts.of(space < 0 ? "" : authorization.substring(space + 1));
    Headers headers = request.headers();
    String stated = headers.first("X-Amz-Date");
    if (stated == null) {
      stated = headers.first("Date");
    }
    checkParts(parts, stated, authorization);
    Instant time = time(stated);
    if (!clock.isFresh(time)) {
      checkLifetime(time, clock.clientTime(), SignatureTimes.SKEW);
    }
    checkHost(parts.signedHeaders());
    return claim(
        algorithm,
        false,
        parts.credential(),
        parts.signedHeaders(),
        parts.signature(),
        time,
        headers.first("X-Amz-Security-Token"),
        headers.first("X-Amz-Region-Set"));
  }

  /** The signature in the URL. */
  ClaimedSignature ofQuery(QueryPairs query) {
    StringBuilder missing = new StringBuilder();
    for (String name : PARAMETERS) {
      String value = query.value(name);
      if (value == null || value.isEmpty()) {
        missing.append("AWS query-string parameters must include '").append(name).append("'. ");
      }
    }
    if (!missing.isEmpty()) {
      throw errors.incomplete(missing + "Re-examine the query-string parameters.");
    }
    Instant time = time(query.value("X-Amz-Date"));
    String expires = query.value("X-Amz-Expires");
    // STS looks at the date alone
    boolean limited = expires != null && !target.signingName().equals("sts");
    checkLifetime(
        clock.signedAt(time), clock.now(), limited ? seconds(expires) : SignatureTimes.SKEW);
    String signedHeaders = query.value("X-Amz-SignedHeaders");
    checkHost(signedHeaders);
    String token = query.value("X-Amz-Security-Token");
    return claim(
        query.value("X-Amz-Algorithm"),
        true,
        query.value("X-Amz-Credential"),
        signedHeaders,
        query.value("X-Amz-Signature"),
        time,
        token != null ? token : request.headers().first("X-Amz-Security-Token"),
        query.value("X-Amz-Region-Set"));
  }

  private void checkParts(AuthorizationParts parts, String stated, String authorization) {
    if (parts.malformed()) {
      throw errors.incomplete(
          "Invalid key=value pair (missing equal-sign) in Authorization header (hashed with SHA-256"
              + " and encoded with Base64): '"
              + ServiceSignatureErrors.hashed(authorization)
              + "'.");
    }
    StringBuilder missing = new StringBuilder();
    missing(missing, parts.credential(), "Credential");
    missing(missing, parts.signature(), "Signature");
    missing(missing, parts.signedHeaders(), "SignedHeaders");
    if (stated == null) {
      missing.append(
          "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header. ");
    }
    if (!missing.isEmpty()) {
      throw errors.incomplete(
          missing
              + "(Hashed with SHA-256 and encoded with Base64) Authorization="
              + ServiceSignatureErrors.hashed(authorization));
    }
  }

  private static void missing(StringBuilder message, String value, String name) {
    if (value == null || value.isEmpty()) {
      message.append("Authorization header requires '").append(name).append("' parameter. ");
    }
  }

  private Instant time(String stated) {
    Instant time = SignatureTimes.parse(stated);
    if (time == null) {
      throw errors.incomplete(
          "Date must be in ISO-8601 'basic format'. Got '"
              + stated
              + "'. See http://en.wikipedia.org/wiki/ISO_8601");
    }
    return time;
  }

  /** Not before the skew, not after that many seconds. */
  private void checkLifetime(Instant time, Instant now, long seconds) {
    Instant earliest = now.minusSeconds(seconds);
    if (time.getEpochSecond() < earliest.getEpochSecond()) {
      throw errors.untimely(
          "Signature expired: "
              + SignatureTimes.basic(time)
              + " is now earlier than "
              + SignatureTimes.basic(earliest)
              + " ("
              + SignatureTimes.basic(now)
              + " - "
              + seconds / 60
              + " min.)");
    }
    Instant latest = now.plusSeconds(SignatureTimes.SKEW);
    if (time.getEpochSecond() > latest.getEpochSecond()) {
      throw errors.untimely(
          "Signature not yet current: "
              + SignatureTimes.basic(time)
              + " is still later than "
              + SignatureTimes.basic(latest)
              + " ("
              + SignatureTimes.basic(now)
              + " + "
              + SignatureTimes.SKEW / 60
              + " min.)");
    }
  }

  private long seconds(String text) {
    long seconds;
    try {
      seconds = Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw errors.incomplete("X-Amz-Expires should be a number");
    }
    if (seconds < 0 || seconds > WEEK) {
      throw errors.incomplete("X-Amz-Expires must be between 0 and 604800 seconds");
    }
    return seconds;
  }

  private void checkHost(String signedHeaders) {
    if (!List.of(signedHeaders.split(";", -1)).contains("host")) {
      throw errors.notSigned(List.of("host"));
    }
  }

  private ClaimedSignature claim(
      String algorithmName,
      boolean presigned,
      String credential,
      String signedHeaders,
      String signature,
      Instant time,
      String sessionToken,
      String regionSet) {
    SigningAlgorithm algorithm = SigningAlgorithm.of(algorithmName);
    if (algorithm == null) {
      throw errors.incomplete(
          "Unsupported AWS 'algorithm': '" + algorithmName + "' (only AWS4-HMAC-SHA256 for now). ");
    }
    boolean regional = algorithm == SigningAlgorithm.HMAC;
    String[] parts = credential.split("/", -1);
    if (parts.length != algorithm.credentialParts()) {
      throw errors.incomplete(
          regional
              ? "Credential must have exactly 5 slash-delimited elements, e.g."
                  + " keyid/date/region/service/term, got '"
                  + credential
                  + "'"
              : "Credential must have exactly 4 slash-delimited elements, e.g."
                  + " keyid/date/service/term, got '"
                  + credential
                  + "'");
    }
    String timestamp = SignatureTimes.basic(time);
    String region = regional ? parts[2] : "";
    String service = parts[parts.length - 2];
    checkScope(parts[1], regional, region, service, parts[parts.length - 1], timestamp, regionSet);
    return new ClaimedSignature(
        algorithm,
        presigned,
        parts[0],
        parts[1],
        region,
        service,
        signedHeaders,
        signature,
        time,
        timestamp,
        sessionToken);
  }

  /** Says everything that is wrong with the scope at once, as AWS does. */
  private void checkScope(
      String date,
      boolean regional,
      String region,
      String service,
      String terminator,
      String timestamp,
      String regionSet) {
    StringBuilder wrong = new StringBuilder();
    if (regional && target.region() != null && !region.equals(target.region())) {
      wrong
          .append("Credential should be scoped to a valid region, not '")
          .append(region)
          .append("'. ");
    }
    if (!regional && (regionSet == null || !RegionSets.contains(regionSet, target.region()))) {
      wrong.append("Credential should be scoped to a valid region. ");
    }
    if (!target.signingNames().contains(service)) {
      wrong
          .append("Credential should be scoped to correct service: '")
          .append(target.signingName())
          .append("'. ");
    }
    if (!terminator.equals(ClaimedSignature.TERMINATOR)) {
      wrong
          .append("Credential should be scoped with a valid terminator: 'aws4_request', not '")
          .append(terminator)
          .append("'. ");
    }
    if (!timestamp.substring(0, 8).equals(date)) {
      wrong
          .append("Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date")
          .append(" from HTTP: '")
          .append(date)
          .append("' != '")
          .append(timestamp, 0, 8)
          .append("', from '")
          .append(timestamp)
          .append("'.");
    }
    if (!wrong.isEmpty()) {
      throw errors.invalid(wrong.toString());
    }
  }

  /** The JSON and CBOR protocols take no other kind of authorization for one. */
  private boolean isRpc() {
    return target.protocol() == Protocol.AWS_JSON_1_0
        || target.protocol() == Protocol.AWS_JSON_1_1
        || target.protocol() == Protocol.RPC_V2_CBOR;
  }
}
