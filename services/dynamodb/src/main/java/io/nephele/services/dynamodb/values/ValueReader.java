package io.nephele.services.dynamodb.values;

import static io.nephele.services.dynamodb.values.AttributeValues.SLOTS;
import static io.nephele.services.dynamodb.values.AttributeValues.SLOT_B;
import static io.nephele.services.dynamodb.values.AttributeValues.SLOT_BOOL;
import static io.nephele.services.dynamodb.values.AttributeValues.SLOT_BS;
import static io.nephele.services.dynamodb.values.AttributeValues.SLOT_L;
import static io.nephele.services.dynamodb.values.AttributeValues.SLOT_M;
import static io.nephele.services.dynamodb.values.AttributeValues.SLOT_N;
import static io.nephele.services.dynamodb.values.AttributeValues.SLOT_NS;
import static io.nephele.services.dynamodb.values.AttributeValues.SLOT_NULL;
import static io.nephele.services.dynamodb.values.AttributeValues.SLOT_S;
import static io.nephele.services.dynamodb.values.AttributeValues.SLOT_SS;

import io.nephele.api.dynamodb.AttributeValue;
import io.nephele.model.AwsException;
import io.nephele.model.Bytes;
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
 * Reads the values that callers give, checking them in AWS's words and order. AWS has two layers
 * that do this, with differing words: the current one serves single items, BatchGetItem and Query;
 * the older one BatchWriteItem, transactions, Scan and the parameters of PartiQL.
 */
public final class ValueReader {
  /** The layer of most operations. */
  public static final ValueReader CURRENT = new ValueReader(false);

  /** The layer of BatchWriteItem, transactions, Scan and PartiQL. */
  public static final ValueReader OLDER = new ValueReader(true);

  /** How many levels of lists and maps a value may have in it, itself included. */
  static final int MAX_DEPTH = 31;

  private final boolean older;

  private ValueReader(boolean older) {
    this.older = older;
  }

  /** Whether this is the older layer. */
  public boolean isOlder() {
    return older;
  }

  /**
   * The value that a caller gave.
   *
   * @throws AwsException if it is none, in AWS's words
   */
  public Value read(AttributeValue value) {
    return read(value.struct(), 0);
  }

  /**
   * The item, key or part of one that a caller gave, its attributes in their order.
   *
   * @throws AwsException if a value is none, in AWS's words
   */
  public Map<String, Value> read(Map<String, ? extends View> item) {
    if (item.containsKey("")) {
      throw emptyName();
    }
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
   * @throws AwsException if a value is none, in AWS's words
   */
  public Map<String, Value> readSlot(Object slot) {
    if (((Map<?, ?>) slot).containsKey("")) {
      throw emptyName();
    }
    return readMap(slot, 0);
  }

  private Value read(Struct struct, int depth) {
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

  private Value read(int slot, Object given, int depth) {
    return switch (slot) {
      case SLOT_S -> new S((String) given);
      case SLOT_N -> number((String) given);
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

  /**
   * The number of a text.
   *
   * @throws AwsException if it is none, or one that cannot be stored
   */
  public N number(String given) {
    return older ? Numbers.parseOlder(given) : Numbers.parse(given);
  }

  private static NULL nothing(boolean given) {
    if (!given) {
      throw Validation.parameters("Null attribute value types must have the value of true");
    }
    return NULL.VALUE;
  }

  private static int deeper(int depth) {
    if (depth == MAX_DEPTH) {
      throw Validation.error(
          "Nesting Levels have exceeded supported limits: Attributes in the item have nested levels"
              + " beyond supported limit");
    }
    return depth + 1;
  }

  static void requireDepth(Value value, int depth) {
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

  private static AwsException emptyName() {
    return Validation.error("Empty attribute name");
  }

  private Map<String, Value> readMap(Object given, int depth) {
    Map<?, ?> map = (Map<?, ?>) given;
    Map<String, Value> values = LinkedHashMap.newLinkedHashMap(map.size());
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      String name = (String) entry.getKey();
      if (name.isEmpty()) {
        throw emptyName();
      }
      values.put(name, read((Struct) entry.getValue(), depth));
    }
    return values;
  }

  private List<Value> readList(List<?> given, int depth) {
    List<Value> values = new ArrayList<>(given.size());
    for (Object each : given) {
      values.add(read((Struct) each, depth));
    }
    return values;
  }

  /**
   * The set of those texts.
   *
   * @throws AwsException if they make none
   */
  public SS texts(List<?> given) {
    List<String> texts = new ArrayList<>(given.size());
    for (Object each : given) {
      texts.add((String) each);
    }
    if (texts.isEmpty()) {
      throw Validation.parameters("An string set  may not be empty");
    }
    SS set = ValueSets.texts(texts);
    if (set == null) {
      throw Duplicates.ofTexts(texts, older);
    }
    return set;
  }

  /**
   * The set of numbers of those texts.
   *
   * @throws AwsException if they make none
   */
  public NS numbers(List<?> given) {
    if (given.isEmpty()) {
      throw Validation.parameters("An number set  may not be empty");
    }
    List<N> numbers = new ArrayList<>(given.size());
    for (Object each : given) {
      numbers.add(number((String) each));
    }
    NS set = ValueSets.numbers(numbers);
    if (set == null) {
      throw Duplicates.ofNumbers(older);
    }
    return set;
  }

  private BS bytes(List<?> given) {
    if (given.isEmpty()) {
      throw Validation.parameters("Binary sets should not be empty");
    }
    List<Bytes> runs = new ArrayList<>(given.size());
    for (Object each : given) {
      runs.add((Bytes) each);
    }
    BS set = ValueSets.bytes(runs);
    if (set == null) {
      throw Duplicates.ofBytes(runs, older);
    }
    return set;
  }
}
