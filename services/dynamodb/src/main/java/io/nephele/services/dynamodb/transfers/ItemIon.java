package io.nephele.services.dynamodb.transfers;

import com.amazon.ion.IonException;
import com.amazon.ion.IonReader;
import com.amazon.ion.IonType;
import com.amazon.ion.IonWriter;
import com.amazon.ion.system.IonTextWriterBuilder;
import io.nephele.model.AwsException;
import io.nephele.model.Bytes;
import io.nephele.services.dynamodb.values.Numbers;
import io.nephele.services.dynamodb.values.Value;
import io.nephele.services.dynamodb.values.ValueSets;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Items as Amazon Ion: numbers are decimals, bytes are blobs, and sets are lists with an annotation
 * that says of what.
 */
final class ItemIon {
  private static final String VERSION = "$ion_1_0 ";
  private static final String TEXTS = "$dynamodb_SS";
  private static final String NUMBERS = "$dynamodb_NS";
  private static final String BLOBS = "$dynamodb_BS";
  private static final int DEEPEST = 32;

  /** A number has 38 digits at most; more than that would only be work. */
  private static final int MOST_DIGITS = 100;

  private ItemIon() {}

  /** A line of a file: the item under its name. */
  static String line(String name, Map<String, Value> item) {
    return line(name, ion -> struct(ion, item));
  }

  /**
   * A line of a file of changes.
   *
   * @param micros when it was changed, in microseconds since 1970
   * @param before left out if null
   * @param after left out if null
   */
  static String change(
      long micros, Map<String, Value> key, Map<String, Value> before, Map<String, Value> after) {
    return line(
        "Record",
        ion -> {
          ion.stepIn(IonType.STRUCT);
          ion.setFieldName("Metadata");
          ion.stepIn(IonType.STRUCT);
          ion.setFieldName("WriteTimestampMicros");
          ion.writeDecimal(BigDecimal.valueOf(micros));
          ion.stepOut();
          image(ion, "Keys", key);
          image(ion, "OldImage", before);
          image(ion, "NewImage", after);
          ion.stepOut();
        });
  }

  /** Writes a part of a line. */
  private interface Part {
    void write(IonWriter ion) throws IOException;
  }

