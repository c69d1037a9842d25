package io.nephele.wire.query;

import io.nephele.model.AwsException;
import io.nephele.model.Member;
import io.nephele.model.ShapeType;

/** The form of ec2Query: capitalised names, lists always flattened. */
final class Ec2QueryStructReader extends QueryStructReader {
  @Override
  String name(Member member) {
    return parameterName(member);
  }

  static String parameterName(Member member) {
    String own = member.ec2QueryName();
    if (own != null) {
      return own;
    }
    String name = member.xmlName();
    char first = name.charAt(0);
    return first >= 'a' && first <= 'z' ? Character.toUpperCase(first) + name.substring(1) : name;
  }

  @Override
  QueryNode items(Member list, QueryNode node) {
    return node;
  }

  @Override
  QueryNode entries(Member map, QueryNode node) {
    return node;
  }

  @Override
  AwsException wrongType(Member member, String value) {
    return AwsException.client(
        "InvalidParameterValue",
        400,
        "Value ("
            + AwsQueryStructReader.shown(value)
            + ") for parameter "
            + member.name()
            + " is invalid. "
            + expectation(member.target().type()));
  }

  @Override
  AwsException wrongForm(Member member, String message) {
    return AwsException.client(
        "InvalidParameterValue", 400, "Invalid format for parameter " + parameterName(member));
  }

  private static String expectation(ShapeType type) {
    return switch (type) {
      case BOOLEAN -> "Expected a boolean value: true or false.";
      case TIMESTAMP -> "Expected a timestamp in ISO 8601 format.";
      case BLOB -> "Expected Base64-encoded data.";
      case FLOAT, DOUBLE, BIG_DECIMAL -> "Expected a number.";
      default -> "Expected an integer.";
    };
  }
}
