package io.nephele.services.s3.objectlambda;

import io.nephele.core.store.Codec;
import io.nephele.model.Bytes;
import io.nephele.policy.PolicyDocument;
import io.nephele.policy.PolicyKind;
import io.nephele.policy.ResourcePolicyRules;

/**
 * The policy of an Object Lambda access point.
 *
 * @param text as it was put
 * @param document what it says
 */
public record LambdaPointPolicy(String text, PolicyDocument document) {
  private static final ResourcePolicyRules RULES = ResourcePolicyRules.strict("s3-object-lambda");

  /** Stored as its text. */
  static final Codec<LambdaPointPolicy> CODEC =
      new Codec<>() {
        @Override
        public byte[] encode(LambdaPointPolicy value) {
          return Bytes.utf8(value.text).toArray();
        }

        @Override
        public LambdaPointPolicy decode(byte[] stored) {
          return parse(Bytes.of(stored).utf8());
        }
      };

  /**
   * The policy that a text is.
   *
   * @throws io.nephele.policy.MalformedPolicyException if it is none
   */
  static LambdaPointPolicy parse(String text) {
    return new LambdaPointPolicy(text, PolicyDocument.parse(text, PolicyKind.RESOURCE, RULES));
  }
}
