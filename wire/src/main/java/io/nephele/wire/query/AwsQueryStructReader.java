package io.nephele.wire.query;

import io.nephele.model.AwsException;
import io.nephele.model.Member;

/**
 * The form of awsQuery: {@code List.member.1}, {@code Map.entry.1.key}, and without {@code member}
 * and {@code entry} where flattened.
 */
final class AwsQueryStructReader extends QueryStructReader {
  @Override
  String name(Member member) {
    return member.xmlName();
  }

  @Override
  QueryNode items(Member list, QueryNode node) {
    return container(list, node, list.target().listMember().xmlName());
  }

  @Override
  QueryNode entries(Member map, QueryNode node) {
    return container(map, node, "entry");
  }

  /** The form that the model says, or else the other: AWS understands both. */
  private static QueryNode container(Member member, QueryNode node, String wrapper) {
    QueryNode wrapped = node.child(wrapper);
    if (wrapped == null && !wrapper.equals("member")) {
      wrapped = node.child("member");
    }
    if (member.xmlFlattened()) {
      return wrapped == null || node.hasIndexes() ? node : wrapped;
    }
    return wrapped == null ? node : wrapped;
  }

  @Override
  AwsException wrongType(Member member, String value) {
    return malformed("Unable to parse '" + shown(value) + "' as " + typeName(member));
  }

  @Override
  AwsException wrongForm(Member member, String message) {
    return malformed(message);
  }

  private static AwsException malformed(String message) {
    return AwsException.client("MalformedInput", 400, message);
  }

  private static String typeName(Member member) {
    return member.target().type().name().toLowerCase(java.util.Locale.ROOT);
  }

  /** A value in a message, cut where it is long. */
  static String shown(String value) {
    return value.length() <= 100 ? value : value.substring(0, 100) + "...";
  }
}
