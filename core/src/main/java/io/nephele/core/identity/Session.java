package io.nephele.core.identity;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What temporary credentials bring with them.
 *
 * @param name the role session's or the federated user's name; null of {@code GetSessionToken}
 * @param issuedAt when they were issued
 * @param expiresAt when they end
 * @param mfaAt when their user showed an MFA device, or null if not
 * @param policies session policies given inline, as JSON
 * @param policyArns session policies given by their ARN
 * @param tags session tags, those that were handed on included
 * @param transitiveTagKeys the keys of the tags that the next role in a chain is given
 * @param sourceIdentity the source identity, or null
 * @param federatedProvider the ARN or name of the identity provider whose token was exchanged, or
 *     null
 * @param contextKeys condition keys that last as long as the session, such as {@code saml:sub}
 */
public record Session(
    String name,
    Instant issuedAt,
    Instant expiresAt,
    Instant mfaAt,
    List<String> policies,
    List<String> policyArns,
    Map<String, String> tags,
    Set<String> transitiveTagKeys,
    String sourceIdentity,
    String federatedProvider,
    Map<String, String> contextKeys) {

  /** Whether session policies limit what the session may do. */
  public boolean hasPolicies() {
    return !policies.isEmpty() || !policyArns.isEmpty();
  }
}
