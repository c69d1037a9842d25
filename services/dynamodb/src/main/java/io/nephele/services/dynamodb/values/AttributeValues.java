package io.nephele.services.dynamodb.values;

import io.nephele.api.dynamodb.AttributeValue;
import io.nephele.api.dynamodb.Dynamodb;
import io.nephele.api.dynamodbstreams.Dynamodbstreams;
import io.nephele.model.AwsException;
import io.nephele.model.Bytes;
import io.nephele.model.Shape;
import io.nephele.model.Struct;
import io.nephele.model.View;
import io.nephele.services.dynamodb.values.Value.B;
import io.nephele.services.dynamodb.values.Value.BOOL;
import io.nephele.services.dynamodb.values.Value.BS;
import io.nephele.services.dynamodb.values.Value.L;
import io.nephele.services.dynamodb.values.Value.M;
import io.nephele.services.dynamodb.values.Value.N;
import io.nephele.services.dynamodb.values.Value.NS;
import io.nephele.services.dynamodb.values.Value.NULL;
import io.nephele.services.dynamodb.values.Value.S;
import io.nephele.services.dynamodb.values.Value.SS;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Values to and from the API's {@code AttributeValue}. What comes from callers is checked on the
 * way, in AWS's words and order; what goes to them is written in DynamoDB's own API or in that of
 * its streams.
 */
public final class AttributeValues {
  /** How many levels of lists and maps a value may have in it, itself included. */
  static final int MAX_DEPTH = 31;

  private static final String TOO_DEEP =
      "Nesting Levels have exceeded supported limits: Attributes in the item have nested levels"
          + " beyond supported limit";

  // The slots of AttributeValue, the same in both APIs.
  private static final int SLOT_S = 0;
  private static final int SLOT_N = 1;
  private static final int SLOT_B = 2;
  private static final int SLOT_SS = 3;
  private static final int SLOT_NS = 4;
  private static final int SLOT_BS = 5;
  private static final int SLOT_M = 6;
  private static final int SLOT_L = 7;
  private static final int SLOT_NULL = 8;
  private static final int SLOT_BOOL = 9;
  private static final int SLOTS = 10;

  /** Writes values for DynamoDB's API. */
  public static final AttributeValues DYNAMODB =
      new AttributeValues(Dynamodb.shape("AttributeValue"));

  /** Writes values for the API of streams. */
  public static final AttributeValues STREAMS =
      new AttributeValues(Dynamodbstreams.shape("AttributeValue"));

  private final Shape shape;

  private AttributeValues(Shape shape) {
    this.shape = shape;
  }

  /**
   * The value that a caller gave.
   *
   * @throws io.nephele.model.AwsException if it is none, in AWS's words
   */
  public static Value read(AttributeValue value) {
    return read(value.struct(), 0);
  }

  /**
   * The item, key or part of one that a caller gave, its attributes in their order.
   *
   * @throws io.nephele.model.AwsException if a value is none, in AWS's words
   */
  public static Map<String, Value> read(Map<String, ? extends View> item) {
    Map<String, Value> values = LinkedHashMap.newLinkedHashMap(item.size());
    for (Map.Entry<String, ? extends View> attribute : item.entrySet()) {
      values.put(attribute.getKey(), read(attribute.getValue().struct(), 0));
    }
    return values;
  }

  /**
   * The item in a slot of a request, for those who want no views made: {@code
   * readSlot(in.struct().get("Item"))}.
   *
   * @throws io.nephele.model.AwsException if a value is none, in AWS's words
   */
  public static Map<String, Value> readSlot(Object slot) {
    return readMap(slot, 0);
  }

  private static Value read(Struct struct, int depth) {
    Value value = null;
    int set = 0;
    for (int slot = 0; slot < SLOTS; slot++) {
      Object given = struct.get(slot);
      if (given != null) {
        value = read(slot, given, depth);
        set++;
      }
    }
    if (set == 0) {
      throw Validation.error(
          "Supplied AttributeValue is empty, must contain exactly one of the supported datatypes");
    }
    if (set > 1) {
      throw Validation.error(
          "Supplied AttributeValue has more than one datatypes set, must contain exactly one of the"
              + " supported datatypes");
    }
    return value;
  }

  private static Value read(int slot, Object given, int depth) {
    return switch (slot) {
      case SLOT_S -> new S((String) given);
      case SLOT_N -> Numbers.parse((String) given);
      case SLOT_B -> new B((Bytes) given);
      case SLOT_SS -> texts((List<?>) given);
      case SLOT_NS -> numbers((List<?>) given);
      case SLOT_BS -> bytes((List<?>) given);
      case SLOT_M -> new M(readMap(given, deeper(depth)));
      case SLOT_L -> new L(readList((List<?>) given, deeper(depth)));
      case SLOT_NULL -> nothing((Boolean) given);
      case SLOT_BOOL -> BOOL.of((Boolean) given);
      default -> throw new IllegalStateException("AttributeValue has no slot " + slot);
    };
  }

  private static NULL nothing(boolean given) {
    if (!given) {
      throw Validation.parameters("Null attribute value types must have the value of true");
    }
    return NULL.VALUE;
  }

  private static int deeper(int depth) {
    if (depth == MAX_DEPTH) {
      throw tooDeep();
    }
    return depth + 1;
  }

  /**
   * Refuses a value that became nested too deeply.
   *
   * @throws io.nephele.model.AwsException in AWS's words
   */
  public static void requireDepth(Value value) {
    requireDepth(value, 0);
  }

