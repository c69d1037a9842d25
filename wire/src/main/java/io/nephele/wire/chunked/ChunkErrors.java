package io.nephele.wire.chunked;

import io.nephele.model.AwsException;

/** What S3 answers to malformed aws-chunked bodies. */
final class ChunkErrors {
  private ChunkErrors() {}

  static AwsException incomplete() {
    return AwsException.client(
        "IncompleteBody",
        400,
        "You did not provide the number of bytes specified by the Content-Length HTTP header");
  }

  static AwsException malformedChunk() {
    return AwsException.client(
        "InvalidRequest", 400, "The chunk header of the aws-chunked body is malformed.");
  }

  static AwsException smallChunk() {
    return AwsException.client(
        "InvalidChunkSizeError",
        403,
        "Only the last chunk is allowed to have a size less than 8192 bytes");
  }

  static AwsException malformedTrailer() {
    return AwsException.client(
        "MalformedTrailerError",
        400,
        "The request contained trailing data that was not well-formed or did not conform to our"
            + " published schema.");
  }

  static AwsException missingLength() {
    return AwsException.client(
        "MissingContentLength", 411, "You must provide the Content-Length HTTP header.");
  }

  static AwsException unknownForm() {
    return AwsException.client(
        "InvalidRequest", 400, "The value of x-amz-content-sha256 header is invalid.");
  }
}
