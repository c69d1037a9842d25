package io.nephele.wire.xml;

import io.nephele.model.Member;
import io.nephele.model.ShapeType;
import io.nephele.model.Struct;
import io.nephele.model.TimestampFormat;
import io.nephele.model.XmlNamespace;
import java.util.List;
import java.util.Map;

/**
 * Writes values of the model as XML elements: restXml bodies and the responses of the query
 * protocols.
 */
public final class XmlStructWriter {
  private final XmlWriter out;

  /** A writer of restXml and awsQuery. */
  public XmlStructWriter(XmlWriter out) {
    this.out = out;
  }

  /** Writes the namespace of a document's element, and those members that are its attributes. */
  public void root(Struct struct, XmlNamespace memberNamespace) {
    namespace(memberNamespace == null ? struct.shape().xmlNamespace() : memberNamespace);
    attributes(struct);
  }

  private void attributes(Struct struct) {
    for (Member member : struct.shape().members()) {
      Object value = struct.get(member);
      if (value != null && member.xmlAttribute()) {
        out.attribute(member.xmlName(), text(member, value));
      }
    }
  }

  /** Writes those of the members that are set and are no attributes. */
  public void members(Struct struct, List<Member> members) {
    for (Member member : members) {
      Object value = struct.get(member);
      if (value != null && !member.xmlAttribute()) {
        member(member, value);
      }
    }
  }

  /** Writes a member under its name. */
  public void member(Member member, Object value) {
    ShapeType type = member.target().type();
    if (member.xmlFlattened() && type == ShapeType.LIST) {
      items(member, (List<?>) value, member.xmlName());
    } else if (member.xmlFlattened() && type == ShapeType.MAP) {
      entries(member, (Map<?, ?>) value, member.xmlName());
    } else {
      element(member, member.xmlName(), value);
    }
  }

  /** Writes a value as an element of that name; null as an empty element. */
  public void element(Member member, String name, Object value) {
    out.start(name);
    if (value == null) {
      out.end(name);
      return;
    }
    ShapeType type = member.target().type();
    if (type == ShapeType.STRUCTURE || type == ShapeType.UNION) {
      Struct struct = (Struct) value;
      namespace(
          member.xmlNamespace()); // a structure's own namespace holds only where it is a document
      attributes(struct);
      members(struct, struct.shape().members());
    } else {
      namespace(member.xmlNamespace());
      switch (type) {
        case LIST -> items(member, (List<?>) value, member.target().listMember().xmlName());
        case MAP -> entries(member, (Map<?, ?>) value, "entry");
        default -> out.text(text(member, value));
      }
    }
    out.end(name);
  }

  private void items(Member list, List<?> values, String name) {
    Member item = list.target().listMember();
    for (Object value : values) {
      element(item, name, value);
    }
  }

  private void entries(Member map, Map<?, ?> values, String name) {
    Member key = map.target().mapKey();
    Member item = map.target().mapValue();
    for (Map.Entry<?, ?> entry : values.entrySet()) {
      out.start(name);
      if (map.xmlFlattened()) {
        namespace(map.xmlNamespace());
      }
      element(key, key.xmlName(), entry.getKey());
      element(item, item.xmlName(), entry.getValue());
      out.end(name);
    }
  }

  private void namespace(XmlNamespace namespace) {
    if (namespace != null) {
      out.namespace(namespace.prefix(), namespace.uri());
    }
  }

  private String text(Member member, Object value) {
    return ScalarText.format(member, value, TimestampFormat.DATE_TIME);
  }
}
