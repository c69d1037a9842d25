package io.nephele.wire.protocoltest;

import java.io.StringReader;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * XML documents as text that is the same for documents that say the same: attributes sorted,
 * elements of different names sorted.
 */
final class XmlDocuments {
  private XmlDocuments() {}

  private record Element(String name, String text) {}

  static String canonical(String xml) {
    if (xml.isBlank()) {
      return "";
    }
    try {
      XMLStreamReader reader =
          XMLInputFactory.newDefaultFactory().createXMLStreamReader(new StringReader(xml));
      while (reader.next() != XMLStreamReader.START_ELEMENT) {
        // the prolog
      }
      return element(reader, "").text();
    } catch (XMLStreamException e) {
      throw new AssertionError("not XML: " + xml, e);
    }
  }

  private static Element element(XMLStreamReader reader, String indent) throws XMLStreamException {
    String name = reader.getName().toString();
    TreeMap<String, String> attributes = new TreeMap<>();
    for (int i = 0; i < reader.getAttributeCount(); i++) {
      attributes.put(reader.getAttributeName(i).toString(), reader.getAttributeValue(i));
    }
    List<Element> children = new ArrayList<>();
    StringBuilder text = new StringBuilder();
    while (reader.next() != XMLStreamReader.END_ELEMENT) {
      if (reader.isStartElement()) {
        children.add(element(reader, indent + "  "));
      } else if (reader.isCharacters()) {
        text.append(reader.getText());
      }
    }
    // The sort is stable, so items of a list stay in order.
    children.sort(Comparator.comparing(Element::name));
    StringBuilder canonical = new StringBuilder(indent).append(name).append(attributes);
    if (children.isEmpty()) {
      canonical.append('=').append(canonicalTime(text.toString()));
    }
    for (Element child : children) {
      canonical.append('\n').append(child.text());
    }
    return new Element(name, canonical.toString());
  }

  /**
   * A time is the same with any offset and with a fraction of zero or none; AWS's services differ
   * in that.
   */
  private static String canonicalTime(String text) {
    if (text.length() < 20 || text.charAt(10) != 'T') {
      return text;
    }
    try {
      return OffsetDateTime.parse(text).toInstant().toString();
    } catch (DateTimeParseException e) {
      return text;
    }
  }
}