  private static String line(String name, Part content) {
    StringBuilder text = new StringBuilder(VERSION);
    try (IonWriter ion = IonTextWriterBuilder.minimal().build(text)) {
      ion.stepIn(IonType.STRUCT);
      ion.setFieldName(name);
      content.write(ion);
      ion.stepOut();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  private static void image(IonWriter ion, String name, Map<String, Value> item)
      throws IOException {
    if (item != null) {
      ion.setFieldName(name);
      struct(ion, item);
    }
  }

  private static void struct(IonWriter ion, Map<String, Value> item) throws IOException {
    ion.stepIn(IonType.STRUCT);
    for (Map.Entry<String, Value> attribute : item.entrySet()) {
      ion.setFieldName(attribute.getKey());
      value(ion, attribute.getValue());
    }
    ion.stepOut();
  }

  private static void value(IonWriter ion, Value value) throws IOException {
    switch (value) {
      case Value.S text -> ion.writeString(text.value());
      case Value.N number -> ion.writeDecimal(decimal(number));
      case Value.B bytes -> ion.writeBlob(bytes.value().toArray());
      case Value.BOOL bool -> ion.writeBool(bool.value());
      case Value.NULL nothing -> ion.writeNull();
      case Value.M map -> struct(ion, map.values());
      case Value.L list -> {
        ion.stepIn(IonType.LIST);
        for (Value each : list.values()) {
          value(ion, each);
        }
        ion.stepOut();
      }
      case Value.SS set -> {
        begin(ion, TEXTS);
        for (String each : set.values()) {
          ion.writeString(each);
        }
        ion.stepOut();
      }
      case Value.NS set -> {
        begin(ion, NUMBERS);
        for (Value.N each : set.values()) {
          ion.writeDecimal(decimal(each));
        }
        ion.stepOut();
      }
      case Value.BS set -> {
        begin(ion, BLOBS);
        for (Bytes each : set.values()) {
          ion.writeBlob(each.toArray());
        }
        ion.stepOut();
      }
    }
  }

  private static void begin(IonWriter ion, String annotation) throws IOException {
    ion.addTypeAnnotation(annotation);
    ion.stepIn(IonType.LIST);
  }

  private static BigDecimal decimal(Value.N number) {
    return new BigDecimal(number.text());
  }

  /**
   * The item that the reader is at.
   *
   * @return null if it is none
   * @throws IonException if it is no Ion
   */
  static Map<String, Value> item(IonReader ion) {
    if (ion.getType() != IonType.STRUCT || ion.isNullValue()) {
      return null;
    }
    Map<String, Value> item = null;
    ion.stepIn();
    for (IonType type = ion.next(); type != null; type = ion.next()) {
      if ("Item".equals(ion.getFieldName()) && type == IonType.STRUCT) {
        item = readable(ion);
      }
    }
    ion.stepOut();
    return item;
  }

  private static Map<String, Value> readable(IonReader ion) {
    int depth = ion.getDepth();
    try {
      return struct(ion, 0);
    } catch (IllegalArgumentException | AwsException e) {
      while (ion.getDepth() > depth) {
        ion.stepOut();
      }
      return null;
    }
  }

  private static Map<String, Value> struct(IonReader ion, int depth) {
    Map<String, Value> item = new LinkedHashMap<>();
    ion.stepIn();
    for (IonType type = ion.next(); type != null; type = ion.next()) {
      item.put(ion.getFieldName(), value(ion, type, depth));
    }
    ion.stepOut();
    return item;
  }

  private static Value value(IonReader ion, IonType type, int depth) {
    if (depth > DEEPEST) {
      throw new IllegalArgumentException("too deep");
    }
    if (ion.isNullValue()) {
      return Value.NULL.VALUE;
    }
    return switch (type) {
      case BOOL -> Value.BOOL.of(ion.booleanValue());
      case INT, DECIMAL -> number(ion);
      case STRING, SYMBOL -> new Value.S(ion.stringValue());
      case BLOB, CLOB -> new Value.B(Bytes.of(ion.newBytes()));
      case STRUCT -> new Value.M(struct(ion, depth + 1));
      case LIST -> list(ion, depth + 1);
      default -> throw new IllegalArgumentException("no value of DynamoDB's: " + type);
    };
  }

  private static Value.N number(IonReader ion) {
    BigDecimal number =
        ion.getType() == IonType.INT
            ? new BigDecimal(ion.bigIntegerValue())
            : ion.bigDecimalValue();
    if (number.precision() > MOST_DIGITS) {
      throw new IllegalArgumentException("too many digits");
    }
    return Numbers.of(number);
  }

  private static Value list(IonReader ion, int depth) {
    String[] annotations = ion.getTypeAnnotations();
    String set = annotations.length == 1 ? annotations[0] : "";
    List<Value> values = new ArrayList<>();
    ion.stepIn();
    for (IonType type = ion.next(); type != null; type = ion.next()) {
      values.add(value(ion, type, depth));
    }
    ion.stepOut();
    return switch (set) {
      case TEXTS ->
          ValueSets.texts(all(values, Value.S.class).stream().map(Value.S::value).toList());
      case NUMBERS -> ValueSets.numbers(all(values, Value.N.class));
      case BLOBS ->
          ValueSets.bytes(all(values, Value.B.class).stream().map(Value.B::value).toList());
      default -> new Value.L(values);
    };
  }

  private static <T extends Value> List<T> all(List<Value> values, Class<T> type) {
    List<T> all = new ArrayList<>(values.size());
    for (Value value : values) {
      if (!type.isInstance(value)) {
        throw new IllegalArgumentException("a set of mixed types");
      }
      all.add(type.cast(value));
    }
    return all;
  }
}
