package io.nephele.identity.directory;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * An OpenID Connect identity provider.
 *
 * @param url without {@code https://}
 * @param clientIds the audiences whose tokens are taken
 * @param thumbprints SHA-1 of the certificates of its host, hexadecimal
 * @param tags by key, in the order they were given
 */
public record OidcProvider(
    String url,
    String arn,
    List<String> clientIds,
    List<String> thumbprints,
    Instant createdAt,
    Map<String, String> tags) {

  /** The same with other audiences. */
  public OidcProvider withClientIds(List<String> other) {
    return new OidcProvider(url, arn, other, thumbprints, createdAt, tags);
  }

  /** The same with other thumbprints. */
  public OidcProvider withThumbprints(List<String> other) {
    return new OidcProvider(url, arn, clientIds, other, createdAt, tags);
  }

  /** The same with other tags. */
  public OidcProvider withTags(Map<String, String> other) {
    return new OidcProvider(url, arn, clientIds, thumbprints, createdAt, other);
  }
}
