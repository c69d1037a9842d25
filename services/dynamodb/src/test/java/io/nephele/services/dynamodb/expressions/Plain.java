package io.nephele.services.dynamodb.expressions;

import io.nephele.model.Bytes;
import io.nephele.services.dynamodb.values.Value;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Values in plain Java, and what DynamoDB says of them, written down as simply as it can be: texts
 * are Strings, numbers BigDecimals without zeros at the end, bytes {@link Run}s, sets Sets.
 */
final class Plain {
  private Plain() {}

  /** Bytes. */
  record Run(String latin1) {}

  /** The null of an attribute that exists. */
  enum Null {
    NULL
  }

  static Map<String, Object> of(Map<String, Value> item) {
    Map<String, Object> plain = new HashMap<>();
    item.forEach((name, value) -> plain.put(name, of(value)));
    return plain;
  }

  static Object of(Value value) {
    return switch (value) {
      case Value.S text -> text.value();
      case Value.N number -> number(number);
      case Value.B bytes -> run(bytes.value());
      case Value.BOOL bool -> bool.value();
      case Value.NULL nothing -> Null.NULL;
      case Value.SS set -> new HashSet<Object>(set.values());
      case Value.NS set -> {
        Set<Object> numbers = new HashSet<>();
        set.values().forEach(each -> numbers.add(number(each)));
        yield numbers;
      }
      case Value.BS set -> {
        Set<Object> runs = new HashSet<>();
        set.values().forEach(each -> runs.add(run(each)));
        yield runs;
      }
      case Value.L list -> {
        List<Object> plain = new ArrayList<>();
        list.values().forEach(each -> plain.add(of(each)));
        yield plain;
      }
      case Value.M map -> of(map.values());
    };
  }

  private static BigDecimal number(Value.N number) {
    return normal(new BigDecimal(number.text()));
  }

  private static BigDecimal normal(BigDecimal number) {
    return number.signum() == 0 ? BigDecimal.ZERO : number.stripTrailingZeros();
  }

  private static Run run(Bytes bytes) {
    return new Run(new String(bytes.toArray(), StandardCharsets.ISO_8859_1));
  }

  /** The order of two values; null if they have none. */
  static Integer order(Object a, Object b) {
    if (a instanceof BigDecimal left && b instanceof BigDecimal right) {
      return left.compareTo(right);
    }
    if (a instanceof String left && b instanceof String right) {
      return Arrays.compareUnsigned(
          left.getBytes(StandardCharsets.UTF_8), right.getBytes(StandardCharsets.UTF_8));
    }
    if (a instanceof Run(String left) && b instanceof Run(String right)) {
      return left.compareTo(right);
    }
    return null;
  }

  /** What size() answers; null for nothing. */
  static Object size(Object value) {
    int size =
        switch (value) {
          case null -> -1;
          case String text -> text.length();
          case Run(String bytes) -> bytes.length();
          case Collection<?> elements -> elements.size();
          case Map<?, ?> map -> map.size();
          default -> -1;
        };
    return size < 0 ? null : normal(new BigDecimal(size));
  }

  /** What contains() answers. */
  static boolean contains(Object whole, Object part) {
    return switch (whole) {
      case null -> false;
      case String text -> part instanceof String piece && text.contains(piece);
      case Run(String bytes) -> part instanceof Run(String piece) && bytes.contains(piece);
      case Collection<?> elements -> part != null && elements.contains(part);
      default -> false;
    };
  }
}
