package io.nephele.identity.saml;

import io.nephele.identity.pem.Certificates;
import io.nephele.identity.saml.SamlMetadata.Issuer;
import java.io.StringReader;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Deque;
import java.util.List;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** Reads one document of metadata, from start to end and without ever going deeper than a loop. */
final class SamlMetadataReader {
  private static final String METADATA = "urn:oasis:names:tc:SAML:2.0:metadata";
  private static final String SIGNATURE = "http://www.w3.org/2000/09/xmldsig#";
  private static final int MAX_DEPTH = 50;
  private static final int MAX_ELEMENTS = 200_000;

  /** Made on first use: loading the JDK's parser takes tens of milliseconds. */
  private static final class Parser {
    static final XMLInputFactory FACTORY = factory();

    private static XMLInputFactory factory() {
      XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
      factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
      factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
      factory.setProperty(XMLInputFactory.IS_NAMESPACE_AWARE, true);
      return factory;
    }
  }

  private final List<Issuer> issuers = new ArrayList<>();
  private final Deque<String> open = new ArrayDeque<>();
  private int elements;

  private String entityId;
  private boolean isIdentityProvider;
  private boolean isSigning;
  private List<X509Certificate> signing = new ArrayList<>();

  /** The text of the certificate that is being read, or null. */
  private StringBuilder certificate;

  SamlMetadata read(String xml) throws MalformedMetadataException {
    try {
      XMLStreamReader reader = Parser.FACTORY.createXMLStreamReader(new StringReader(xml));
      try {
        while (reader.hasNext()) {
          event(reader, reader.next());
        }
      } finally {
        reader.close();
      }
    } catch (XMLStreamException e) {
      throw new MalformedMetadataException("not well-formed");
    }
    return new SamlMetadata(issuers);
  }

  private void event(XMLStreamReader reader, int event) throws MalformedMetadataException {
    switch (event) {
      case XMLStreamConstants.START_ELEMENT -> start(reader);
      case XMLStreamConstants.END_ELEMENT -> end();
      case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> {
        if (certificate != null) {
          certificate.append(reader.getText());
        }
      }
      case XMLStreamConstants.DTD, XMLStreamConstants.ENTITY_REFERENCE ->
          throw new MalformedMetadataException("document types and entities are refused");
      default -> {}
    }
  }

  private void start(XMLStreamReader reader) throws MalformedMetadataException {
    if (open.size() == MAX_DEPTH || ++elements > MAX_ELEMENTS) {
      throw new MalformedMetadataException("too deep or too large");
    }
    String name = name(reader);
    if (open.isEmpty() && !name.equals("EntityDescriptor") && !name.equals("EntitiesDescriptor")) {
      throw new MalformedMetadataException("the root is not a descriptor of entities");
    }
    switch (name) {
      case "EntityDescriptor" -> startEntity(reader);
      case "IDPSSODescriptor" -> isIdentityProvider |= isChildOf("EntityDescriptor");
      case "KeyDescriptor" -> {
        String use = reader.getAttributeValue(null, "use");
        isSigning = isChildOf("IDPSSODescriptor") && (use == null || use.equals("signing"));
      }
      case "ds:X509Certificate" -> {
        if (certificate != null) {
          throw new MalformedMetadataException("a certificate within another");
        }
        certificate = new StringBuilder();
      }
      default -> {}
    }
    open.push(name);
  }

  private void startEntity(XMLStreamReader reader) throws MalformedMetadataException {
    entityId = reader.getAttributeValue(null, "entityID");
    if (entityId == null || entityId.isEmpty() || open.contains("EntityDescriptor")) {
      throw new MalformedMetadataException("an entity without an id, or within another");
    }
    isIdentityProvider = false;
    isSigning = false;
    signing = new ArrayList<>();
  }

  private void end() throws MalformedMetadataException {
    switch (open.pop()) {
      case "EntityDescriptor" -> {
        if (isIdentityProvider) {
          issuers.add(new Issuer(entityId, signing));
        }
      }
      case "KeyDescriptor" -> isSigning = false;
      case "ds:X509Certificate" -> {
        X509Certificate read = decode(certificate.toString());
        certificate = null;
        if (isSigning) {
          signing.add(read);
        }
      }
      default -> {}
    }
  }

  private static X509Certificate decode(String base64) throws MalformedMetadataException {
    try {
      return Certificates.ofDer(Base64.getMimeDecoder().decode(base64));
    } catch (IllegalArgumentException | CertificateException e) {
      throw new MalformedMetadataException("not a certificate");
    }
  }

  private boolean isChildOf(String name) {
    return name.equals(open.peek());
  }

  /** Names of metadata as they are, those of XML signatures with a prefix, others empty. */
  private static String name(XMLStreamReader reader) {
    String namespace = reader.getNamespaceURI();
    if (METADATA.equals(namespace)) {
      return reader.getLocalName();
    }
    return SIGNATURE.equals(namespace) ? "ds:" + reader.getLocalName() : "";
  }
}
