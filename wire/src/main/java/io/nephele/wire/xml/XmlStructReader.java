package io.nephele.wire.xml;

import io.nephele.model.Member;
import io.nephele.model.Shape;
import io.nephele.model.ShapeType;
import io.nephele.model.Struct;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Reads values of the model from XML elements. Elements that the model does not know are passed
 * over, as AWS does. What does not fit is an {@link IllegalArgumentException} or {@link
 * XMLStreamException}, which the caller turns into the service's error.
 */
final class XmlStructReader {
  private static final int MAX_DEPTH = 100;
  private static final int MAX_ELEMENTS = 500_000;

  private final XMLStreamReader in;
  private int depth;
  private int elements;

  XmlStructReader(XMLStreamReader in) {
    this.in = in;
  }

  /** Goes to the document's element; false if there is none but no content at all either. */
  void toRoot(String expectedName) throws XMLStreamException {
    while (in.getEventType() != XMLStreamConstants.START_ELEMENT) {
      if (in.getEventType() == XMLStreamConstants.DTD) {
        throw new IllegalArgumentException("document type declarations are not allowed");
      }
      in.next();
    }
    if (!in.getLocalName().equals(localPart(expectedName))) {
      throw new IllegalArgumentException("the document's element is not " + expectedName);
    }
    depth = 1;
  }

  /** Reads the rest of the document after its element, so that what follows it is checked too. */
  void toEnd() throws XMLStreamException {
    while (in.hasNext()) {
      in.next();
    }
  }

  /** Reads the element at which the reader stands as a value of the member's target. */
  Object value(Member member) throws XMLStreamException {
    Shape target = member.target();
    return switch (target.type()) {
      case STRUCTURE, UNION -> {
        Struct struct = new Struct(target);
        struct(struct, target.members());
        yield struct.freeze();
      }
      case LIST -> list(target);
      case MAP -> map(target);
      default -> ScalarText.parse(member, in.getElementText());
    };
  }

  /**
   * Reads the attributes and children of the element at which the reader stands into those members.
   */
  void struct(Struct into, List<Member> members) throws XMLStreamException {
    attributes(into, members);
    while (nextChild()) {
      Member member = member(members, in.getLocalName());
      if (member == null) {
        skip();
      } else if (member.xmlFlattened() && member.target().type() == ShapeType.LIST) {
        flattenedItem(into, member);
      } else if (member.xmlFlattened() && member.target().type() == ShapeType.MAP) {
        flattenedEntry(into, member);
      } else {
        into.set(member, value(member));
      }
      leave();
    }
    if (into.shape().type() == ShapeType.UNION) {
      checkUnion(into);
    }
  }

  private void attributes(Struct into, List<Member> members) {
    int count = in.getAttributeCount();
    for (int i = 0; i < count; i++) {
      String name = in.getAttributeLocalName(i);
      for (Member member : members) {
        if (member.xmlAttribute() && localPart(member.xmlName()).equals(name)) {
          into.set(member, ScalarText.parse(member, in.getAttributeValue(i)));
        }
      }
    }
  }

  private static Member member(List<Member> members, String localName) {
    for (Member member : members) {
      String name = member.xmlName();
      if ((name.equals(localName) || name.endsWith(localName) && localPart(name).equals(localName))
          && !member.xmlAttribute()) {
        return member;
      }
    }
    return null;
  }

  private List<Object> list(Shape shape) throws XMLStreamException {
    Member item = shape.listMember();
    List<Object> values = new ArrayList<>();
    while (nextChild()) {
      if (in.getLocalName().equals(localPart(item.xmlName()))) {
        values.add(value(item));
      } else {
        skip();
      }
      leave();
    }
    return values;
  }

  private Map<String, Object> map(Shape shape) throws XMLStreamException {
    Map<String, Object> values = new LinkedHashMap<>();
    while (nextChild()) {
      if (in.getLocalName().equals("entry")) {
        entry(shape, values);
      } else {
        skip();
      }
      leave();
    }
    return values;
  }

  @SuppressWarnings("unchecked") // only this class fills the slot
  private void flattenedItem(Struct into, Member member) throws XMLStreamException {
    List<Object> values = (List<Object>) into.get(member);
    if (values == null) {
      values = new ArrayList<>();
      into.set(member, values);
    }
    values.add(value(member.target().listMember()));
  }

  @SuppressWarnings("unchecked") // only this class fills the slot
  private void flattenedEntry(Struct into, Member member) throws XMLStreamException {
    Map<String, Object> values = (Map<String, Object>) into.get(member);
    if (values == null) {
      values = new LinkedHashMap<>();
      into.set(member, values);
    }
    entry(member.target(), values);
  }

  private void entry(Shape map, Map<String, Object> values) throws XMLStreamException {
    Member keyMember = map.mapKey();
    Member valueMember = map.mapValue();
    String key = null;
    Object value = null;
    while (nextChild()) {
      String name = in.getLocalName();
      if (name.equals(localPart(keyMember.xmlName()))) {
        key = (String) value(keyMember);
      } else if (name.equals(localPart(valueMember.xmlName()))) {
        value = value(valueMember);
      } else {
        skip();
      }
      leave();
    }
    if (key == null || value == null) {
      throw new IllegalArgumentException("an entry of a map lacks its key or value");
    }
    values.put(key, value);
  }

  /**
   * Goes to the next child of the current element; false at the element's end. Text between
   * children is passed over.
   */
  private boolean nextChild() throws XMLStreamException {
    while (true) {
      switch (in.next()) {
        case XMLStreamConstants.START_ELEMENT -> {
          depth++;
          elements++;
          if (depth > MAX_DEPTH || elements > MAX_ELEMENTS) {
            throw new IllegalArgumentException("the document is nested too deep or too long");
          }
          return true;
        }
        case XMLStreamConstants.END_ELEMENT -> {
          return false;
        }
        case XMLStreamConstants.ENTITY_REFERENCE ->
            throw new IllegalArgumentException("entities are not allowed");
        default -> {
          // white space, comments and text that no member holds
        }
      }
    }
  }

  private void leave() {
    depth--;
  }

  private void skip() throws XMLStreamException {
    int open = 0;
    while (open >= 0) {
      if (nextChild()) {
        open++;
      } else {
        open--;
        if (open >= 0) {
          leave();
        }
      }
    }
  }

  private static void checkUnion(Struct union) {
    int set = 0;
    for (Member member : union.shape().members()) {
      if (union.get(member) != null) {
        set++;
      }
    }
    if (set > 1) {
      throw new IllegalArgumentException("more than one member of a union is set");
    }
  }

  private static String localPart(String name) {
    int colon = name.indexOf(':');
    return colon < 0 ? name : name.substring(colon + 1);
  }
}
