package io.nephele.wire.sign;

import io.nephele.model.AwsException;
import java.util.List;

/** What AWS answers to signatures that it does not accept, in the form of a service's protocol. */
interface SignatureErrors {
  /** The errors of that service. */
  static SignatureErrors of(SignatureTarget target) {
    return target.isS3() ? S3SignatureErrors.INSTANCE : ServiceSignatureErrors.of(target);
  }

  /** There is no key of that id that may be used. */
  AwsException unknownKey(String accessKeyId);

  /** The session token is missing or not the key's. */
  AwsException invalidToken(String accessKeyId, String sessionToken);

  /** The session is over. */
  AwsException expiredToken(String sessionToken);

  /** The signature is not that of the request. */
  AwsException mismatch(ClaimedSignature claim, String canonicalRequest, String stringToSign);

  /** Nothing says who calls. */
  AwsException missing();

  /**
   * The request has a signature in its URL and one in its header, whose value this is; null where
   * both are in the URL.
   */
  AwsException several(String authorization);

  /** The request has several {@code Authorization} headers, of which this is the first. */
  AwsException repeated(String authorization);

  /** Header fields that must be signed are not. */
  AwsException notSigned(List<String> names);
}
