package io.nephele.wire.chunked;

import io.nephele.wire.http.HttpRequest;
import java.util.Locale;

/**
 * What a request says of its aws-chunked body.
 *
 * @param signed whether each chunk carries a signature
 * @param trailer whether headers follow the last chunk
 */
record ChunkedForm(boolean signed, boolean trailer) {
  /** The form of the request's body, or null where it is not aws-chunked. */
  static ChunkedForm of(HttpRequest request) {
    String hash = request.headers().first("x-amz-content-sha256");
    if (hash == null || !hash.startsWith("STREAMING-")) {
      return isEncoded(request) ? new ChunkedForm(false, hasTrailer(request)) : null;
    }
    return switch (hash) {
      case "STREAMING-AWS4-HMAC-SHA256-PAYLOAD", "STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD" ->
          new ChunkedForm(true, false);
      case "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER",
          "STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD-TRAILER" ->
          new ChunkedForm(true, true);
      case "STREAMING-UNSIGNED-PAYLOAD-TRAILER" -> new ChunkedForm(false, true);
      // Signed event streams, whose frames carry their signatures themselves.
      case "STREAMING-AWS4-HMAC-SHA256-EVENTS", "STREAMING-AWS4-ECDSA-P256-SHA256-EVENTS" -> null;
      default -> throw ChunkErrors.unknownForm();
    };
  }

  private static boolean hasTrailer(HttpRequest request) {
    return request.headers().first("x-amz-trailer") != null;
  }

  private static boolean isEncoded(HttpRequest request) {
    for (String encodings : request.headers().all("Content-Encoding")) {
      for (String encoding : encodings.toLowerCase(Locale.ROOT).split(",", -1)) {
        if (encoding.strip().equals(AwsChunked.ENCODING)) {
          return true;
        }
      }
    }
    return false;
  }
}
