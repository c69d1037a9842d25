package io.nephele.wire.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.nephele.model.AwsException;
import io.nephele.model.Bytes;
import io.nephele.model.Document;
import io.nephele.model.Member;
import io.nephele.model.Shape;
import io.nephele.model.ShapeType;
import io.nephele.model.Struct;
import io.nephele.model.TimestampFormat;
import io.nephele.wire.Numbers;
import io.nephele.wire.SerializationErrors;
import io.nephele.wire.Timestamps;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads JSON by the model: what has not the type of its shape is an error in the words of AWS's own
 * parser. CBOR is read likewise but for the types that JSON has not.
 */
public class StructReader {
  private static final int MAX_DOCUMENT_DEPTH = 100;

  /** DynamoDB takes values of no type or of many for invalid requests and says so itself. */
  private static final String ATTRIBUTE_VALUE = "AttributeValue";

  private final boolean jsonNames;

  /** A reader of the members' own names or of those that the model gives for JSON. */
  public StructReader(boolean jsonNames) {
    this.jsonNames = jsonNames;
  }

  /** Reads those members of the object whose start the parser is at. */
  public final void readStructure(JsonParser parser, Struct into, List<Member> members)
      throws IOException {
    Shape shape = into.shape();
    boolean all = members.size() == shape.members().size();
    String name;
    while ((name = parser.nextFieldName()) != null) {
      JsonToken token = parser.nextToken();
      Member member = jsonNames ? shape.memberByJsonName(name) : shape.member(name);
      if (member == null || !all && !members.contains(member)) {
        parser.skipChildren();
      } else if (token != JsonToken.VALUE_NULL) {
        into.set(member, readValue(parser, member));
      }
    }
    requireEnd(parser, JsonToken.END_OBJECT);
  }

  /** Reads the value that the parser is at, which is not null. */
  public final Object readValue(JsonParser parser, Member member) throws IOException {
    Shape shape = member.target();
    JsonToken token = parser.currentToken();
    return switch (shape.type()) {
      case STRING, ENUM -> {
        if (token != JsonToken.VALUE_STRING) {
          throw wrongType(token, "String");
        }
        yield wellFormed(parser.getText());
      }
      case BOOLEAN ->
          switch (token) {
            case VALUE_TRUE -> Boolean.TRUE;
            case VALUE_FALSE -> Boolean.FALSE;
            default -> throw wrongType(token, "Boolean");
          };
      case BYTE -> readInteger(parser, token, shape.type(), "Byte");
      case SHORT -> readInteger(parser, token, shape.type(), "Short");
      case INTEGER, INT_ENUM -> readInteger(parser, token, shape.type(), "Integer");
      case LONG -> readInteger(parser, token, shape.type(), "Long");
      case FLOAT -> {
        try {
          yield Numbers.toFloat(readDouble(parser, token, "Float"));
        } catch (IllegalArgumentException e) {
          throw outOfRange("Float");
        }
      }
      case DOUBLE -> readDouble(parser, token, "Double");
      case BIG_INTEGER -> {
        if (token != JsonToken.VALUE_NUMBER_INT) {
          throw wrongType(token, "BigInteger");
        }
        yield parser.getBigIntegerValue();
      }
      case BIG_DECIMAL -> readDecimal(parser, token);
      case BLOB -> readBlob(parser, token);
      case TIMESTAMP -> readTimestamp(parser, token, member.timestampFormat());
      case DOCUMENT -> new Document(readDocument(parser, 0));
      case LIST -> readList(parser, token, shape);
      case MAP -> readMap(parser, token, shape);
      case STRUCTURE -> {
        if (token != JsonToken.START_OBJECT) {
          throw SerializationErrors.of(unexpectedStructure(token));
        }
        Struct struct = new Struct(shape);
        readStructure(parser, struct, shape.members());
        yield struct.freeze();
      }
      case UNION -> readUnion(parser, token, shape);
    };
  }

  private List<Object> readList(JsonParser parser, JsonToken start, Shape shape)
      throws IOException {
    if (start != JsonToken.START_ARRAY) {
      throw SerializationErrors.of(
          start == JsonToken.START_OBJECT
              ? "Start of structure or map found where not expected."
              : "Expected list or null");
    }
    Member item = shape.listMember();
    List<Object> list = new ArrayList<>();
    JsonToken token;
    while ((token = parser.nextToken()) != JsonToken.END_ARRAY) {
      if (token == JsonToken.VALUE_NULL) {
        list.add(nullItem(shape, item));
      } else {
        list.add(readValue(parser, item));
      }
    }
    return list;
  }

