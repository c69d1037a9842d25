package io.nephele.services.dynamodb.query;

import io.nephele.core.store.Key;
import io.nephele.core.store.KeyRange;
import io.nephele.services.dynamodb.expressions.KeyCondition;
import io.nephele.services.dynamodb.items.ItemKey;
import io.nephele.services.dynamodb.values.KeyValues;
import io.nephele.services.dynamodb.values.Value;
import java.util.Arrays;

/** The rows that key conditions are about, which lie next to each other. */
public final class KeyRanges {
  private KeyRanges() {}

  /** What the keys of the rows begin with that have the values of the condition's equalities. */
  public static Key prefix(Key place, KeyCondition.Bound condition) {
    Key parts = Key.EMPTY;
    for (Value value : condition.hash()) {
      parts = KeyValues.append(parts, value);
    }
    Key prefix = ItemKey.partition(place, parts);
    for (Value value : condition.range()) {
      prefix = KeyValues.append(prefix, value);
    }
    return prefix;
  }

  /** The rows that meet the condition, beneath that prefix. */
  public static KeyRange of(Key prefix, KeyCondition.Clause clause) {
    KeyRange all = KeyRange.prefix(prefix);
    if (clause == null) {
      return all;
    }
    Value value = clause.values().getFirst();
    Key at = KeyValues.append(prefix, value);
    return switch (clause.operator()) {
      case EQ -> KeyRange.prefix(at);
      case LT -> all.endingBefore(at);
      case LE -> new KeyRange(all.from(), KeyRange.prefix(at).to());
      case GT -> all.startingAfter(at);
      case GE -> all.startingAt(at);
      case BETWEEN -> {
        Key high = KeyValues.append(prefix, clause.values().get(1));
        yield new KeyRange(at.encoded(), KeyRange.prefix(high).to());
      }
      case BEGINS_WITH -> beginning(prefix, at, value);
      case NOT_INDEXABLE -> throw new IllegalStateException("was refused before");
    };
  }

  private static KeyRange beginning(Key prefix, Key at, Value value) {
    if (value instanceof Value.S text) {
      return KeyRange.textPrefix(prefix, text.value());
    }
    // Without what ends them, and up to the next run of bytes that does not begin so.
    byte[] open = Arrays.copyOf(at.encoded(), at.encoded().length - 1);
    int last = open.length - 1;
    while ((open[last] & 0xFF) == 0xFF) {
      last--;
    }
    byte[] end = Arrays.copyOf(open, last + 1);
    end[last]++;
    return new KeyRange(open, end);
  }
}
