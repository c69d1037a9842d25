package io.nephele.identity.directory;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * A SAML identity provider.
 *
 * @param uuid AWS's own id of it, {@code SAMLSP...}
 * @param metadata its metadata document, XML
 * @param validUntil a hundred years after the metadata was last set; AWS does not look at what the
 *     metadata itself says of its end
 * @param assertionEncryptionMode {@code Required} or {@code Allowed}
 * @param privateKeys what decrypts assertions, PEM
 * @param tags by key, in the order they were given
 */
public record SamlProvider(
    String name,
    String arn,
    String uuid,
    String metadata,
    Instant createdAt,
    Instant validUntil,
    String assertionEncryptionMode,
    List<SamlPrivateKey> privateKeys,
    Map<String, String> tags) {

  /** The same with other tags. */
  public SamlProvider withTags(Map<String, String> other) {
    return new SamlProvider(
        name,
        arn,
        uuid,
        metadata,
        createdAt,
        validUntil,
        assertionEncryptionMode,
        privateKeys,
        other);
  }

  /** A key that decrypts assertions. */
  public record SamlPrivateKey(String id, String pem, Instant addedAt) {
    /** Without the key, so that no log has it. */
    @Override
    public String toString() {
      return "SamlPrivateKey[" + id + "]";
    }
  }
}
