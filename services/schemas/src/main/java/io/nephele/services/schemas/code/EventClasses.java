package io.nephele.services.schemas.code;

import io.nephele.core.json.JsonText;
import io.nephele.services.schemas.code.EventClass.Field;
import io.nephele.services.schemas.code.FieldType.Kind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The classes that a schema stands for: one of each object that it names, or that has fields. */
final class EventClasses {
  /** The class of the event around its detail. */
  static final String ENVELOPE = "AWSEvent";

  private static final int DEEPEST = 64;

  private final Map<String, EventClass> classes = new LinkedHashMap<>();

  private EventClasses() {}

  /**
   * Reads a document of the type OpenApi3.
   *
   * @return the classes by their names; none if it has no schemas
   */
  static List<EventClass> of(String openApi) {
    EventClasses made = new EventClasses();
    if (JsonText.parse(openApi) instanceof Map<?, ?> document
        && document.get("components") instanceof Map<?, ?> components
        && components.get("schemas") instanceof Map<?, ?> schemas) {
      schemas.forEach(
          (name, schema) -> {
            if (schema instanceof Map<?, ?> object) {
              made.add(Names.ofClass((String) name), object, 0);
            }
          });
    }
    return List.copyOf(made.classes.values());
  }

  private void add(String name, Map<?, ?> schema, int depth) {
    List<Field> fields = new ArrayList<>();
    // What refers to itself has to find itself.
    classes.put(name, new EventClass(name, fields));
    if (schema.get("properties") instanceof Map<?, ?> properties) {
      Set<String> names = new HashSet<>();
      properties.forEach(
          (property, of) -> {
            String json = (String) property;
            String unique = json;
            for (int i = 2; !names.add(Names.snake(unique).replace("_", "")); i++) {
              unique = json + " n" + i;
            }
            fields.add(new Field(json, unique, type(of, name + Names.ofClass(unique), depth + 1)));
          });
    }
  }

  /** The fields of an event whose schema does not tell of them. */
  static List<Field> envelope() {
    List<Field> fields = new ArrayList<>();
    fields.add(new Field("detail", "detail", FieldType.of(Kind.ANY)));
    for (String text : List.of("account", "detail-type", "id", "region", "source", "version")) {
      fields.add(new Field(text, text, FieldType.of(Kind.TEXT)));
    }
    fields.add(new Field("resources", "resources", FieldType.list(FieldType.of(Kind.TEXT))));
    fields.add(new Field("time", "time", FieldType.of(Kind.TIME)));
    return fields;
  }

  private FieldType type(Object of, String nested, int depth) {
    if (!(of instanceof Map<?, ?> schema) || depth > DEEPEST) {
      return FieldType.of(Kind.ANY);
    }
    if (schema.get("$ref") instanceof String to) {
      return FieldType.reference(Names.ofClass(to.substring(to.lastIndexOf('/') + 1)));
    }
    return switch (schema.get("type") instanceof String type ? type : "") {
      case "string" ->
          FieldType.of("date-time".equals(schema.get("format")) ? Kind.TIME : Kind.TEXT);
      case "integer" -> FieldType.of(Kind.INTEGER);
      case "number" -> FieldType.of(Kind.NUMBER);
      case "boolean" -> FieldType.of(Kind.BOOLEAN);
      case "array" -> FieldType.list(type(schema.get("items"), nested + "Item", depth + 1));
      case "object" -> object(schema, nested, depth);
      default -> FieldType.of(Kind.ANY);
    };
  }

  private FieldType object(Map<?, ?> schema, String nested, int depth) {
    if (schema.get("properties") instanceof Map<?, ?> properties && !properties.isEmpty()) {
      add(nested, schema, depth);
      return FieldType.reference(nested);
    }
    return schema.get("additionalProperties") instanceof Map<?, ?> of
        ? FieldType.map(type(of, nested + "Value", depth + 1))
        : FieldType.of(Kind.ANY);
  }
}
