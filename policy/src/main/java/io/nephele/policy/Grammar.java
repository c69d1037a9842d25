package io.nephele.policy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the grammars of all kinds of policy share. */
final class Grammar {
  static final Set<String> DOCUMENT_FIELDS = Set.of("Version", "Id", "Statement");
  static final Set<String> STATEMENT_FIELDS =
      Set.of(
          "Sid",
          "Effect",
          "Principal",
          "NotPrincipal",
          "Action",
          "NotAction",
          "Resource",
          "NotResource",
          "Condition");

  private Grammar() {}

  /** The statements of a checked document, also when there is one without a list. */
  @SuppressWarnings("unchecked")
  static List<Map<String, Object>> statements(Map<String, Object> document) {
    Object json = document.get("Statement");
    if (json instanceof Map<?, ?> one) {
      return List.of((Map<String, Object>) one);
    }
    List<Map<String, Object>> statements = new ArrayList<>();
    for (Object item : (List<?>) json) {
      statements.add((Map<String, Object>) item);
    }
    return statements;
  }

  /** Whether Statement is an object or a non-empty list of objects. */
  static boolean hasStatements(Object json) {
    if (json instanceof List<?> list) {
      for (Object item : list) {
        if (!(item instanceof Map)) {
          return false;
        }
      }
      return !list.isEmpty();
    }
    return json instanceof Map;
  }

  static boolean isVersion(Object json) {
    return PolicyDocument.VERSION_2012.equals(json) || PolicyDocument.VERSION_2008.equals(json);
  }

  /** Whether a field is absent or has a text. */
  static boolean isOptionalText(Map<String, Object> map, String field) {
    return !map.containsKey(field) || map.get(field) instanceof String;
  }

  /** Whether one of two elements that exclude each other is there with at least one value. */
  static boolean hasValues(Map<String, Object> statement, String field, String notField) {
    Object json = statement.get(statement.containsKey(field) ? field : notField);
    return json != null && !PolicyJson.texts(json).isEmpty();
  }

  /** The values of whichever of the two elements is there. */
  static List<String> values(Map<String, Object> statement, String field, String notField) {
    Object json = statement.get(statement.containsKey(field) ? field : notField);
    return json == null ? List.of() : PolicyJson.texts(json);
  }

  /** The first operator that AWS does not know and that has keys, or null. */
  static String unknownOperator(Map<?, ?> condition) {
    for (Map.Entry<?, ?> entry : condition.entrySet()) {
      boolean used = entry.getValue() instanceof Map<?, ?> keys && !keys.isEmpty();
      if (used && OperatorName.parse((String) entry.getKey()) == null) {
        return (String) entry.getKey();
      }
    }
    return null;
  }

  /** Whether a Condition is absent or operators of keys of values. */
  static boolean isConditionShape(Map<String, Object> statement) {
    if (!statement.containsKey("Condition")) {
      return true;
    }
    if (!(statement.get("Condition") instanceof Map<?, ?> operators)) {
      return false;
    }
    for (Object keys : operators.values()) {
      if (!(keys instanceof Map<?, ?> map)) {
        return false;
      }
      for (Object values : map.values()) {
        if (!PolicyJson.isScalars(values)) {
          return false;
        }
      }
    }
    return true;
  }

  /** Whether two statements have the same id. */
  static boolean hasDuplicateSid(List<Map<String, Object>> statements) {
    Set<Object> seen = new HashSet<>();
    for (Map<String, Object> statement : statements) {
      Object sid = statement.get("Sid");
      if (sid != null && !sid.equals("") && !seen.add(sid)) {
        return true;
      }
    }
    return false;
  }
}
