package io.nephele.services.schemas;

import io.nephele.core.json.JsonText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Documents of schemas: what they have to be, and one kind made of the other. */
final class Documents {
  static final String OPEN_API = "OpenApi3";
  static final String JSON_SCHEMA = "JSONSchemaDraft4";

  private static final String REFERENCE = "#/components/schemas/";
  private static final String DRAFT4 = "http://json-schema.org/draft-04/schema#";

  private Documents() {}

  /** Refuses a content that is not of its type. */
  static void check(String type, String content) {
    if (!(JsonText.parse(content) instanceof Map<?, ?> document)) {
      throw SchemasErrors.bad("The schema content is not valid JSON.");
    }
    switch (type) {
      case OPEN_API -> {
        boolean valid =
            document.get("openapi") instanceof String version
                && version.startsWith("3.")
                && document.get("info") instanceof Map<?, ?>
                && document.get("paths") instanceof Map<?, ?>;
        if (!valid) {
          throw SchemasErrors.bad("The schema content is not valid OpenAPI 3.0.");
        }
      }
      case JSON_SCHEMA -> {
        if (document.get("$schema") instanceof String version
            && !version.contains("json-schema.org/draft-04/")) {
          throw SchemasErrors.bad("The schema content is not valid JSONSchema Draft 4.");
        }
      }
      default -> throw SchemasErrors.bad("Type has to be OpenApi3 or JSONSchemaDraft4.");
    }
  }

  /** The JSON Schema of an OpenAPI document: that of the event, with the others as definitions. */
  static String jsonSchema(String openApi) {
    Map<?, ?> document = (Map<?, ?>) JsonText.parse(openApi);
    Map<?, ?> schemas =
        document.get("components") instanceof Map<?, ?> components
                && components.get("schemas") instanceof Map<?, ?> found
            ? found
            : Map.of();
    if (schemas.isEmpty()) {
      throw SchemasErrors.bad("The document has no schemas to export.");
    }
    Object root =
        schemas.containsKey(Envelope.NAME) ? Envelope.NAME : schemas.keySet().iterator().next();
    Map<String, Object> definitions = new LinkedHashMap<>();
    schemas.forEach(
        (name, schema) -> {
          if (!name.equals(root)) {
            definitions.put((String) name, converted(schema, (String) root));
          }
        });
    Map<String, Object> exported = new LinkedHashMap<>();
    exported.put("$schema", DRAFT4);
    exported.put("title", root);
    if (!definitions.isEmpty()) {
      exported.put("definitions", definitions);
    }
    if (converted(schemas.get(root), (String) root) instanceof Map<?, ?> map) {
      map.forEach((name, value) -> exported.put((String) name, value));
    }
    return JsonText.write(exported);
  }

  private static Object converted(Object value, String root) {
    if (value instanceof List<?> list) {
      List<Object> items = new ArrayList<>();
      list.forEach(item -> items.add(converted(item, root)));
      return items;
    }
    if (!(value instanceof Map<?, ?> object)) {
      return value;
    }
    boolean nullable = Boolean.TRUE.equals(object.get("nullable"));
    Map<String, Object> converted = new LinkedHashMap<>();
    object.forEach(
        (name, each) -> {
          if (name.equals("$ref") && each instanceof String to && to.startsWith(REFERENCE)) {
            String target = to.substring(REFERENCE.length());
            converted.put("$ref", target.equals(root) ? "#" : "#/definitions/" + target);
          } else if (name.equals("nullable") && each instanceof Boolean) {
            // Said by the type.
          } else if (nullable && name.equals("type") && each instanceof String type) {
            converted.put("type", List.of(type, "null"));
          } else {
            converted.put((String) name, converted(each, root));
          }
        });
    return converted;
  }
}
