package io.nephele.services.kms;

import io.nephele.core.store.Key;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What somebody may do with a key beside what its policy says, stored under the key and the grant's
 * id.
 *
 * @param id 64 hexadecimal digits that cannot be guessed
 * @param name null if it has none
 * @param grantee who is allowed, an ARN or a service principal
 * @param retiring who may end it, or null
 * @param issuer the account that made it, as the ARN of its root user
 * @param operations what is allowed
 * @param contextEquals the encryption context that calls must have, or null
 * @param contextSubset the pairs that the encryption context of calls must have, or null
 */
record Grant(
    String accountId,
    String region,
    String keyId,
    String id,
    String name,
    Instant createdAt,
    String grantee,
    String retiring,
    String issuer,
    List<String> operations,
    Map<String, String> contextEquals,
    Map<String, String> contextSubset) {

  Key place() {
    return KmsKey.place(accountId, region, keyId).with(id);
  }

  /** Where the index of grantees has it. */
  Key placeOfGrantee() {
    return KmsKey.place(accountId, region, keyId).with(grantee).with(id);
  }

  /** Where the index of retiring principals has it, under the account that these are of. */
  Key placeOfRetiring(String retiringAccountId) {
    return Key.of(retiringAccountId).with(region).with(retiring).with(place());
  }

  /** Whether the context of a call is one that the grant is for. */
  boolean allowsContext(Map<String, String> context) {
    if (contextEquals != null && !contextEquals.isEmpty() && !contextEquals.equals(context)) {
      return false;
    }
    return contextSubset == null
        || contextSubset.isEmpty()
        || context.entrySet().containsAll(contextSubset.entrySet());
  }

  boolean isConstrained() {
    return (contextEquals != null && !contextEquals.isEmpty())
        || (contextSubset != null && !contextSubset.isEmpty());
  }
}
