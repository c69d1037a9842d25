package io.nephele.wire.sign;

import io.nephele.wire.chunked.ChunkVerifier;
import io.nephele.wire.http.HttpRequest;
import java.time.Instant;

/**
 * A request whose signature was looked at.
 *
 * @param request the request to go on with: its body fails at the end if it is not the one that was
 *     signed
 * @param kind how it was signed
 * @param accessKeyId whose key signed it, or null in anonymous requests
 * @param sessionToken the session token that came with it, or null
 * @param algorithm what it was signed with, or null where nobody looked
 * @param signedAt when it was signed, or null where nobody looked
 * @param chunks checks the signatures in an aws-chunked body
 * @param pending the body whose signature is known at its end only, or null
 */
public record VerifiedRequest(
    HttpRequest request,
    Kind kind,
    String accessKeyId,
    String sessionToken,
    SigningAlgorithm algorithm,
    Instant signedAt,
    ChunkVerifier chunks,
    HashedBody pending) {

  /** How a request was signed. */
  public enum Kind {
    /** Not at all. */
    ANONYMOUS,
    /** With a key that is not checked. */
    UNCHECKED,
    /** In its {@code Authorization} header. */
    HEADER,
    /** In its URL. */
    PRESIGNED
  }

  static VerifiedRequest anonymous(HttpRequest request) {
    return new VerifiedRequest(
        request, Kind.ANONYMOUS, null, null, null, null, ChunkVerifier.NONE, null);
  }

  static VerifiedRequest unchecked(HttpRequest request, String accessKeyId, String sessionToken) {
    return new VerifiedRequest(
        request, Kind.UNCHECKED, accessKeyId, sessionToken, null, null, ChunkVerifier.NONE, null);
  }

  /**
   * Makes sure that the whole body is the one that was signed. To be called when the input is read
   * and before the operation acts, unless the body is the operation's own stream, whose reader
   * meets the error at the stream's end.
   *
   * @throws io.nephele.model.AwsException what AWS answers if it is not
   */
  public void complete() {
    if (pending != null) {
      pending.drain();
    }
  }
}
