package io.nephele.identity.saml;

import java.security.cert.X509Certificate;
import java.util.List;

/**
 * What the metadata of a SAML identity provider says (SAML 2.0 Metadata): who issues assertions and
 * with which keys.
 *
 * @param issuers the entities that have a role as identity provider
 */
public record SamlMetadata(List<Issuer> issuers) {
  public SamlMetadata {
    issuers = List.copyOf(issuers);
  }

  /**
   * One that issues assertions.
   *
   * @param entityId what its assertions name as their issuer
   * @param signing the certificates whose keys sign its assertions
   */
  public record Issuer(String entityId, List<X509Certificate> signing) {
    public Issuer {
      signing = List.copyOf(signing);
    }
  }

  /** The issuer of that id, or null. */
  public Issuer issuer(String entityId) {
    for (Issuer issuer : issuers) {
      if (issuer.entityId().equals(entityId)) {
        return issuer;
      }
    }
    return null;
  }

  /**
   * Reads a document. Document types and entities are refused, depth and size are bounded; the
   * length of the text is for the caller to limit.
   *
   * @throws MalformedMetadataException if it is not metadata of entities
   */
  public static SamlMetadata parse(String xml) throws MalformedMetadataException {
    return new SamlMetadataReader().read(xml);
  }
}
