package io.nephele.identity.saml;

/** A document is not the metadata of SAML entities. */
public final class MalformedMetadataException extends Exception {
  private static final long serialVersionUID = 1L;

  MalformedMetadataException(String reason) {
    super(reason);
  }
}
