package io.nephele.services.sts;

import io.nephele.api.sts.IDPRejectedClaimException;
import io.nephele.api.sts.InvalidIdentityTokenException;
import io.nephele.identity.directory.SamlProvider;
import io.nephele.identity.saml.MalformedMetadataException;
import io.nephele.identity.saml.SamlMetadata;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.xml.sax.SAXException;

/**
 * Verifies a SAML response by the metadata of its provider. Of a message only what a signature
 * covers is ever looked at: the assertion that is signed itself, or the one in a signed response.
 */
final class SamlResponse {
  private static final String SUCCESS = "urn:oasis:names:tc:SAML:2.0:status:Success";

  private SamlResponse() {}

  /**
   * The assertion of a response, verified.
   *
   * @param base64 the response
   * @throws io.nephele.model.AwsException if it is not one that the provider signed
   */
  static SamlAssertion verify(String base64, SamlProvider provider) {
    Document document;
    try {
      document = SamlXml.parse(Base64.getMimeDecoder().decode(base64));
    } catch (IllegalArgumentException | SAXException e) {
      throw invalid("Invalid base64 SAMLResponse");
    }
    Element response = document.getDocumentElement();
    if (!SamlXml.is(response, SamlXml.PROTOCOL, "Response")) {
      throw invalid("Could not parse the SAML response");
    }
    checkStatus(response);
    SamlMetadata metadata = metadata(provider);
    Element plain = SamlXml.child(response, SamlXml.ASSERTION, "Assertion");
    Element encrypted = SamlXml.child(response, SamlXml.ASSERTION, "EncryptedAssertion");
    if (assertions(response).size() != 1) {
      throw invalid("A SAML response has to have one assertion");
    }
    boolean responseSigned = SamlSignature.isSigned(response);
    if (responseSigned) {
      requireSignature(response, SamlXml.child(response, SamlXml.ASSERTION, "Issuer"), metadata);
    }
    if (plain != null && "Required".equals(provider.assertionEncryptionMode())) {
      throw invalid("The SAML provider requires encrypted assertions");
    }
    Element assertion = plain != null ? plain : decrypt(encrypted, provider);
    Element issuer = SamlXml.child(assertion, SamlXml.ASSERTION, "Issuer");
    if (SamlSignature.isSigned(assertion) || !responseSigned) {
      requireSignature(assertion, issuer, metadata);
    } else if (metadata.issuer(SamlXml.text(issuer)) == null) {
      throw unknownIssuer();
    }
    return new SamlAssertion(assertion);
  }

  private static List<Element> assertions(Element response) {
    List<Element> all = new ArrayList<>(SamlXml.children(response, SamlXml.ASSERTION, "Assertion"));
    all.addAll(SamlXml.children(response, SamlXml.ASSERTION, "EncryptedAssertion"));
    return all;
  }

  private static void checkStatus(Element response) {
    Element status = SamlXml.child(response, SamlXml.PROTOCOL, "Status");
    Element code = SamlXml.child(status, SamlXml.PROTOCOL, "StatusCode");
    if (!SUCCESS.equals(SamlXml.attribute(code, "Value"))) {
      throw new IDPRejectedClaimException("The identity provider did not authenticate the user");
    }
  }

  private static SamlMetadata metadata(SamlProvider provider) {
    try {
      return SamlMetadata.parse(provider.metadata());
    } catch (MalformedMetadataException e) {
      throw invalid("Could not parse metadata");
    }
  }

  private static void requireSignature(Element element, Element issuer, SamlMetadata metadata) {
    String entityId = SamlXml.text(issuer);
    SamlMetadata.Issuer known = entityId == null ? null : metadata.issuer(entityId);
    if (known == null) {
      throw unknownIssuer();
    }
    if (!SamlSignature.isSignedBy(element, known.signing())) {
      throw invalid("Response signature invalid");
    }
  }

  private static Element decrypt(Element encrypted, SamlProvider provider) {
    byte[] xml = new SamlDecryption(provider.privateKeys()).decrypt(encrypted);
    try {
      if (xml != null) {
        Element assertion = SamlXml.parse(xml).getDocumentElement();
        if (SamlXml.is(assertion, SamlXml.ASSERTION, "Assertion")) {
          return assertion;
        }
      }
    } catch (SAXException e) {
      // as any other that cannot be read
    }
    throw invalid("The SAML assertion could not be decrypted");
  }

  private static RuntimeException unknownIssuer() {
    return invalid("Issuer not present in specified provider");
  }

  private static RuntimeException invalid(String message) {
    return new InvalidIdentityTokenException(message);
  }
}
