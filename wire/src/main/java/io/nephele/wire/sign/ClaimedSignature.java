package io.nephele.wire.sign;

import java.time.Instant;
import java.util.List;

/**
 * A signature as a request states it, its form and scope checked, itself not yet.
 *
 * @param algorithm how it was made
 * @param presigned whether it is in the URL
 * @param accessKeyId whose key made it
 * @param date the day in the scope
 * @param region the region in the scope; empty in version 4a
 * @param service the service in the scope
 * @param signedHeaders the names of the signed header fields, as stated
 * @param signature itself
 * @param time when it was made
 * @param timestamp that time as it is signed
 * @param sessionToken the session token that came with it, or null
 */
record ClaimedSignature(
    SigningAlgorithm algorithm,
    boolean presigned,
    String accessKeyId,
    String date,
    String region,
    String service,
    String signedHeaders,
    String signature,
    Instant time,
    String timestamp,
    String sessionToken) {
  static final String TERMINATOR = "aws4_request";

  /** The scope as it is signed. */
  String scope() {
    return algorithm == SigningAlgorithm.HMAC
        ? date + "/" + region + "/" + service + "/" + TERMINATOR
        : date + "/" + service + "/" + TERMINATOR;
  }

  /** The same with another text of the time. */
  ClaimedSignature withTimestamp(String other) {
    return new ClaimedSignature(
        algorithm,
        presigned,
        accessKeyId,
        date,
        region,
        service,
        signedHeaders,
        signature,
        time,
        other,
        sessionToken);
  }

  List<String> signedHeaderNames() {
    return List.of(signedHeaders.split(";", -1));
  }

  /** What is signed: the algorithm, the time, the scope and the hash of the canonical request. */
  String stringToSign(byte[] canonicalRequest) {
    return algorithm.text()
        + "\n"
        + timestamp
        + "\n"
        + scope()
        + "\n"
        + Hashes.sha256Hex(canonicalRequest);
  }
}
