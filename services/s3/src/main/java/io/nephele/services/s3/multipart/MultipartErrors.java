package io.nephele.services.s3.multipart;

import io.nephele.model.AwsException;
import io.nephele.services.s3.S3Errors;
import java.util.Locale;

/** The errors of uploads in parts, in S3's words. */
final class MultipartErrors {
  private MultipartErrors() {}

  static AwsException invalidPartNumber(int number) {
    return S3Errors.invalidArgument(
        "Part number must be an integer between 1 and 10000, inclusive", "partNumber", number);
  }

  static AwsException invalidPart(String uploadId, int number, String eTag) {
    return AwsException.client(
            "InvalidPart",
            400,
            "One or more of the specified parts could not be found.  The part may not have been"
                + " uploaded, or the specified entity tag may not match the part's entity tag.")
        .with("UploadId", uploadId)
        .with("PartNumber", number)
        .with("ETag", eTag);
  }

  static AwsException invalidPartOrder(String uploadId) {
    return AwsException.client(
            "InvalidPartOrder",
            400,
            "The list of parts was not in ascending order. Parts must be ordered by part number.")
        .with("UploadId", uploadId);
  }

  static AwsException tooSmall(long size, long least, int number, String eTag) {
    return AwsException.client(
            "EntityTooSmall", 400, "Your proposed upload is smaller than the minimum allowed size")
        .with("ProposedSize", size)
        .with("MinSizeAllowed", least)
        .with("PartNumber", number)
        .with("ETag", eTag);
  }

  /** A part brings a checksum by another algorithm than the upload was begun with. */
  static AwsException otherChecksum(String expected, String actual) {
    return S3Errors.invalidRequest(
        "Checksum Type mismatch occurred, expected checksum Type: "
            + lower(expected)
            + ", actual checksum Type: "
            + lower(actual));
  }

  static AwsException missingChecksum(String algorithm, int number) {
    return S3Errors.invalidRequest(
        "The upload was created using a "
            + lower(algorithm)
            + " checksum. The complete request must include the checksum for each part. It was"
            + " missing for part "
            + number
            + " in the request.");
  }

  static AwsException badDigest(String algorithm) {
    return AwsException.client(
        "BadDigest",
        400,
        "The " + lower(algorithm) + " you specified did not match the calculated checksum.");
  }

  private static String lower(String algorithm) {
    return algorithm == null ? "null" : algorithm.toLowerCase(Locale.ROOT);
  }
}
