package io.nephele.core.call;

import java.time.Instant;

/**
 * How the request of a call was signed.
 *
 * @param place where the signature was
 * @param algorithm as requests name it, for example {@code AWS4-HMAC-SHA256}
 * @param signedAt when, by the world's clock; null where nobody looked
 * @param payload the hash of the body that was signed, or what stands for one, such as {@code
 *     UNSIGNED-PAYLOAD}; null where the request says nothing of it
 */
public record RequestSignature(Place place, String algorithm, Instant signedAt, String payload) {
  /** Where signatures are. */
  public enum Place {
    /** In the {@code Authorization} header. */
    HEADER,
    /** In the URL, which was signed beforehand. */
    URL,
    /** In a field of a form. */
    FORM
  }
}
