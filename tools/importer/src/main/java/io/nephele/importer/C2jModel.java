package io.nephele.importer;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Turns the older C2J form of AWS's models into Smithy's JSON AST. Services that AWS retired were
 * never published as Smithy; all of those imported here speak awsJson1.1, so only what that
 * protocol uses is translated.
 */
final class C2jModel {
  private static final String NAMESPACE = "c2j#";

  private final Map<String, Object> model;
  private final Map<String, Object> metadata;
  private final Map<String, Object> shapes = new LinkedHashMap<>();

  private C2jModel(Map<String, Object> model) {
    this.model = model;
    this.metadata = Ast.object(model, "metadata");
  }

  static boolean isC2j(Map<String, Object> model) {
    return model.containsKey("metadata") && model.containsKey("operations");
  }

  static Map<String, Object> toSmithy(Map<String, Object> model) {
    return new C2jModel(model).convert();
  }

  private Map<String, Object> convert() {
    if (!"json".equals(metadata.get("protocol")) || !"1.1".equals(metadata.get("jsonVersion"))) {
      throw new IllegalArgumentException("only awsJson1.1 is read from C2J, not " + metadata);
    }
    List<Object> operations = new ArrayList<>();
    Ast.object(model, "operations")
        .forEach(
            (name, operation) -> {
              // An operation and a shape may share a name in C2J, so operations get a namespace of
              // their own.
              shapes.put("c2j.operation#" + name, operation(Ast.asObject(operation)));
              operations.add(Map.of("target", "c2j.operation#" + name));
            });
    Ast.object(model, "shapes")
        .forEach((name, shape) -> shapes.put(NAMESPACE + name, shape(Ast.asObject(shape))));
    String prefix = (String) metadata.get("endpointPrefix");
    Map<String, Object> service = new LinkedHashMap<>();
    service.put("type", "service");
    service.put("version", metadata.get("apiVersion"));
    service.put("operations", operations);
    service.put(
        "traits",
        Map.of(
            "aws.api#service",
            Map.of("sdkId", metadata.get("serviceId"), "endpointPrefix", prefix),
            "aws.auth#sigv4",
            Map.of("name", Ast.string(metadata, "signingName", prefix)),
            "aws.protocols#awsJson1_1",
            Map.of(),
            "smithy.api#title",
            metadata.get("serviceFullName")));
    shapes.put(NAMESPACE + metadata.get("targetPrefix"), service);
    return Map.of("shapes", shapes);
  }

  private Map<String, Object> operation(Map<String, Object> operation) {
    Map<String, Object> smithy = new LinkedHashMap<>();
    smithy.put("type", "operation");
    for (String side : List.of("input", "output")) {
      if (operation.get(side) != null) {
        smithy.put(side, reference(operation.get(side)));
      }
    }
    smithy.put("errors", Ast.list(operation, "errors").stream().map(C2jModel::reference).toList());
    return smithy;
  }

  private Map<String, Object> shape(Map<String, Object> shape) {
    Map<String, Object> smithy = new LinkedHashMap<>();
    Map<String, Object> traits = new LinkedHashMap<>();
    String type = (String) shape.get("type");
    smithy.put("type", type);
    smithy.put("traits", traits);
    bounds(shape, type, traits);
    if (shape.get("pattern") != null) {
      traits.put("smithy.api#pattern", shape.get("pattern"));
    }
    if (Boolean.TRUE.equals(shape.get("sensitive"))) {
      traits.put("smithy.api#sensitive", Map.of());
    }
    if (shape.get("enum") != null) {
      traits.put(
          "smithy.api#enum",
          Ast.list(shape, "enum").stream().map(value -> Map.of("value", value)).toList());
    }
    if (Boolean.TRUE.equals(shape.get("exception"))) {
      traits.put("smithy.api#error", Boolean.TRUE.equals(shape.get("fault")) ? "server" : "client");
    }
    switch (type) {
      case "structure" -> smithy.put("members", members(shape));
      case "list" -> smithy.put("member", reference(shape.get("member")));
      case "map" -> {
        smithy.put("key", reference(shape.get("key")));
        smithy.put("value", reference(shape.get("value")));
      }
      default -> {
        // A simple shape has no parts.
      }
    }
    return smithy;
  }

  private static Map<String, Object> members(Map<String, Object> shape) {
    Set<Object> required = Set.copyOf(Ast.list(shape, "required"));
    Map<String, Object> members = new LinkedHashMap<>();
    Ast.object(shape, "members")
        .forEach(
            (name, member) -> {
              Map<String, Object> smithy = new LinkedHashMap<>(reference(member));
              if (required.contains(name)) {
                smithy.put("traits", Map.of("smithy.api#required", Map.of()));
              }
              members.put(name, smithy);
            });
    return members;
  }

  private static void bounds(Map<String, Object> shape, String type, Map<String, Object> traits) {
    Map<String, Object> bounds = new LinkedHashMap<>();
    for (String end : List.of("min", "max")) {
      if (shape.get(end) != null) {
        bounds.put(end, shape.get(end));
      }
    }
    if (!bounds.isEmpty()) {
      boolean counted = Set.of("string", "blob", "list", "map").contains(type);
      traits.put(counted ? "smithy.api#length" : "smithy.api#range", bounds);
    }
  }

  private static Map<String, Object> reference(Object reference) {
    return Map.of("target", NAMESPACE + Ast.asObject(reference).get("shape"));
  }
}
