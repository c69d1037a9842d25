package io.nephele.edge;

import io.nephele.core.json.JsonText;
import io.nephele.wire.http.HttpRequest;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The members of a JSON object that a caller sent: each of the right type, and none that nobody
 * asked for. What is wrong is an {@link IllegalArgumentException} whose message begins with the
 * member's name.
 */
final class JsonMembers {
  private static final int LONGEST_BODY = 1 << 20;
  private static final int MOST_OBJECTS = 1000;

  private final Map<?, ?> members;
  private final Set<Object> left;

  private JsonMembers(Map<?, ?> members) {
    this.members = members;
    this.left = new HashSet<>(members.keySet());
  }

  /** Whether the body is a list of objects, and what is in it; an object alone is a list of one. */
  record Body(boolean isList, List<JsonMembers> objects) {}

  /** Reads a body that is one object or a list of them. */
  static Body read(HttpRequest request) {
    Object value = JsonText.parse(text(request));
    if (value instanceof Map<?, ?> object) {
      return new Body(false, List.of(new JsonMembers(object)));
    }
    if (!(value instanceof List<?> list) || list.size() > MOST_OBJECTS) {
      throw new IllegalArgumentException(
          "The body must be a JSON object or a list of up to " + MOST_OBJECTS);
    }
    List<JsonMembers> objects = new ArrayList<>(list.size());
    for (Object item : list) {
      if (!(item instanceof Map<?, ?> object)) {
        throw new IllegalArgumentException("The list must hold JSON objects only");
      }
      objects.add(new JsonMembers(object));
    }
    return new Body(true, objects);
  }

  /** Reads a body that is one object. */
  static JsonMembers readOne(HttpRequest request) {
    Body body = read(request);
    if (body.isList) {
      throw new IllegalArgumentException("The body must be one JSON object");
    }
    return body.objects.getFirst();
  }

  private static String text(HttpRequest request) {
    try (InputStream in = request.body().open()) {
      byte[] bytes = in.readNBytes(LONGEST_BODY + 1);
      if (bytes.length > LONGEST_BODY) {
        throw new IllegalArgumentException("The body must be at most 1 MiB");
      }
      return new String(bytes, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalArgumentException("The body could not be read: " + e.getMessage(), e);
    }
  }

  private Object take(String name) {
    left.remove(name);
    return members.get(name);
  }

  /** A text, or null. */
  String text(String name) {
    Object value = take(name);
    if (value == null || value instanceof String) {
      return (String) value;
    }
    throw new IllegalArgumentException(name + " must be a text");
  }

  /** A whole number, or null. */
  Long integer(String name) {
    Object value = take(name);
    try {
      return switch (value) {
        case null -> null;
        case Integer number -> number.longValue();
        case Long number -> number;
        case BigInteger number -> number.longValueExact();
        case BigDecimal number -> number.longValueExact();
        default -> throw new ArithmeticException(name);
      };
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException(name + " must be a whole number", e);
    }
  }

  /** A number, or null. */
  Double number(String name) {
    Object value = take(name);
    if (value == null) {
      return null;
    }
    if (value instanceof Number number && Double.isFinite(number.doubleValue())) {
      return number.doubleValue();
    }
    throw new IllegalArgumentException(name + " must be a number");
  }

  /** True or false, or null. */
  Boolean flag(String name) {
    Object value = take(name);
    if (value == null || value instanceof Boolean) {
      return (Boolean) value;
    }
    throw new IllegalArgumentException(name + " must be true or false");
  }

  /** Whether the member is there, be it null. */
  boolean has(String name) {
    return members.containsKey(name);
  }

  /** A time, or null. */
  Instant time(String name) {
    String text = text(name);
    try {
      return text == null ? null : Instant.parse(text);
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException(name + " must be a time such as 2026-01-01T00:00:00Z", e);
    }
  }

  /** One of some words, or null. */
  String word(String name, List<String> words) {
    String text = text(name);
    if (text == null || words.contains(text)) {
      return text;
    }
    throw new IllegalArgumentException(name + " must be one of " + String.join(", ", words));
  }

  /** Refuses what was not asked for. */
  void end(String known) {
    if (!left.isEmpty()) {
      throw new IllegalArgumentException(
          left.iterator().next() + " is not a member; those are " + known);
    }
  }
}
