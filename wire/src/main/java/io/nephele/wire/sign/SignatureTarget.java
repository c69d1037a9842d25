package io.nephele.wire.sign;

import io.nephele.model.Protocol;
import java.util.List;

/**
 * What a request must be signed for.
 *
 * @param protocol the protocol that the request came in, in whose form errors are answered
 * @param signingNames the names that the service is signed as; the first is the one that errors
 *     name
 * @param region the region that must be in the scope, or null where any will do
 * @param unsignedPayload whether the operation takes bodies that the signature leaves out ({@code
 *     UNSIGNED-PAYLOAD} or event streams); S3 always does
 */
public record SignatureTarget(
    Protocol protocol, List<String> signingNames, String region, boolean unsignedPayload) {
  private static final List<String> S3_NAMES =
      List.of("s3", "s3express", "s3-outposts", "s3-object-lambda");

  /** Copies the names. */
  public SignatureTarget {
    signingNames = List.copyOf(signingNames);
  }

  /** A service that is signed as one name and hashes every body. */
  public static SignatureTarget of(Protocol protocol, String signingName, String region) {
    return new SignatureTarget(protocol, List.of(signingName), region, false);
  }

  /**
   * Whether S3's rules and errors hold: paths are signed as they are, and headers say the body's
   * hash.
   */
  public boolean isS3() {
    return S3_NAMES.contains(signingNames.getFirst());
  }

  /** The name that errors name. */
  String signingName() {
    return signingNames.getFirst();
  }
}
