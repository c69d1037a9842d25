package io.nephele.services.kms;

import io.nephele.core.store.Codec;
import io.nephele.core.store.RecordCodec;
import io.nephele.policy.PolicyDocument;
import io.nephele.policy.PolicyKind;

/**
 * The policy of a key: its text as it was given, and what it says.
 *
 * @param json the text
 * @param document what it says
 */
record KeyPolicy(String json, PolicyDocument document) {
  /** What is stored of it. */
  record Row(String json) {}

  /**
   * Reads a text.
   *
   * @throws io.nephele.policy.MalformedPolicyException if it is no policy
   */
  static KeyPolicy parse(String json) {
    return new KeyPolicy(json, PolicyDocument.parse(json, PolicyKind.RESOURCE));
  }

  /** Policies as their texts. */
  static final class PolicyCodec implements Codec<KeyPolicy> {
    private final Codec<Row> rows = RecordCodec.of(Row.class);

    @Override
    public byte[] encode(KeyPolicy policy) {
      return rows.encode(new Row(policy.json));
    }

    @Override
    public KeyPolicy decode(byte[] stored) {
      return parse(rows.decode(stored).json);
    }
  }
}