  private static void requireDepth(Value value, int depth) {
    if (value instanceof M map) {
      int inner = deeper(depth);
      for (Value each : map.values().values()) {
        requireDepth(each, inner);
      }
    } else if (value instanceof L list) {
      int inner = deeper(depth);
      for (Value each : list.values()) {
        requireDepth(each, inner);
      }
    }
  }

  /** AWS's refusal of values that are nested too deeply. */
  public static AwsException tooDeep() {
    return Validation.error(TOO_DEEP);
  }

  /** Whether an error is that of a value that is nested too deeply. */
  public static boolean isTooDeep(AwsException e) {
    return TOO_DEEP.equals(e.getMessage());
  }

  private static Map<String, Value> readMap(Object given, int depth) {
    Map<?, ?> map = (Map<?, ?>) given;
    Map<String, Value> values = LinkedHashMap.newLinkedHashMap(map.size());
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      values.put((String) entry.getKey(), read((Struct) entry.getValue(), depth));
    }
    return values;
  }

  private static List<Value> readList(List<?> given, int depth) {
    List<Value> values = new ArrayList<>(given.size());
    for (Object each : given) {
      values.add(read((Struct) each, depth));
    }
    return values;
  }

  private static SS texts(List<?> given) {
    List<String> texts = new ArrayList<>(given.size());
    for (Object each : given) {
      texts.add((String) each);
    }
    if (texts.isEmpty()) {
      throw Validation.parameters("An string set  may not be empty");
    }
    SS set = ValueSets.texts(texts);
    if (set == null) {
      StringBuilder quoted = new StringBuilder("[");
      for (String text : texts) {
        quoted.append(quoted.length() > 1 ? ", " : "").append('"').append(text).append('"');
      }
      throw Validation.parameters("Input collection " + quoted + "] contains duplicates.");
    }
    return set;
  }

  private static NS numbers(List<?> given) {
    if (given.isEmpty()) {
      throw Validation.parameters("An number set  may not be empty");
    }
    List<N> numbers = new ArrayList<>(given.size());
    for (Object each : given) {
      numbers.add(Numbers.parse((String) each));
    }
    NS set = ValueSets.numbers(numbers);
    if (set == null) {
      throw Validation.error("Input collection contains duplicates");
    }
    return set;
  }

  private static BS bytes(List<?> given) {
    if (given.isEmpty()) {
      throw Validation.parameters("Binary sets should not be empty");
    }
    List<Bytes> runs = new ArrayList<>(given.size());
    for (Object each : given) {
      runs.add((Bytes) each);
    }
    BS set = ValueSets.bytes(runs);
    if (set == null) {
      StringBuilder texts = new StringBuilder("[");
      for (Bytes run : runs) {
        texts
            .append(texts.length() > 1 ? ", " : "")
            .append(Base64.getEncoder().encodeToString(run.toArray()));
      }
      throw Validation.parameters("Input collection " + texts + "]of type BS contains duplicates.");
    }
    return set;
  }

  /** The value for an answer, as the struct that a view of this API is made of. */
  public Struct struct(Value value) {
    Struct struct = new Struct(shape);
    switch (value) {
      case S text -> struct.set(SLOT_S, text.value());
      case N number -> struct.set(SLOT_N, number.text());
      case B bytes -> struct.set(SLOT_B, bytes.value());
      case BOOL bool -> struct.set(SLOT_BOOL, bool.value());
      case NULL nothing -> struct.set(SLOT_NULL, Boolean.TRUE);
      case SS set -> struct.set(SLOT_SS, set.values());
      case NS set -> {
        List<String> texts = new ArrayList<>(set.values().size());
        for (N number : set.values()) {
          texts.add(number.text());
        }
        struct.set(SLOT_NS, texts);
      }
      case BS set -> struct.set(SLOT_BS, set.values());
      case L list -> {
        List<Struct> structs = new ArrayList<>(list.values().size());
        for (Value each : list.values()) {
          structs.add(struct(each));
        }
        struct.set(SLOT_L, structs);
      }
      case M map -> struct.set(SLOT_M, structs(map.values()));
    }
    return struct;
  }

  /**
   * An item for a slot of an answer: {@code out.struct().set("Item",
   * AttributeValues.DYNAMODB.structs(item))}.
   */
  public Map<String, Struct> structs(Map<String, Value> item) {
    Map<String, Struct> structs = LinkedHashMap.newLinkedHashMap(item.size());
    for (Map.Entry<String, Value> attribute : item.entrySet()) {
      structs.put(attribute.getKey(), struct(attribute.getValue()));
    }
    return structs;
  }

  /** The value as a view of DynamoDB's API. */
  public static AttributeValue view(Value value) {
    return new AttributeValue(DYNAMODB.struct(value));
  }

  /** The item as views of DynamoDB's API; null for null. */
  public static Map<String, AttributeValue> views(Map<String, Value> item) {
    if (item == null) {
      return null;
    }
    Map<String, AttributeValue> views = LinkedHashMap.newLinkedHashMap(item.size());
    for (Map.Entry<String, Value> attribute : item.entrySet()) {
      views.put(attribute.getKey(), view(attribute.getValue()));
    }
    return views;
  }

  /** The item as views of the API of streams; null for null. */
  public static Map<String, io.nephele.api.dynamodbstreams.AttributeValue> streamViews(
      Map<String, Value> item) {
    if (item == null) {
      return null;
    }
    Map<String, io.nephele.api.dynamodbstreams.AttributeValue> views =
        LinkedHashMap.newLinkedHashMap(item.size());
    for (Map.Entry<String, Value> attribute : item.entrySet()) {
      views.put(
          attribute.getKey(),
          new io.nephele.api.dynamodbstreams.AttributeValue(STREAMS.struct(attribute.getValue())));
    }
    return views;
  }
}
