package io.nephele.importer;

import java.util.List;
import java.util.Map;

/** Reads the parts of Smithy's JSON AST; what is absent is empty. */
final class Ast {
  private Ast() {}

  @SuppressWarnings("unchecked") // JSON objects have string keys
  static Map<String, Object> asObject(Object value) {
    return (Map<String, Object>) value;
  }

  static Map<String, Object> object(Map<String, Object> owner, String name) {
    Object value = owner.get(name);
    return value instanceof Map<?, ?> ? asObject(value) : Map.of();
  }

  static List<?> list(Map<String, Object> owner, String name) {
    return owner.get(name) instanceof List<?> list ? list : List.of();
  }

  static String string(Map<String, Object> owner, String name, String otherwise) {
    return owner.get(name) instanceof String text ? text : otherwise;
  }

  /** The shape that a reference points to. */
  static String target(Object reference) {
    return (String) asObject(reference).get("target");
  }
}
