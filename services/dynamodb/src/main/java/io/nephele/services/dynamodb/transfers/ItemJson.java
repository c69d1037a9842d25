package io.nephele.services.dynamodb.transfers;

import io.nephele.core.json.JsonText;
import io.nephele.model.Bytes;
import io.nephele.services.dynamodb.values.Value;
import io.nephele.services.dynamodb.values.ValueSets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Items as DynamoDB JSON, in which every value names its type. */
public final class ItemJson {
  private ItemJson() {}

  /** A line of a file: the item under its name. */
  static String line(String name, Map<String, Value> item) {
    return JsonText.write(Map.of(name, tree(item)));
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
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("Metadata", Map.of("WriteTimestampMicros", Map.of("N", Long.toString(micros))));
    tree.put("Keys", tree(key));
    if (before != null) {
      tree.put("OldImage", tree(before));
    }
    if (after != null) {
      tree.put("NewImage", tree(after));
    }
    return JsonText.write(tree);
  }

  /** An item as a tree of maps, lists and texts. */
  public static Map<String, Object> tree(Map<String, Value> item) {
    Map<String, Object> tree = new LinkedHashMap<>();
    item.forEach((name, value) -> tree.put(name, tree(value)));
    return tree;
  }

  private static Object tree(Value value) {
    Object content =
        switch (value) {
          case Value.S text -> text.value();
          case Value.N number -> number.text();
          case Value.B bytes -> base64(bytes.value());
          case Value.BOOL bool -> bool.value();
          case Value.NULL nothing -> true;
          case Value.SS set -> set.values();
          case Value.NS set -> {
            List<String> texts = new ArrayList<>();
            set.values().forEach(number -> texts.add(number.text()));
            yield texts;
          }
          case Value.BS set -> {
            List<String> texts = new ArrayList<>();
            set.values().forEach(run -> texts.add(base64(run)));
            yield texts;
          }
          case Value.L list -> {
            List<Object> trees = new ArrayList<>();
            list.values().forEach(each -> trees.add(tree(each)));
            yield trees;
          }
          case Value.M map -> tree(map.values());
        };
    return Map.of(value.type(), content);
  }

  private static String base64(Bytes bytes) {
    return Base64.getEncoder().encodeToString(bytes.toArray());
  }

  /**
   * The item of a line.
   *
   * @throws IllegalArgumentException if it is none
   */
  static Map<String, Value> item(String line) {
    if (JsonText.parse(line) instanceof Map<?, ?> tree && tree.get("Item") instanceof Map<?, ?> m) {
      return map(m, 0);
    }
    throw new IllegalArgumentException("no item");
  }

  private static Map<String, Value> map(Map<?, ?> tree, int depth) {
    Map<String, Value> item = new LinkedHashMap<>();
    tree.forEach((name, value) -> item.put((String) name, value(value, depth)));
    return item;
  }

  private static Value value(Object tree, int depth) {
    if (depth > 32 || !(tree instanceof Map<?, ?> typed) || typed.size() != 1) {
      throw new IllegalArgumentException("no value");
    }
    Map.Entry<?, ?> entry = typed.entrySet().iterator().next();
    Object content = entry.getValue();
    return switch ((String) entry.getKey()) {
      case "S" -> new Value.S((String) content);
      case "N" -> Value.N.of(String.valueOf(content));
      case "B" -> new Value.B(bytes(content));
      case "BOOL" -> Value.BOOL.of((Boolean) content);
      case "NULL" -> Value.NULL.VALUE;
      case "SS" -> ValueSets.texts(texts(content));
      case "NS" -> {
        List<Value.N> numbers = new ArrayList<>();
        texts(content).forEach(text -> numbers.add(Value.N.of(text)));
        yield ValueSets.numbers(numbers);
      }
      case "BS" -> {
        List<Bytes> runs = new ArrayList<>();
        texts(content).forEach(text -> runs.add(bytes(text)));
        yield ValueSets.bytes(runs);
      }
      case "L" -> {
        List<Value> values = new ArrayList<>();
        ((List<?>) content).forEach(each -> values.add(value(each, depth + 1)));
        yield new Value.L(values);
      }
      case "M" -> new Value.M(map((Map<?, ?>) content, depth + 1));
      default -> throw new IllegalArgumentException("no type " + entry.getKey());
    };
  }

  private static Bytes bytes(Object text) {
    return Bytes.of(Base64.getDecoder().decode((String) text));
  }

  private static List<String> texts(Object list) {
    List<String> texts = new ArrayList<>();
    ((List<?>) list).forEach(each -> texts.add((String) each));
    return texts;
  }
}
