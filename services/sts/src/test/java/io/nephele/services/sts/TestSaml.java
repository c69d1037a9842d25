package io.nephele.services.sts;

import io.nephele.identity.pem.Certificates;
import io.nephele.identity.pem.PrivateKeys;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import javax.xml.crypto.dsig.CanonicalizationMethod;
import javax.xml.crypto.dsig.DigestMethod;
import javax.xml.crypto.dsig.SignatureMethod;
import javax.xml.crypto.dsig.Transform;
import javax.xml.crypto.dsig.XMLSignatureFactory;
import javax.xml.crypto.dsig.dom.DOMSignContext;
import javax.xml.crypto.dsig.spec.C14NMethodParameterSpec;
import javax.xml.crypto.dsig.spec.TransformParameterSpec;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/** Responses of a SAML identity provider, as it or somebody else would make them. */
final class TestSaml {
  static final String ISSUER = "https://idp.example/saml";

  String issuer = ISSUER;
  String recipient = "https://signin.aws.amazon.com/saml";
  String audience = "https://signin.aws.amazon.com/saml";
  String nameId = "ada@example.com";
  String status = "Success";
  Instant issued;
  Instant notBefore;
  Instant notOnOrAfter;
  Instant sessionEnd;
  String signer = "idp";
  boolean signResponse;
  boolean signAssertion = true;
  final Map<String, List<String>> attributes = new LinkedHashMap<>();

  TestSaml(Instant now, String roleArn, String providerArn) {
    issued = now;
    notBefore = now.minusSeconds(60);
    notOnOrAfter = now.plusSeconds(240);
    attribute("Role", roleArn + "," + providerArn);
    attribute("RoleSessionName", "ada");
  }

  /** One of AWS's own attributes. */
  TestSaml attribute(String name, String... values) {
    attributes.put("https://aws.amazon.com/SAML/Attributes/" + name, List.of(values));
    return this;
  }

  static String metadata() {
    return """
    <EntityDescriptor xmlns="urn:oasis:names:tc:SAML:2.0:metadata" entityID="%s">
     <IDPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol">
      <KeyDescriptor use="signing"><ds:KeyInfo xmlns:ds="http://www.w3.org/2000/09/xmldsig#">
       <ds:X509Data><ds:X509Certificate>%s</ds:X509Certificate></ds:X509Data></ds:KeyInfo>
      </KeyDescriptor>
      <SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST"
       Location="https://idp.example/sso"/>
     </IDPSSODescriptor>
    </EntityDescriptor>
    """
        .formatted(ISSUER, base64Certificate("idp"));
  }

  String assertionXml() {
    StringBuilder statement = new StringBuilder();
    attributes.forEach(
        (name, values) -> {
          statement.append("<saml:Attribute Name=\"").append(name).append("\">");
          for (String value : values) {
            statement.append("<saml:AttributeValue>").append(value);
            statement.append("</saml:AttributeValue>");
          }
          statement.append("</saml:Attribute>");
        });
    return """
    <saml:Assertion xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="_assertion" Version="2.0"\
     IssueInstant="%s"><saml:Issuer>%s</saml:Issuer><saml:Subject>\
    <saml:NameID Format="urn:oasis:names:tc:SAML:2.0:nameid-format:persistent">%s</saml:NameID>\
    <saml:SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:bearer">\
    <saml:SubjectConfirmationData NotOnOrAfter="%s" Recipient="%s"/></saml:SubjectConfirmation>\
    </saml:Subject><saml:Conditions NotBefore="%s" NotOnOrAfter="%s"><saml:AudienceRestriction>\
    <saml:Audience>%s</saml:Audience></saml:AudienceRestriction></saml:Conditions>\
    <saml:AuthnStatement AuthnInstant="%s"%s/><saml:AttributeStatement>%s\
    </saml:AttributeStatement></saml:Assertion>"""
        .formatted(
            issued,
            issuer,
            nameId,
            notOnOrAfter,
            recipient,
            notBefore,
            notOnOrAfter,
            audience,
            issued,
            sessionEnd == null ? "" : " SessionNotOnOrAfter=\"" + sessionEnd + "\"",
            statement);
  }

  String response(String content) {
    return """
    <samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol"\
     xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="_response" Version="2.0"\
     IssueInstant="%s"><saml:Issuer>%s</saml:Issuer><samlp:Status><samlp:StatusCode\
     Value="urn:oasis:names:tc:SAML:2.0:status:%s"/></samlp:Status>%s</samlp:Response>"""
        .formatted(issued, issuer, status, content);
  }

