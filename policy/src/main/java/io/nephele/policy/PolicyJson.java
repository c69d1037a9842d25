package io.nephele.policy;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads a policy's JSON into maps, lists and texts. Booleans and numbers become {@link Scalar}s,
 * since only condition values may be those.
 */
final class PolicyJson {
  /** A policy nests five deep: document, statements, statement, operator, values. */
  private static final int MAX_DEPTH = 8;

  private static final JsonFactory FACTORY =
      new JsonFactoryBuilder()
          .streamReadConstraints(
              StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH * 2).build())
          .build();

  /** A number or boolean as it is written. */
  record Scalar(String text) {}

  /** The text is not one JSON object, or too deep. */
  static final class NotJsonException extends Exception {
    private static final long serialVersionUID = 1L;

    NotJsonException() {
      super(null, null, false, false);
    }
  }

  /** An object has a name twice. */
  static final class DuplicateNameException extends Exception {
    private static final long serialVersionUID = 1L;
    final String name;

    DuplicateNameException(String name) {
      super(null, null, false, false);
      this.name = name;
    }
  }

  private PolicyJson() {}

  static Map<String, Object> read(String json) throws NotJsonException, DuplicateNameException {
    try (JsonParser parser = FACTORY.createParser(json)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new NotJsonException();
      }
      Map<String, Object> document = object(parser, 1);
      if (parser.nextToken() != null) {
        throw new NotJsonException();
      }
      return document;
    } catch (IOException e) {
      throw new NotJsonException();
    }
  }

  private static Map<String, Object> object(JsonParser parser, int depth)
      throws IOException, NotJsonException, DuplicateNameException {
    Map<String, Object> map = new LinkedHashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      parser.nextToken();
      if (map.containsKey(name)) {
        throw new DuplicateNameException(name);
      }
      map.put(name, value(parser, depth));
    }
    return map;
  }

  private static Object value(JsonParser parser, int depth)
      throws IOException, NotJsonException, DuplicateNameException {
    if (depth > MAX_DEPTH) {
      throw new NotJsonException();
    }
    return switch (parser.currentToken()) {
      case START_OBJECT -> object(parser, depth + 1);
      case START_ARRAY -> {
        List<Object> list = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          list.add(value(parser, depth + 1));
        }
        yield list;
      }
      case VALUE_STRING -> parser.getText();
      case VALUE_NULL -> null;
      default -> new Scalar(parser.getText());
    };
  }

  /** Whether the value is a text or a list of nothing but texts. */
  static boolean isTexts(Object json) {
    if (json instanceof List<?> list) {
      for (Object item : list) {
        if (!(item instanceof String)) {
          return false;
        }
      }
      return true;
    }
    return json instanceof String;
  }

  /** Whether the value is a text, number or boolean, or a list of those. */
  static boolean isScalars(Object json) {
    if (json instanceof List<?> list) {
      for (Object item : list) {
        if (!(item instanceof String) && !(item instanceof Scalar)) {
          return false;
        }
      }
      return true;
    }
    return json instanceof String || json instanceof Scalar;
  }

  /** The texts of a value that is one scalar or a list of scalars. */
  static List<String> texts(Object json) {
    if (json instanceof List<?> list) {
      List<String> texts = new ArrayList<>(list.size());
      for (Object item : list) {
        texts.add(text(item));
      }
      return texts;
    }
    return List.of(text(json));
  }

  private static String text(Object scalar) {
    return scalar instanceof Scalar written ? written.text() : (String) scalar;
  }
}
