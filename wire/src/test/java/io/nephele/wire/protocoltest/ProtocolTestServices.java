package io.nephele.wire.protocoltest;

import io.nephele.importer.SmithyImporter;
import io.nephele.model.Json;
import io.nephele.model.Service;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.smithy.model.Model;
import software.amazon.smithy.model.node.Node;
import software.amazon.smithy.model.shapes.ModelSerializer;
import software.amazon.smithy.model.shapes.ServiceShape;
import software.amazon.smithy.model.shapes.Shape;
import software.amazon.smithy.model.shapes.ShapeId;
import software.amazon.smithy.model.transform.ModelTransformer;

/**
 * The services of the official Smithy protocol tests, as Smithy has them and as Nephele's importer
 * makes of them.
 */
final class ProtocolTestServices {
  private final Model model;
  private final Map<ServiceShape, Service> services = new LinkedHashMap<>();

  private ProtocolTestServices(Model model) {
    this.model = model;
    String ast = Node.printJson(ModelSerializer.builder().build().serialize(model));
    Map<String, Object> tree = Json.object(ast.getBytes(StandardCharsets.UTF_8));
    removeInternalValues(tree);
    for (ServiceShape shape : model.getServiceShapes()) {
      String name = shape.getId().getNamespace().replaceAll(".*\\.", "");
      String compact = SmithyImporter.compact(name, tree, shape.getId().toString());
      services.put(shape, Service.parse(compact.getBytes(StandardCharsets.UTF_8)));
    }
  }

  /**
   * Internal values of enumerations are not in the models that AWS publishes, nor do errors show
   * them.
   */
  private static void removeInternalValues(Map<String, Object> ast) {
    for (Object shape : object(ast.get("shapes")).values()) {
      if ("enum".equals(object(shape).get("type"))) {
        object(object(shape).get("members"))
            .values()
            .removeIf(
                value -> object(object(value).get("traits")).containsKey("smithy.api#internal"));
      }
      if (object(object(shape).get("traits")).get("smithy.api#enum") instanceof List<?> values) {
        values.removeIf(
            value ->
                object(value).get("tags") instanceof List<?> tags && tags.contains("internal"));
      }
    }
  }

  private static Map<?, ?> object(Object node) {
    return node instanceof Map<?, ?> map ? map : Map.of();
  }

  /** Reads the models on the class path. */
  static ProtocolTestServices load() {
    Model assembled =
        Model.assembler()
            .discoverModels(ProtocolTestServices.class.getClassLoader())
            .assemble()
            .unwrap();
    Model flat = ModelTransformer.create().flattenAndRemoveMixins(assembled);
    return new ProtocolTestServices(withUniqueNames(flat));
  }

  /**
   * A compact model names shapes without their namespace. The tests' one clash with a name of the
   * common namespace is in this one.
   */
  private static Model withUniqueNames(Model model) {
    Map<ShapeId, ShapeId> renamed = new LinkedHashMap<>();
    model
        .shapes()
        .map(Shape::getId)
        .filter(id -> id.getNamespace().endsWith(".nested") && !id.hasMember())
        .forEach(
            id -> renamed.put(id, ShapeId.fromParts(id.getNamespace(), "Nested" + id.getName())));
    return ModelTransformer.create().renameShapes(model, renamed);
  }

  Model model() {
    return model;
  }

  Map<ServiceShape, Service> services() {
    return services;
  }
}
