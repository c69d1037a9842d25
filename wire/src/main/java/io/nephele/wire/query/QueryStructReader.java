package io.nephele.wire.query;

import io.nephele.model.AwsException;
import io.nephele.model.Member;
import io.nephele.model.Shape;
import io.nephele.model.Struct;
import io.nephele.wire.xml.ScalarText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Makes values of the model from query parameters; what the two query protocols share. */
abstract class QueryStructReader {
  /** The name under which a structure's member stands. */
  abstract String name(Member member);

  /** The node whose children are the items of a list. */
  abstract QueryNode items(Member list, QueryNode node);

  /** The node whose children are the entries of a map. */
  abstract QueryNode entries(Member map, QueryNode node);

  /** The error of a value that is not of its member's type. */
  abstract AwsException wrongType(Member member, String value);

  /** The error of parameters whose form does not fit the member. */
  abstract AwsException wrongForm(Member member, String message);

  /** The structure whose members are the node's children. */
  final Struct struct(Shape shape, QueryNode node) {
    Struct struct = new Struct(shape);
    for (Member member : shape.members()) {
      QueryNode child = node.child(name(member));
      if (child != null) {
        struct.set(member, value(member, child));
      }
    }
    return struct.freeze();
  }

  private Object value(Member member, QueryNode node) {
    Shape target = member.target();
    return switch (target.type()) {
      case STRUCTURE -> struct(target, complex(member, node));
      case UNION -> union(member, complex(member, node));
      case LIST -> list(member, node);
      case MAP -> map(member, node);
      case DOCUMENT ->
          throw wrongForm(member, "Start of structure or map found where not expected");
      default -> scalar(member, node);
    };
  }

  private Object scalar(Member member, QueryNode node) {
    String text = node.value();
    if (text == null || !node.isLeaf()) {
      throw wrongForm(
          member,
          node.hasIndexes() || text == null && node.child("member") != null
              ? "Start of list found where not expected"
              : "Start of structure or map found where not expected");
    }
    try {
      return ScalarText.parse(member, text);
    } catch (IllegalArgumentException e) {
      throw wrongType(member, text);
    }
  }

  private QueryNode complex(Member member, QueryNode node) {
    if (node.isLeaf() && !node.value().isEmpty()) {
      throw wrongForm(member, "Unexpected complex element termination");
    }
    return node;
  }

  private Struct union(Member member, QueryNode node) {
    Struct union = struct(member.target(), node);
    int set = 0;
    for (Member alternative : union.shape().members()) {
      set += union.get(alternative) == null ? 0 : 1;
    }
    if (set > 1) {
      throw wrongForm(member, "More than one member of a union is set");
    }
    return union;
  }

  private List<Object> list(Member list, QueryNode node) {
    Member item = list.target().listMember();
    if (node.isLeaf()) {
      return single(list, node);
    }
    List<QueryNode> nodes = items(list, node).indexed();
    if (nodes == null) {
      throw wrongForm(list, "Unexpected list element termination");
    }
    List<Object> values = new ArrayList<>(nodes.size());
    for (QueryNode child : nodes) {
      values.add(value(item, child));
    }
    return values;
  }

  /**
   * A list without indexes: empty if there is no text; one item where that is a simple value, as
   * SQS takes {@code AttributeName=All}.
   */
  private List<Object> single(Member list, QueryNode node) {
    if (node.value().isEmpty()) {
      return List.of();
    }
    Member item = list.target().listMember();
    if (!list.xmlFlattened() || item.target().type().isAggregate()) {
      throw wrongForm(list, "Unexpected list element termination");
    }
    return List.of(scalar(item, node));
  }

  private Map<String, Object> map(Member map, QueryNode node) {
    Map<String, Object> values = new LinkedHashMap<>();
    if (node.isLeaf()) {
      complex(map, node);
      return values;
    }
    Shape shape = map.target();
    QueryNode container = entries(map, node);
    List<QueryNode> entries = container.indexed();
    if (entries == null && map.xmlFlattened() && !container.hasIndexes()) {
      entries = List.of(container); // one entry without an index, as SQS takes Attribute.Name and
      // Attribute.Value
    }
    if (entries == null) {
      throw wrongForm(map, "Unexpected complex element termination");
    }
    for (QueryNode entry : entries) {
      QueryNode key = entry.child(shape.mapKey().xmlName());
      QueryNode value = entry.child(shape.mapValue().xmlName());
      if (key == null || value == null) {
        throw wrongForm(map, "Unexpected complex element termination");
      }
      values.put((String) scalar(shape.mapKey(), key), value(shape.mapValue(), value));
    }
    return values;
  }
}