  /** The response as XML. */
  String xml() {
    try {
      Document document = SamlXml.parse(response(assertionXml()).getBytes(StandardCharsets.UTF_8));
      Element response = document.getDocumentElement();
      if (signAssertion) {
        sign(SamlXml.child(response, SamlXml.ASSERTION, "Assertion"), signer);
      }
      if (signResponse) {
        sign(response, signer);
      }
      return text(document);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  /** The response with its signed assertion encrypted to the key of that name. */
  String encrypted(String to) {
    try {
      Document document = SamlXml.parse(assertionXml().getBytes(StandardCharsets.UTF_8));
      if (signAssertion) {
        sign(document.getDocumentElement(), signer);
      }
      byte[] key = random(32);
      byte[] nonce = random(12);
      Cipher gcm = Cipher.getInstance("AES/GCM/NoPadding");
      gcm.init(
          Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"), new GCMParameterSpec(128, nonce));
      byte[] data = gcm.doFinal(text(document).getBytes(StandardCharsets.UTF_8));
      byte[] all = java.util.Arrays.copyOf(nonce, 12 + data.length);
      System.arraycopy(data, 0, all, 12, data.length);
      Cipher oaep = Cipher.getInstance("RSA/ECB/OAEPWithSHA-1AndMGF1Padding");
      oaep.init(Cipher.ENCRYPT_MODE, certificate(to).getPublicKey());
      String content =
          """
          <saml:EncryptedAssertion><xenc:EncryptedData xmlns:xenc="%s"><xenc:EncryptionMethod\
           Algorithm="http://www.w3.org/2009/xmlenc11#aes256-gcm"/><ds:KeyInfo xmlns:ds="%s">\
          <xenc:EncryptedKey><xenc:EncryptionMethod Algorithm="%srsa-oaep-mgf1p"/>\
          <xenc:CipherData><xenc:CipherValue>%s</xenc:CipherValue></xenc:CipherData>\
          </xenc:EncryptedKey></ds:KeyInfo><xenc:CipherData><xenc:CipherValue>%s\
          </xenc:CipherValue></xenc:CipherData></xenc:EncryptedData></saml:EncryptedAssertion>"""
              .formatted(
                  SamlXml.ENCRYPTION,
                  SamlXml.SIGNATURE,
                  SamlXml.ENCRYPTION,
                  Base64.getEncoder().encodeToString(oaep.doFinal(key)),
                  Base64.getEncoder().encodeToString(all));
      return base64(response(content));
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private static byte[] random(int length) {
    byte[] bytes = new byte[length];
    new SecureRandom().nextBytes(bytes);
    return bytes;
  }

  /** The response as requests have it. */
  String base64() {
    return base64(xml());
  }

  static String base64(String xml) {
    return Base64.getEncoder().encodeToString(xml.getBytes(StandardCharsets.UTF_8));
  }

  private static void sign(Element element, String signer) throws Exception {
    XMLSignatureFactory factory = XMLSignatureFactory.getInstance("DOM");
    DOMSignContext context =
        new DOMSignContext(
            key(signer), element, SamlXml.children(element).getFirst().getNextSibling());
    context.setIdAttributeNS(element, null, "ID");
    context.setDefaultNamespacePrefix("ds");
    factory
        .newXMLSignature(
            factory.newSignedInfo(
                factory.newCanonicalizationMethod(
                    CanonicalizationMethod.EXCLUSIVE, (C14NMethodParameterSpec) null),
                factory.newSignatureMethod(SignatureMethod.RSA_SHA256, null),
                List.of(
                    factory.newReference(
                        "#" + element.getAttribute("ID"),
                        factory.newDigestMethod(DigestMethod.SHA256, null),
                        List.of(
                            factory.newTransform(
                                Transform.ENVELOPED, (TransformParameterSpec) null),
                            factory.newTransform(
                                CanonicalizationMethod.EXCLUSIVE, (TransformParameterSpec) null)),
                        null,
                        null))),
            null)
        .sign(context);
  }

  static String text(Document document) throws Exception {
    StringWriter out = new StringWriter();
    javax.xml.transform.Transformer transformer =
        TransformerFactory.newDefaultInstance().newTransformer();
    transformer.setOutputProperty("omit-xml-declaration", "yes");
    transformer.transform(new DOMSource(document), new StreamResult(out));
    return out.toString();
  }

  static PrivateKey key(String name) throws GeneralSecurityException {
    return PrivateKeys.read(pem(name + ".key.pem"));
  }

  static X509Certificate certificate(String name) throws GeneralSecurityException {
    return Certificates.read(pem(name + ".crt.pem")).getFirst();
  }

  private static String base64Certificate(String name) {
    try {
      return Base64.getEncoder().encodeToString(certificate(name).getEncoded());
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  static String pem(String file) {
    try (InputStream in = TestSaml.class.getResourceAsStream(file)) {
      return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
