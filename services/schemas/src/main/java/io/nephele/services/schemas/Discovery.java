package io.nephele.services.schemas;

import io.nephele.api.schemas.GetDiscoveredSchemaRequest;
import io.nephele.api.schemas.GetDiscoveredSchemaResponse;
import io.nephele.core.call.Call;
import io.nephele.core.json.JsonText;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Schemas that are inferred from events. */
final class Discovery {
  private static final int MOST_EVENTS = 10;
  private static final String REFERENCE = "#/components/schemas/";

  private Discovery() {}

  static GetDiscoveredSchemaResponse discover(GetDiscoveredSchemaRequest in, Call call) {
    if (in.events().isEmpty() || in.events().size() > MOST_EVENTS) {
      throw SchemasErrors.bad("Events has to have between 1 and " + MOST_EVENTS + " events.");
    }
    List<Map<?, ?>> events = new ArrayList<>();
    for (String event : in.events()) {
      if (!(JsonText.parse(event) instanceof Map<?, ?> object)) {
        throw SchemasErrors.bad("An event is not a JSON object.");
      }
      events.add(object);
    }
    String document = openApi(events);
    return new GetDiscoveredSchemaResponse()
        .content(
            in.type().equals(Documents.JSON_SCHEMA) ? Documents.jsonSchema(document) : document);
  }

  private static String openApi(List<Map<?, ?>> events) {
    Map<String, Object> schemas = new LinkedHashMap<>();
    Map<?, ?> first = events.getFirst();
    boolean enveloped =
        events.stream()
            .allMatch(
                event ->
                    event.get("detail") instanceof Map<?, ?>
                        && event.get("source") instanceof String
                        && event.get("detail-type") instanceof String);
    if (!enveloped) {
      String name = add("Event", events, schemas);
      return JsonText.write(Envelope.document(name, schemas));
    }
    String detailType = (String) first.get("detail-type");
    schemas.put(Envelope.NAME, null);
    List<Object> details = new ArrayList<>();
    events.forEach(event -> details.add(event.get("detail")));
    String root = add(name(detailType), details, schemas);
    schemas.put(Envelope.NAME, Envelope.of((String) first.get("source"), detailType, root));
    return JsonText.write(Envelope.document(root, schemas));
  }

  /** Adds the schema of objects; returns the name that it got. */
  private static String add(String wanted, List<?> objects, Map<String, Object> schemas) {
    String name = wanted;
    for (int i = 1; schemas.containsKey(name); i++) {
      name = wanted + "_" + i;
    }
    schemas.put(name, null);
    Map<String, List<Object>> values = new LinkedHashMap<>();
    for (Object object : objects) {
      ((Map<?, ?>) object)
          .forEach(
              (key, value) ->
                  values.computeIfAbsent((String) key, k -> new ArrayList<>()).add(value));
    }
    List<String> required = new ArrayList<>();
    Map<String, Object> properties = new LinkedHashMap<>();
    values.forEach(
        (key, all) -> {
          if (all.size() == objects.size()) {
            required.add(key);
          }
          properties.put(key, type(key, all, schemas));
        });
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("type", "object");
    if (!required.isEmpty()) {
      schema.put("required", required);
    }
    schema.put("properties", properties);
    schemas.put(name, schema);
    return name;
  }

  /** What values of the same name have in common. */
  private static Map<String, Object> type(
      String key, List<Object> given, Map<String, Object> schemas) {
    List<Object> values = new ArrayList<>(given);
    boolean nullable = values.removeIf(value -> value == null);
    Map<String, Object> type = new LinkedHashMap<>();
    String kind = kind(values);
    if (kind.equals("object")) {
      if (!values.isEmpty() && values.getFirst() instanceof Map<?, ?>) {
        type.put("$ref", REFERENCE + add(name(key), values, schemas));
        return type;
      }
      type.put("type", "object");
    } else if (kind.equals("array")) {
      List<Object> items = new ArrayList<>();
      values.forEach(list -> items.addAll((List<?>) list));
      type.put("type", "array");
      type.put("items", items.isEmpty() ? Map.of("type", "object") : type(key, items, schemas));
    } else {
      type.put("type", kind);
      if (kind.equals("string") && values.stream().allMatch(Discovery::isTime)) {
        type.put("format", "date-time");
      }
    }
    if (nullable) {
      type.put("nullable", true);
    }
    return type;
  }

  /** The type that all values have; object where they have none in common. */
  private static String kind(List<Object> values) {
    String all = null;
    for (Object value : values) {
      String kind = kind(value);
      boolean numbers =
          all != null
              && (all.equals("number") || all.equals("integer"))
              && (kind.equals("number") || kind.equals("integer"));
      if (all == null || all.equals(kind)) {
        all = kind;
      } else if (numbers) {
        all = "number";
      } else {
        values.clear();
        return "object";
      }
    }
    return all == null ? "object" : all;
  }

  private static String kind(Object value) {
    return switch (value) {
      case Map<?, ?> map -> "object";
      case List<?> list -> "array";
      case String text -> "string";
      case Boolean flag -> "boolean";
      case BigDecimal number -> "number";
      default -> "integer";
    };
  }

  private static boolean isTime(Object value) {
    String text = (String) value;
    if (text.length() < 17 || text.charAt(4) != '-') {
      return false;
    }
    try {
      OffsetDateTime.parse(text);
      return true;
    } catch (DateTimeException e) {
      return false;
    }
  }

  /** A name of letters and digits, which begins with a capital. */
  private static String name(String text) {
    StringBuilder name = new StringBuilder();
    boolean capital = true;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < 128 && Character.isLetterOrDigit(c)) {
        name.append(capital ? Character.toUpperCase(c) : c);
        capital = false;
      } else {
        capital = true;
      }
    }
    return name.isEmpty() ? "Object" : name.toString();
  }
}
