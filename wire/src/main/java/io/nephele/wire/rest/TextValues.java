package io.nephele.wire.rest;

import io.nephele.model.Bytes;
import io.nephele.model.Shape;
import io.nephele.model.TimestampFormat;
import io.nephele.wire.Numbers;
import io.nephele.wire.Timestamps;
import java.time.Instant;
import java.util.Base64;

/** Simple values as labels of a path, query parameters and headers carry them. */
final class TextValues {
  private TextValues() {}

  /**
   * The value that a text is; an {@link IllegalArgumentException} where it is not of the shape's
   * type.
   */
  static Object parse(String text, Shape shape, TimestampFormat format) {
    return switch (shape.type()) {
      case STRING, ENUM -> text;
      case BOOLEAN -> parseBoolean(text);
      case BYTE, SHORT, INTEGER, INT_ENUM, LONG, FLOAT, DOUBLE, BIG_INTEGER, BIG_DECIMAL ->
          Numbers.parse(text, shape.type());
      case BLOB -> Bytes.of(decodeBase64(text));
      case TIMESTAMP -> Timestamps.parse(text, format);
      default -> throw new IllegalStateException(shape + " cannot be bound to a text");
    };
  }

  /** The text of a value. */
  static String format(Object value, TimestampFormat format) {
    return switch (value) {
      case Instant time -> Timestamps.format(time, format);
      case Bytes bytes -> Base64.getEncoder().encodeToString(bytes.toArray());
      default -> value.toString();
    };
  }

  /** Base64 with all its padding. */
  static byte[] decodeBase64(String text) {
    if (text.length() % 4 != 0) {
      throw new IllegalArgumentException("not base64");
    }
    return Base64.getDecoder().decode(text);
  }

  private static boolean parseBoolean(String text) {
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new IllegalArgumentException("not a boolean");
    };
  }
}
