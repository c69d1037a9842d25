package io.nephele.services.sts;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.DefaultHandler;

/**
 * Reads SAML messages of strangers: without document types and entities, no deeper than they have
 * to be, and with ids that are there once.
 */
final class SamlXml {
  static final String PROTOCOL = "urn:oasis:names:tc:SAML:2.0:protocol";
  static final String ASSERTION = "urn:oasis:names:tc:SAML:2.0:assertion";
  static final String SIGNATURE = "http://www.w3.org/2000/09/xmldsig#";
  static final String ENCRYPTION = "http://www.w3.org/2001/04/xmlenc#";

  private static final int MAX_DEPTH = 64;
  private static final Set<String> ID_NAMES = Set.of("id", "xml:id");

  private SamlXml() {}

  /**
   * The document that the bytes are.
   *
   * @throws SAXException if they are none that is taken
   */
  static Document parse(byte[] xml) throws SAXException {
    try {
      DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultNSInstance();
      factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
      factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
      factory.setAttribute("jdk.xml.maxElementDepth", MAX_DEPTH);
      factory.setXIncludeAware(false);
      factory.setExpandEntityReferences(false);
      DocumentBuilder builder = factory.newDocumentBuilder();
      builder.setErrorHandler(new DefaultHandler()); // whose fatal errors are thrown, not printed
      Document document = builder.parse(new ByteArrayInputStream(xml));
      checkIds(document.getDocumentElement(), new HashSet<>());
      return document;
    } catch (ParserConfigurationException e) {
      throw new IllegalStateException("the JDK's parser lacks a feature", e);
    } catch (IOException e) {
      throw new SAXException(e);
    }
  }

  /** An id that is there twice could be signed in one place and read in the other. */
  private static void checkIds(Element element, Set<String> seen) throws SAXException {
    for (int i = 0; i < element.getAttributes().getLength(); i++) {
      Node attribute = element.getAttributes().item(i);
      if (ID_NAMES.contains(attribute.getNodeName().toLowerCase(java.util.Locale.ROOT))
          && !seen.add(attribute.getNodeValue())) {
        throw new SAXException("an id is there twice");
      }
    }
    for (Element child : children(element)) { // no deeper than MAX_DEPTH
      checkIds(child, seen);
    }
  }

  /** The elements in an element. */
  static List<Element> children(Element parent) {
    List<Element> children = new ArrayList<>();
    for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
      if (node instanceof Element element) {
        children.add(element);
      }
    }
    return children;
  }

  /** The elements of a name in an element. */
  static List<Element> children(Element parent, String namespace, String name) {
    List<Element> children = new ArrayList<>();
    for (Element child : children(parent)) {
      if (is(child, namespace, name)) {
        children.add(child);
      }
    }
    return children;
  }

  /** The one element of a name in an element, or null if there is none or there are several. */
  static Element child(Element parent, String namespace, String name) {
    List<Element> children = parent == null ? List.of() : children(parent, namespace, name);
    return children.size() == 1 ? children.getFirst() : null;
  }

  /** Whether an element has that name. */
  static boolean is(Element element, String namespace, String name) {
    return name.equals(element.getLocalName()) && namespace.equals(element.getNamespaceURI());
  }

  /** The text in an element without white space around it, comments left out; null of null. */
  static String text(Element element) {
    return element == null ? null : element.getTextContent().strip();
  }

  /** An attribute's value, or null if it is not there. */
  static String attribute(Element element, String name) {
    return element != null && element.hasAttributeNS(null, name)
        ? element.getAttributeNS(null, name)
        : null;
  }
}
