package io.nephele.services.sts;

import java.util.List;
import java.util.Map;

/**
 * What a verified token of an OpenID Connect provider says.
 *
 * @param provider the Federated principal of trust policies: the provider's ARN, or the name of a
 *     public one
 * @param keyPrefix what condition keys of the token begin with: the provider's URL without scheme
 * @param audience the client that the token was issued to
 * @param otherAudience what {@code aud} says where {@code azp} names the client; else empty
 * @param methods how the user was authenticated ({@code amr})
 * @param tags session tags
 * @param transitiveKeys the keys of those that are handed on
 * @param sourceIdentity the source identity, or null
 */
record WebIdentity(
    String provider,
    String keyPrefix,
    String subject,
    String audience,
    List<String> otherAudience,
    List<String> methods,
    Map<String, String> tags,
    List<String> transitiveKeys,
    String sourceIdentity) {}
