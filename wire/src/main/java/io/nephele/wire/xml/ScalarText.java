package io.nephele.wire.xml;

import io.nephele.model.Bytes;
import io.nephele.model.Member;
import io.nephele.model.Shape;
import io.nephele.model.TimestampFormat;
import io.nephele.wire.Numbers;
import java.time.Instant;
import java.util.Base64;

/** Simple values as the text that XML documents and query parameters carry. */
public final class ScalarText {
  private ScalarText() {}

  /**
   * The value that a text stands for.
   *
   * @param member the member, whose target is a simple type
   * @throws IllegalArgumentException if the text is not of that type
   */
  public static Object parse(Member member, String text) {
    Shape shape = member.target();
    return switch (shape.type()) {
      case STRING, ENUM -> text;
      case BLOB -> Bytes.of(Base64.getDecoder().decode(withoutWhitespace(text)));
      case BOOLEAN -> parseBoolean(text.strip());
      case BYTE, SHORT, INTEGER, INT_ENUM, LONG, FLOAT, DOUBLE, BIG_INTEGER, BIG_DECIMAL ->
          Numbers.parse(text.strip(), shape.type());
      case TIMESTAMP -> TimestampText.parse(text.strip(), member.timestampFormat());
      default -> throw new IllegalArgumentException(shape + " is not a simple type");
    };
  }

  /** The text of a value; timestamps in the member's format or else that one. */
  public static String format(Member member, Object value, TimestampFormat defaultFormat) {
    return switch (member.target().type()) {
      case BLOB -> Base64.getEncoder().encodeToString(((Bytes) value).toArray());
      case TIMESTAMP -> {
        TimestampFormat own = member.timestampFormat();
        yield TimestampText.format(
            (Instant) value, own == null ? defaultFormat : own, member.target().service());
      }
      default -> value.toString();
    };
  }

  private static boolean parseBoolean(String text) {
    if (text.equalsIgnoreCase("true")) {
      return true;
    }
    if (text.equalsIgnoreCase("false")) {
      return false;
    }
    throw new IllegalArgumentException("not a boolean");
  }

  private static String withoutWhitespace(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) <= ' ') {
        StringBuilder kept = new StringBuilder(text.length());
        for (int j = 0; j < text.length(); j++) {
          if (text.charAt(j) > ' ') {
            kept.append(text.charAt(j));
          }
        }
        return kept.toString();
      }
    }
    return text;
  }
}
