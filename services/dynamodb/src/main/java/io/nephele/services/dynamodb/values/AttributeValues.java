package io.nephele.services.dynamodb.values;

import io.nephele.api.dynamodb.AttributeValue;
import io.nephele.api.dynamodb.Dynamodb;
import io.nephele.api.dynamodbstreams.Dynamodbstreams;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Values to and from the API's {@code AttributeValue}. What comes from callers is checked on the
 * way in the words of most operations ({@link ValueReader#CURRENT}); what goes to them is written
 * in DynamoDB's own API or in that of its streams.
 */
public final class AttributeValues {
  // The slots of AttributeValue, the same in both APIs.
  static final int SLOT_S = 0;
  static final int SLOT_N = 1;
  static final int SLOT_B = 2;
  static final int SLOT_SS = 3;
  static final int SLOT_NS = 4;
  static final int SLOT_BS = 5;
  static final int SLOT_M = 6;
  static final int SLOT_L = 7;
  static final int SLOT_NULL = 8;
  static final int SLOT_BOOL = 9;
  static final int SLOTS = 10;

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
    return ValueReader.CURRENT.read(value);
  }

  /**
   * The item, key or part of one that a caller gave, its attributes in their order.
   *
   * @throws io.nephele.model.AwsException if a value is none, in AWS's words
   */
  public static Map<String, Value> read(Map<String, ? extends View> item) {
    return ValueReader.CURRENT.read(item);
  }

  /**
   * The item in a slot of a request, for those who want no views made: {@code
   * readSlot(in.struct().get("Item"))}.
   *
   * @throws io.nephele.model.AwsException if a value is none, in AWS's words
   */
  public static Map<String, Value> readSlot(Object slot) {
    return ValueReader.CURRENT.readSlot(slot);
  }

  /**
   * Refuses a value that became nested too deeply.
   *
   * @throws io.nephele.model.AwsException in AWS's words
   */
  public static void requireDepth(Value value) {
    ValueReader.requireDepth(value, 0);
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
