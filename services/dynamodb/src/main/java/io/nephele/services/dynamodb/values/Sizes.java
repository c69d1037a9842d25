package io.nephele.services.dynamodb.values;

import io.nephele.model.Bytes;
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
import java.util.Map;

/** Sizes of items in bytes, as AWS counts them for its limits and capacity units. */
public final class Sizes {
  /** The largest item that is accepted. */
  public static final int MAX_ITEM = 400 * 1024;

  /** What a list or map costs whatever is in it. */
  private static final int COLLECTION = 3;

  /** What each element of a list or map costs beside itself. */
  private static final int ELEMENT = 1;

  private Sizes() {}

  /** The size of an item: its attributes' names and values. */
  public static int item(Map<String, Value> item) {
    int size = 0;
    for (Map.Entry<String, Value> attribute : item.entrySet()) {
      size += Utf8.length(attribute.getKey()) + value(attribute.getValue());
    }
    return size;
  }

  /** The size of a value. */
  public static int value(Value value) {
    return switch (value) {
      case S text -> Utf8.length(text.value());
      case N number -> Numbers.size(number);
      case B bytes -> bytes.value().length();
      case BOOL bool -> 1;
      case NULL nothing -> 1;
      case SS set -> {
        int size = 0;
        for (String each : set.values()) {
          size += Utf8.length(each);
        }
        yield size;
      }
      case NS set -> {
        int size = 0;
        for (N each : set.values()) {
          size += Numbers.size(each);
        }
        yield size;
      }
      case BS set -> {
        int size = 0;
        for (Bytes each : set.values()) {
          size += each.length();
        }
        yield size;
      }
      case L list -> {
        int size = COLLECTION;
        for (Value each : list.values()) {
          size += ELEMENT + value(each);
        }
        yield size;
      }
      case M map -> {
        int size = COLLECTION;
        for (Map.Entry<String, Value> each : map.values().entrySet()) {
          size += ELEMENT + Utf8.length(each.getKey()) + value(each.getValue());
        }
        yield size;
      }
    };
  }
}
