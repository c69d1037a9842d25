package io.nephele.services.s3.access;

import io.nephele.core.store.Codec;
import io.nephele.model.Bytes;
import io.nephele.policy.MalformedPolicyException;
import io.nephele.policy.PolicyDocument;
import io.nephele.policy.PolicyKind;
import io.nephele.policy.ResourcePolicyRules;

/**
 * The policy of a bucket.
 *
 * @param text as it was put
 * @param document what it says
 */
public record BucketPolicy(String text, PolicyDocument document) {
  private static final ResourcePolicyRules RULES = ResourcePolicyRules.strict("s3");

  /** Stored as its text. */
  public static final Codec<BucketPolicy> CODEC =
      new Codec<>() {
        @Override
        public byte[] encode(BucketPolicy value) {
          return Bytes.utf8(value.text).toArray();
        }

        @Override
        public BucketPolicy decode(byte[] stored) {
          return parse(Bytes.of(stored).utf8());
        }
      };

  /**
   * The policy that a text is.
   *
   * @throws MalformedPolicyException if it is none
   */
  static BucketPolicy parse(String text) {
    return new BucketPolicy(text, PolicyDocument.parse(text, PolicyKind.RESOURCE, RULES));
  }
}
