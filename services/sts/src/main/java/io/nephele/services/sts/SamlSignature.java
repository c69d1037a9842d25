package io.nephele.services.sts;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Set;
import javax.xml.crypto.KeySelector;
import javax.xml.crypto.MarshalException;
import javax.xml.crypto.dsig.CanonicalizationMethod;
import javax.xml.crypto.dsig.Reference;
import javax.xml.crypto.dsig.Transform;
import javax.xml.crypto.dsig.XMLSignature;
import javax.xml.crypto.dsig.XMLSignatureException;
import javax.xml.crypto.dsig.XMLSignatureFactory;
import javax.xml.crypto.dsig.dom.DOMValidateContext;
import org.w3c.dom.Element;

/**
 * Checks the signature of a SAML message or assertion. A signature counts for the very element that
 * it is a child of and whose id it names, so that what is read afterwards is what was signed; which
 * keys there are is known from the provider's metadata, never from the message.
 */
final class SamlSignature {
  private static final Set<String> TRANSFORMS =
      Set.of(
          Transform.ENVELOPED,
          CanonicalizationMethod.EXCLUSIVE,
          CanonicalizationMethod.EXCLUSIVE_WITH_COMMENTS);

  private SamlSignature() {}

  /** Whether an element has a signature of its own. */
  static boolean isSigned(Element element) {
    return !SamlXml.children(element, SamlXml.SIGNATURE, "Signature").isEmpty();
  }

  /** Whether an element's own signature is of one of those keys. */
  static boolean isSignedBy(Element element, List<X509Certificate> certificates) {
    Element signature = SamlXml.child(element, SamlXml.SIGNATURE, "Signature");
    String id = SamlXml.attribute(element, "ID");
    if (signature == null || id == null || id.isEmpty()) {
      return false;
    }
    for (X509Certificate certificate : certificates) {
      if (isSignedBy(element, signature, id, certificate)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isSignedBy(
      Element element, Element signature, String id, X509Certificate certificate) {
    DOMValidateContext context =
        new DOMValidateContext(
            KeySelector.singletonKeySelector(certificate.getPublicKey()), signature);
    context.setProperty("org.jcp.xml.dsig.secureValidation", Boolean.TRUE);
    context.setIdAttributeNS(element, null, "ID");
    try {
      XMLSignature read = XMLSignatureFactory.getInstance("DOM").unmarshalXMLSignature(context);
      return isOf(read, id) && read.validate(context);
    } catch (MarshalException | XMLSignatureException | ClassCastException e) {
      return false;
    }
  }

  /** Whether a signature is of that one element, whole and as it stands there. */
  private static boolean isOf(XMLSignature signature, String id) {
    List<Reference> references = signature.getSignedInfo().getReferences();
    if (references.size() != 1
        || !signature.getObjects().isEmpty()
        || !("#" + id).equals(references.getFirst().getURI())) {
      return false;
    }
    for (Transform transform : references.getFirst().getTransforms()) {
      if (!TRANSFORMS.contains(transform.getAlgorithm())) {
        return false;
      }
    }
    return true;
  }
}