  private Map<String, Object> readMap(JsonParser parser, JsonToken start, Shape shape)
      throws IOException {
    if (start != JsonToken.START_OBJECT) {
      throw SerializationErrors.of(
          start == JsonToken.START_ARRAY
              ? "Start of list found where not expected"
              : "Expected map or null");
    }
    Member value = shape.mapValue();
    Map<String, Object> map = new LinkedHashMap<>();
    String key;
    while ((key = parser.nextFieldName()) != null) {
      JsonToken token = parser.nextToken();
      if (token == JsonToken.VALUE_NULL) {
        map.put(wellFormed(key), nullItem(shape, value));
      } else {
        map.put(wellFormed(key), readValue(parser, value));
      }
    }
    requireEnd(parser, JsonToken.END_OBJECT);
    return map;
  }

  private static Object nullItem(Shape collection, Member item) {
    if (collection.sparse()) {
      return null;
    }
    if (item.target().type() == ShapeType.DOCUMENT) {
      return new Document(null);
    }
    throw SerializationErrors.of("Unexpected null in a collection of " + item.target().type());
  }

  private Struct readUnion(JsonParser parser, JsonToken start, Shape shape) throws IOException {
    if (start != JsonToken.START_OBJECT) {
      throw SerializationErrors.of(unexpectedStructure(start));
    }
    Struct union = new Struct(shape);
    int members = 0;
    String name;
    while ((name = parser.nextFieldName()) != null) {
      JsonToken token = parser.nextToken();
      Member member = jsonNames ? shape.memberByJsonName(name) : shape.member(name);
      if (token == JsonToken.VALUE_NULL || member == null && name.equals("__type")) {
        parser.skipChildren();
        continue;
      }
      members++;
      if (member == null) {
        parser.skipChildren();
      } else {
        union.set(member, readValue(parser, member));
      }
    }
    requireEnd(parser, JsonToken.END_OBJECT);
    boolean one = members == 1 && union.unionMember() != null;
    if (!one && !shape.name().equals(ATTRIBUTE_VALUE)) {
      throw SerializationErrors.of("Exactly one member of " + shape.name() + " must be set");
    }
    return union.freeze();
  }

  private static Object readInteger(
      JsonParser parser, JsonToken token, ShapeType type, String typeName) throws IOException {
    if (token != JsonToken.VALUE_NUMBER_INT) {
      if (token == JsonToken.VALUE_NUMBER_FLOAT && isWhole(parser)) {
        return ofLong(parser.getDecimalValue().longValue(), type, typeName);
      }
      throw wrongType(token, typeName);
    }
    JsonParser.NumberType size = parser.getNumberType();
    if (size == JsonParser.NumberType.BIG_INTEGER) {
      throw outOfRange(typeName);
    }
    return ofLong(parser.getLongValue(), type, typeName);
  }

  private static Object ofLong(long value, ShapeType type, String typeName) {
    try {
      return Numbers.ofLong(value, type);
    } catch (IllegalArgumentException e) {
      throw outOfRange(typeName);
    }
  }

  /** Some clients write whole numbers as 10.0 or 1e3. */
  private static boolean isWhole(JsonParser parser) throws IOException {
    BigDecimal value = parser.getDecimalValue();
    long magnitude = (long) value.precision() - value.scale();
    return magnitude <= 18 && value.signum() != 0 && Math.abs((long) value.scale()) <= 40
        ? value.stripTrailingZeros().scale() <= 0
        : value.signum() == 0;
  }

  /** Reads a number that may be infinite or not a number, which JSON has as texts. */
  protected double readDouble(JsonParser parser, JsonToken token, String typeName)
      throws IOException {
    switch (token) {
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> {
        double value = parser.getDoubleValue();
        if (Double.isInfinite(value)) {
          throw outOfRange(typeName);
        }
        return value;
      }
      case VALUE_STRING -> {
        return switch (parser.getText()) {
          case "NaN" -> Double.NaN;
          case "Infinity" -> Double.POSITIVE_INFINITY;
          case "-Infinity" -> Double.NEGATIVE_INFINITY;
          default -> throw wrongType(token, typeName);
        };
      }
      default -> throw wrongType(token, typeName);
    }
  }

