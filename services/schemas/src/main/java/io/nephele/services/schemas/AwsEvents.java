package io.nephele.services.schemas;

import io.nephele.core.json.JsonText;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;

/**
 * The registry {@code aws.events} of the events that AWS's services send. It is made of a compact
 * file, a line an event, that is read when somebody first asks.
 */
final class AwsEvents {
  static final String NAME = "aws.events";

  /** When the file was made. */
  static final long MADE_AT = 1_763_769_600_000L;

  private static final String REFERENCE = "#/components/schemas/";
  private volatile Map<String, String> lines;

  /** The names of the schemas, in order. */
  List<String> names() {
    return new ArrayList<>(lines().keySet());
  }

  /** The OpenAPI 3 document of an event, or null if there is none of that name. */
  String content(String name) {
    String line = lines().get(name);
    return line == null ? null : JsonText.write(document(object(JsonText.parse(line))));
  }

  private Map<String, String> lines() {
    Map<String, String> known = lines;
    if (known == null) {
      known = read();
      lines = known;
    }
    return known;
  }

  private static Map<String, String> read() {
    Map<String, String> lines = new TreeMap<>();
    try (InputStream file = AwsEvents.class.getResourceAsStream("events.jsonl.gz");
        BufferedReader reader =
            new BufferedReader(
                new InputStreamReader(new GZIPInputStream(file), StandardCharsets.UTF_8))) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        // A line begins with {"n":"name".
        lines.put(line.substring(6, line.indexOf('"', 6)), line);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return lines;
  }

  private static Map<String, Object> document(Map<String, Object> event) {
    String root = (String) event.get("o");
    Map<String, Object> schemas = new LinkedHashMap<>();
    schemas.put(Envelope.NAME, Envelope.of((String) event.get("s"), (String) event.get("d"), root));
    object(event.get("t")).forEach((name, type) -> schemas.put(name, structure(object(type))));
    return Envelope.document(root, schemas);
  }

  private static Map<String, Object> structure(Map<String, Object> type) {
    Map<String, Object> properties = new LinkedHashMap<>();
    object(type.get("p")).forEach((name, of) -> properties.put(name, type(of)));
    Map<String, Object> structure = new LinkedHashMap<>();
    structure.put("type", "object");
    if (type.get("q") instanceof List<?> required && !required.isEmpty()) {
      structure.put("required", required);
    }
    structure.put("properties", properties);
    return structure;
  }

  private static Map<String, Object> type(Object of) {
    if (of instanceof String primitive) {
      return switch (primitive) {
        case "s" -> Map.of("type", "string");
        case "i" -> Map.of("type", "integer");
        case "n" -> Map.of("type", "number");
        case "b" -> Map.of("type", "boolean");
        default -> Map.of("type", "object");
      };
    }
    Map<String, Object> one = object(of);
    Map.Entry<String, Object> entry = one.entrySet().iterator().next();
    Map<String, Object> type = new LinkedHashMap<>();
    switch (entry.getKey()) {
      case "r" -> type.put("$ref", REFERENCE + entry.getValue());
      case "a" -> {
        type.put("type", "array");
        type.put("items", type(entry.getValue()));
      }
      case "m" -> {
        type.put("type", "object");
        type.put("additionalProperties", type(entry.getValue()));
      }
      default ->
          type.put("oneOf", ((List<?>) entry.getValue()).stream().map(AwsEvents::type).toList());
    }
    return type;
  }

  @SuppressWarnings("unchecked") // objects of JSON have texts as names
  private static Map<String, Object> object(Object json) {
    return (Map<String, Object>) json;
  }
}
