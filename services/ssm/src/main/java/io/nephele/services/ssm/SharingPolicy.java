package io.nephele.services.ssm;

/**
 * A resource policy of a parameter, which lets other accounts read it.
 *
 * @param id the id of the policy
 * @param hash changes whenever the policy does
 * @param document the policy as JSON
 */
record SharingPolicy(String id, String hash, String document) {}