  private static BigDecimal readDecimal(JsonParser parser, JsonToken token) throws IOException {
    if (token != JsonToken.VALUE_NUMBER_INT && token != JsonToken.VALUE_NUMBER_FLOAT) {
      throw wrongType(token, "BigDecimal");
    }
    try {
      return Numbers.bounded(parser.getDecimalValue());
    } catch (IllegalArgumentException e) {
      throw outOfRange("BigDecimal");
    }
  }

  /** Reads bytes, which JSON has as base64. */
  protected Bytes readBlob(JsonParser parser, JsonToken token) throws IOException {
    if (token != JsonToken.VALUE_STRING) {
      throw wrongType(token, "Blob");
    }
    try {
      return Bytes.of(parser.getBinaryValue());
    } catch (com.fasterxml.jackson.core.JacksonException | IllegalArgumentException e) {
      throw SerializationErrors.of("Invalid base64 encoding");
    }
  }

  /** Reads a timestamp: seconds, or a text where the model gives such a format. */
  protected Instant readTimestamp(JsonParser parser, JsonToken token, TimestampFormat format)
      throws IOException {
    boolean number = format == null || format == TimestampFormat.EPOCH_SECONDS;
    try {
      switch (token) {
        case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> {
          if (number) {
            return Timestamps.ofEpochSeconds(parser.getDecimalValue());
          }
        }
        case VALUE_STRING -> {
          if (!number) {
            return Timestamps.parse(parser.getText(), format);
          }
        }
        default -> {
          // refused below
        }
      }
    } catch (IllegalArgumentException e) {
      throw SerializationErrors.of("Invalid timestamp: " + e.getMessage());
    }
    throw wrongType(token, "Timestamp");
  }

  private static Object readDocument(JsonParser parser, int depth) throws IOException {
    JsonToken token = parser.currentToken();
    if (depth > MAX_DOCUMENT_DEPTH) {
      throw SerializationErrors.of("A document is nested too deeply");
    }
    return switch (token) {
      case START_OBJECT -> {
        Map<String, Object> map = new LinkedHashMap<>();
        String name;
        while ((name = parser.nextFieldName()) != null) {
          parser.nextToken();
          map.put(wellFormed(name), readDocument(parser, depth + 1));
        }
        requireEnd(parser, JsonToken.END_OBJECT);
        yield map;
      }
      case START_ARRAY -> {
        List<Object> list = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          list.add(readDocument(parser, depth + 1));
        }
        yield list;
      }
      case VALUE_STRING -> wellFormed(parser.getText());
      case VALUE_NUMBER_INT -> parser.getNumberValue();
      case VALUE_NUMBER_FLOAT -> readDecimal(parser, token);
      case VALUE_TRUE -> Boolean.TRUE;
      case VALUE_FALSE -> Boolean.FALSE;
      case VALUE_NULL -> null;
      default -> throw SerializationErrors.of(null);
    };
  }

  /** Half a surrogate pair, which an escape can make, has no UTF-8 form to be answered in. */
  private static String wellFormed(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        if (i + 1 == text.length()
            || !Character.isSurrogatePair(text.charAt(i), text.charAt(i + 1))) {
          throw SerializationErrors.of(null);
        }
        i++;
      }
    }
    return text;
  }

  /** The parser gives no name both at an object's end and at the content's. */
  private static void requireEnd(JsonParser parser, JsonToken end) {
    if (parser.currentToken() != end) {
      throw SerializationErrors.of(null);
    }
  }

  /** What AWS says where a structure is wanted. */
  public static String unexpectedStructure(JsonToken found) {
    return found == JsonToken.START_ARRAY
        ? "Start of list found where not expected"
        : "Expected structure or null";
  }

  /** The error for a number that the type has not. */
  protected static AwsException outOfRange(String type) {
    return SerializationErrors.of("NUMBER_VALUE is out of range for " + type);
  }

  /** The error for a value of another type. */
  protected static AwsException wrongType(JsonToken found, String wanted) {
    String message =
        switch (found) {
          case START_OBJECT -> "Start of structure or map found where not expected.";
          case START_ARRAY -> "Start of list found where not expected";
          case VALUE_STRING -> "STRING_VALUE cannot be converted to " + wanted;
          case VALUE_NUMBER_INT -> "NUMBER_VALUE cannot be converted to " + wanted;
          case VALUE_NUMBER_FLOAT -> "DECIMAL_VALUE cannot be converted to " + wanted;
          case VALUE_TRUE -> "TRUE_VALUE cannot be converted to " + wanted;
          case VALUE_FALSE -> "FALSE_VALUE cannot be converted to " + wanted;
          default -> null;
        };
    return SerializationErrors.of(message);
  }
}
