package io.nephele.wire.checksum;

import io.nephele.model.AwsException;

/**
 * What S3 answers to bodies that do not match their checksums; other services that check say the
 * same.
 */
final class ChecksumErrors {
  private ChecksumErrors() {}

  static AwsException mismatch(ChecksumAlgorithm algorithm) {
    return AwsException.client(
        "BadDigest",
        400,
        algorithm == ChecksumAlgorithm.CONTENT_MD5
            ? "The Content-MD5 you specified did not match what we received."
            : "The " + algorithm + " you specified did not match the calculated checksum.");
  }

  static AwsException malformed(ChecksumAlgorithm algorithm) {
    return algorithm == ChecksumAlgorithm.CONTENT_MD5
        ? AwsException.client("InvalidDigest", 400, "The Content-MD5 you specified was invalid.")
        : invalidRequest("Value for " + algorithm.header() + " header is invalid.");
  }

  static AwsException several() {
    return invalidRequest(
        "Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.");
  }

  static AwsException missing() {
    return invalidRequest(
        "x-amz-sdk-checksum-algorithm specified, but no corresponding x-amz-checksum-* or"
            + " x-amz-trailer headers were found.");
  }

  static AwsException required() {
    return invalidRequest(
        "Missing required header for this request: Content-MD5 OR x-amz-checksum-*");
  }

  static AwsException otherThanNamed() {
    return invalidRequest("Value for x-amz-sdk-checksum-algorithm header is invalid.");
  }

  private static AwsException invalidRequest(String message) {
    return AwsException.client("InvalidRequest", 400, message);
  }
}
