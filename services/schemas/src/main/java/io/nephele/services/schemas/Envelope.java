package io.nephele.services.schemas;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the schemas of all events of EventBridge have in common. */
final class Envelope {
  static final String NAME = "AWSEvent";

  private static final List<String> REQUIRED =
      List.of(
          "detail-type",
          "resources",
          "detail",
          "id",
          "source",
          "time",
          "region",
          "version",
          "account");

  private Envelope() {}

  /** The schema of an event whose detail has the schema of that name. */
  static Map<String, Object> of(String source, String detailType, String detail) {
    Map<String, Object> text = Map.of("type", "string");
    Map<String, Object> time = new LinkedHashMap<>();
    time.put("type", "string");
    time.put("format", "date-time");
    Map<String, Object> resources = new LinkedHashMap<>();
    resources.put("type", "array");
    resources.put("items", text);
    Map<String, Object> properties = new LinkedHashMap<>();
    properties.put("detail", Map.of("$ref", "#/components/schemas/" + detail));
    properties.put("account", text);
    properties.put("detail-type", text);
    properties.put("id", text);
    properties.put("region", text);
    properties.put("resources", resources);
    properties.put("source", text);
    properties.put("time", time);
    properties.put("version", text);
    Map<String, Object> envelope = new LinkedHashMap<>();
    envelope.put("type", "object");
    envelope.put("required", REQUIRED);
    envelope.put("x-amazon-events-detail-type", detailType);
    envelope.put("x-amazon-events-source", source);
    envelope.put("properties", properties);
    return envelope;
  }

  /** An OpenAPI 3 document of schemas. */
  static Map<String, Object> document(String title, Map<String, Object> schemas) {
    Map<String, Object> info = new LinkedHashMap<>();
    info.put("version", "1.0.0");
    info.put("title", title);
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("openapi", "3.0.0");
    document.put("info", info);
    document.put("paths", Map.of());
    document.put("components", Map.of("schemas", schemas));
    return document;
  }
}
