package io.nephele.wire.fuzz;

import io.nephele.model.Member;
import io.nephele.model.Shape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Makes values of a model's shapes as maps, lists, strings, numbers and booleans, now and then of a
 * wrong type.
 */
final class ModelValues {
  private static final List<String> NASTY =
      List.of(
          "",
          " ",
          "\u0000",
          "\ud800",
          "é😀",
          "NaN",
          "-0",
          "1e999999999",
          "9".repeat(2000),
          "../..",
          "%zz",
          "&x;",
          "]]>",
          "1970-01-01T00:00:00Z",
          "+999999999-12-31T23:59:59Z",
          "true",
          "x".repeat(5000));

  private final Random random;
  private final int wrongPercent;

  ModelValues(Random random, int wrongPercent) {
    this.random = random;
    this.wrongPercent = wrongPercent;
  }

  Map<String, Object> structure(Shape shape, int depth) {
    Map<String, Object> values = new LinkedHashMap<>();
    for (Member member : shape.members()) {
      boolean wanted = member.required() || random.nextInt(3) == 0;
      if (wanted && depth < 5) {
        values.put(member.name(), value(member.target(), depth + 1));
      }
    }
    if (random.nextInt(100) < wrongPercent) {
      values.put(text(), text());
    }
    return values;
  }

  Object value(Shape shape, int depth) {
    if (random.nextInt(100) < wrongPercent) {
      return wrong(depth);
    }
    return switch (shape.type()) {
      case STRUCTURE -> structure(shape, depth);
      case UNION -> union(shape, depth);
      case LIST -> {
        List<Object> items = new ArrayList<>();
        for (int i = random.nextInt(3); i > 0 && depth < 6; i--) {
          items.add(value(shape.listMember().target(), depth + 1));
        }
        yield items;
      }
      case MAP -> {
        Map<String, Object> entries = new LinkedHashMap<>();
        for (int i = random.nextInt(3); i > 0 && depth < 6; i--) {
          entries.put("k" + i, value(shape.mapValue().target(), depth + 1));
        }
        yield entries;
      }
      case BOOLEAN -> random.nextBoolean();
      case BYTE, SHORT, INTEGER, INT_ENUM, LONG, BIG_INTEGER -> random.nextInt(100);
      case FLOAT, DOUBLE, BIG_DECIMAL -> random.nextInt(100) / 4.0;
      case TIMESTAMP -> random.nextInt(1_000_000);
      case BLOB -> "AAEC";
      default -> random.nextInt(10) == 0 ? text() : "value" + random.nextInt(10);
    };
  }

  String text() {
    return NASTY.get(random.nextInt(NASTY.size()));
  }

  private Object union(Shape shape, int depth) {
    if (shape.members().isEmpty() || depth > 5) {
      return Map.of();
    }
    Member member = shape.members().get(random.nextInt(shape.members().size()));
    Map<String, Object> union = new LinkedHashMap<>();
    union.put(member.name(), value(member.target(), depth + 1));
    return union;
  }

  private Object wrong(int depth) {
    return switch (random.nextInt(7)) {
      case 0 -> null;
      case 1 -> text();
      case 2 -> random.nextLong();
      case 3 -> random.nextDouble() * 1e300;
      case 4 -> random.nextBoolean();
      case 5 -> List.of(depth, text());
      default -> Map.of("a", Map.of("b", List.of()));
    };
  }
}
