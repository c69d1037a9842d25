package io.nephele.wire.sign;

import io.nephele.model.Operation;
import io.nephele.model.Protocol;
import java.util.List;

/**
 * What a request must be signed for.
 *
 * @param protocol the protocol that the request came in, in whose form errors are answered
 * @param queryCompatible whether the service answers in JSON or CBOR what query clients know:
 *     status and code of errors are as in the query protocol
 * @param signingNames the names that the service is signed as; the first is the one that errors
 *     name
 * @param region the region that must be in the scope, or null where any will do
 * @param unsignedPayload whether the operation takes bodies that the signature leaves out ({@code
 *     UNSIGNED-PAYLOAD} or event streams); S3 always does
 */
public record SignatureTarget(
    Protocol protocol,
    boolean queryCompatible,
    List<String> signingNames,
    String region,
    boolean unsignedPayload) {
  private static final List<String> S3_NAMES =
      List.of("s3", "s3express", "s3-outposts", "s3-object-lambda");

  private static final List<String> ELB_NAMES = List.of("elasticloadbalancing", "elb");

  /** Copies the names. */
  public SignatureTarget {
    signingNames = List.copyOf(signingNames);
  }

  /**
   * What a request of an operation must be signed for.
   *
   * @param protocol the protocol that the request came in
   * @param hostRegion the region that the host names, or null where any will do
   */
  public static SignatureTarget of(Operation operation, Protocol protocol, String hostRegion) {
    String name = operation.service().signingName();
    List<String> names =
        switch (name) {
          case "s3" -> S3_NAMES;
          case "elasticloadbalancing" -> ELB_NAMES;
          default -> List.of(name);
        };
    boolean unsigned = operation.unsignedPayload() || operation.isInputStreamed();
    return new SignatureTarget(
        protocol, operation.service().queryCompatible(), names, hostRegion, unsigned);
  }

  /** A service that is signed as one name and hashes every body. */
  public static SignatureTarget of(Protocol protocol, String signingName, String region) {
    return new SignatureTarget(protocol, false, List.of(signingName), region, false);
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
