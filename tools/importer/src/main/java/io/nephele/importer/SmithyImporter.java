package io.nephele.importer;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Makes a compact model (see {@code docs/model.md}) from a service in Smithy's JSON AST: the shapes
 * that its operations reach, with the traits that the wire, validation, paging and routing need,
 * and no prose.
 */
public final class SmithyImporter {
  /**
   * Traits kept on operations, shapes and members, by full name; what is not here is prose,
   * client-side or unused.
   */
  private static final Set<String> KEPT =
      Set.of(
          "smithy.api#required",
          "smithy.api#jsonName",
          "smithy.api#xmlName",
          "smithy.api#xmlFlattened",
          "smithy.api#xmlAttribute",
          "smithy.api#xmlNamespace",
          "smithy.api#httpHeader",
          "smithy.api#httpPrefixHeaders",
          "smithy.api#httpQuery",
          "smithy.api#httpQueryParams",
          "smithy.api#httpLabel",
          "smithy.api#httpPayload",
          "smithy.api#httpResponseCode",
          "smithy.api#hostLabel",
          "smithy.api#eventHeader",
          "smithy.api#eventPayload",
          "smithy.api#idempotencyToken",
          "smithy.api#sensitive",
          "smithy.api#timestampFormat",
          "smithy.api#default",
          "smithy.api#length",
          "smithy.api#range",
          "smithy.api#pattern",
          "smithy.api#uniqueItems",
          "smithy.api#sparse",
          "smithy.api#streaming",
          "smithy.api#requiresLength",
          "smithy.api#mediaType",
          "smithy.api#error",
          "smithy.api#httpError",
          "smithy.api#http",
          "smithy.api#readonly",
          "smithy.api#idempotent",
          "smithy.api#paginated",
          "smithy.api#optionalAuth",
          "smithy.api#auth",
          "smithy.api#endpoint",
          "smithy.api#httpChecksumRequired",
          "smithy.api#deprecated",
          "aws.protocols#ec2QueryName",
          "aws.protocols#awsQueryError",
          "aws.protocols#httpChecksum",
          "aws.auth#unsignedPayload",
          "aws.customizations#s3UnwrappedXmlOutput",
          "aws.api#dataPlane");

  /**
   * The service's protocols by trait, in the order in which a service that has several prefers
   * them.
   */
  private static final Map<String, String> PROTOCOLS = protocols();

  private final Map<String, Map<String, Object>> shapes;
  private final String serviceId;
  private final Map<String, Object> service;
  private final Map<String, Object> serviceTraits;

  private SmithyImporter(Map<String, Object> ast, String serviceId) {
    this.shapes = new LinkedHashMap<>();
    Ast.object(ast, "shapes").forEach((id, shape) -> shapes.put(id, Ast.asObject(shape)));
    this.serviceId = serviceId != null ? serviceId : onlyService(shapes);
    this.service = shapes.get(this.serviceId);
    this.serviceTraits = Ast.object(service, "traits");
  }

  /**
   * The compact model of a service.
   *
   * @param name Nephele's name of the service
   * @param ast the model in Smithy's JSON AST
   * @param serviceId the service's shape id, or null where the model has one service
   */
  public static String compact(String name, Map<String, Object> ast, String serviceId) {
    return compact(name, ast, serviceId, null);
  }

  /**
   * The compact model of a service.
   *
   * @param xmlNamespace the namespace of its XML documents where the model does not tell, or null
   */
  static String compact(
      String name, Map<String, Object> ast, String serviceId, String xmlNamespace) {
    return new SmithyImporter(ast, serviceId).write(name, xmlNamespace);
  }

  private String write(String name, String xmlNamespace) {
    Map<String, String> operationIds = operationIds();
    Map<String, Object> operations = new TreeMap<>();
    Set<String> reached = new LinkedHashSet<>();
    operationIds.forEach((operation, id) -> operations.put(operation, operation(id, reached)));
    List<String> commonErrors = new ArrayList<>();
    for (Object error : Ast.list(service, "errors")) {
      commonErrors.add(reach(Ast.target(error), reached));
    }
    Map<String, Object> compactShapes = new TreeMap<>();
    Map<String, String> namespaces = new LinkedHashMap<>();
    for (String id : closure(reached)) {
      String shapeName = localName(id);
      String other = namespaces.putIfAbsent(shapeName, id);
      if (other != null && !other.equals(id)) {
        throw new IllegalArgumentException(name + ": " + other + " and " + id + " share a name");
      }
      compactShapes.put(shapeName, shape(shapes.get(id)));
    }
    StringBuilder text = new StringBuilder(1 << 16);
    text.append("{\"service\":")
        .append(JsonTree.write(header(name, xmlNamespace, commonErrors)))
        .append(",\n");
    section(text, "operations", operations);
    text.append(",\n");
    section(text, "shapes", compactShapes);
    return text.append("}\n").toString();
  }

  private static void section(StringBuilder text, String title, Map<String, Object> lines) {
    text.append('"').append(title).append("\":{\n");
    String separator = "";
    for (Map.Entry<String, Object> line : lines.entrySet()) {
      text.append(separator).append('"').append(line.getKey()).append("\":");
      text.append(JsonTree.write(line.getValue()));
      separator = ",\n";
    }
    text.append("\n}");
  }

  private Map<String, Object> header(String name, String xmlNamespace, List<String> commonErrors) {
    Map<String, Object> aws = Ast.object(serviceTraits, "aws.api#service");
    String shapeName = localName(serviceId);
    String endpointPrefix = Ast.string(aws, "endpointPrefix", name);
    String arnNamespace = Ast.string(aws, "arnNamespace", endpointPrefix);
    Map<String, Object> header = new LinkedHashMap<>();
    header.put("name", name);
    header.put("shape", shapeName);
    header.put("version", Ast.string(service, "version", ""));
    header.put("title", Ast.string(serviceTraits, "smithy.api#title", shapeName));
    header.put("sdkId", Ast.string(aws, "sdkId", shapeName));
    header.put("arnNamespace", arnNamespace);
    header.put("endpointPrefix", endpointPrefix);
    header.put(
        "signingName",
        Ast.string(Ast.object(serviceTraits, "aws.auth#sigv4"), "name", arnNamespace));
    header.put(
        "cloudTrailEventSource",
        Ast.string(aws, "cloudTrailEventSource", arnNamespace + ".amazonaws.com"));
    header.put("cloudFormationName", Ast.string(aws, "cloudFormationName", shapeName));
    header.put("protocols", serviceProtocols());
    if (serviceTraits.containsKey("aws.protocols#awsQueryCompatible")) {
      header.put("awsQueryCompatible", true);
    }
    Map<String, Object> restXml = Ast.object(serviceTraits, "aws.protocols#restXml");
    if (Boolean.TRUE.equals(restXml.get("noErrorWrapping"))) {
      header.put("noErrorWrapping", true);
    }
    if (xmlNamespace != null) {
      header.put("xmlNamespace", Map.of("uri", xmlNamespace));
    } else if (serviceTraits.containsKey("smithy.api#xmlNamespace")) {
      header.put("xmlNamespace", serviceTraits.get("smithy.api#xmlNamespace"));
    }
    if (!commonErrors.isEmpty()) {
      header.put("errors", commonErrors);
    }
    return header;
  }

  private List<String> serviceProtocols() {
    Set<String> found = new LinkedHashSet<>();
    PROTOCOLS.forEach(
        (trait, protocol) -> {
          if (serviceTraits.containsKey(trait)) {
            found.add(protocol);
          }
        });
    // A service that moved from query to JSON still answers its old clients.
    if (serviceTraits.containsKey("aws.protocols#awsQueryCompatible")) {
      found.add("awsQuery");
    }
    return List.copyOf(found);
  }

  private Map<String, String> operationIds() {
    Map<String, String> ids = new TreeMap<>();
    Deque<Map<String, Object>> owners = new ArrayDeque<>(List.of(service));
    Set<String> seen = new LinkedHashSet<>();
    while (!owners.isEmpty()) {
      Map<String, Object> owner = owners.pop();
      for (String list : List.of("operations", "collectionOperations")) {
        Ast.list(owner, list).forEach(o -> ids.put(localName(Ast.target(o)), Ast.target(o)));
      }
      for (String lifecycle : List.of("create", "put", "read", "update", "delete", "list")) {
        if (owner.get(lifecycle) != null) {
          String id = Ast.target(owner.get(lifecycle));
          ids.put(localName(id), id);
        }
      }
      for (Object resource : Ast.list(owner, "resources")) {
        if (seen.add(Ast.target(resource))) {
          owners.add(shapes.get(Ast.target(resource)));
        }
      }
    }
    return ids;
  }

  private Map<String, Object> operation(String id, Set<String> reached) {
    Map<String, Object> operation = shapes.get(id);
    Map<String, Object> compact = new LinkedHashMap<>();
    for (String side : List.of("input", "output")) {
      if (operation.get(side) != null) {
        String target = reach(Ast.target(operation.get(side)), reached);
        if (!target.equals("@Unit")) {
          compact.put(side, target);
        }
      }
    }
    List<String> errors = new ArrayList<>();
    for (Object error : Ast.list(operation, "errors")) {
      errors.add(reach(Ast.target(error), reached));
    }
    if (!errors.isEmpty()) {
      compact.put("errors", errors);
    }
    compact.putAll(kept(Ast.object(operation, "traits")));
    if (compact.get("paginated") instanceof Map<?, ?> own) {
      // What all operations page alike is said once, on the service.
      Map<String, Object> merged =
          new LinkedHashMap<>(Ast.object(serviceTraits, "smithy.api#paginated"));
      merged.putAll(Ast.asObject(own));
      compact.put("paginated", merged);
    }
    return compact;
  }

  /** All shapes that can be reached from those, in no particular order. */
  private Set<String> closure(Set<String> roots) {
    Set<String> all = new LinkedHashSet<>();
    Deque<String> open = new ArrayDeque<>(roots);
    while (!open.isEmpty()) {
      String id = open.pop();
      if (prelude(id) != null || !all.add(id)) {
        continue;
      }
      Map<String, Object> shape = shapes.get(id);
      if (isEnum(shape)) {
        continue;
      }
      members(shape).values().forEach(member -> open.push(Ast.target(member)));
    }
    return all;
  }

  private Map<String, Object> shape(Map<String, Object> shape) {
    Map<String, Object> compact = new LinkedHashMap<>();
    compact.put("type", isEnum(shape) ? "enum" : type(shape));
    compact.putAll(kept(Ast.object(shape, "traits")));
    if (isEnum(shape)) {
      compact.put("enum", enumValues(shape));
      return compact;
    }
    Map<String, Object> compactMembers = new LinkedHashMap<>();
    members(shape)
        .forEach(
            (name, member) -> {
              Map<String, Object> traits = kept(Ast.object(Ast.asObject(member), "traits"));
              String target = name(Ast.target(member));
              if (traits.isEmpty()) {
                compactMembers.put(name, target);
              } else {
                Map<String, Object> compactMember = new LinkedHashMap<>();
                compactMember.put("target", target);
                compactMember.putAll(traits);
                compactMembers.put(name, compactMember);
              }
            });
    if (!compactMembers.isEmpty()) {
      compact.put("members", compactMembers);
    }
    return compact;
  }

  private static Map<String, Object> members(Map<String, Object> shape) {
    return switch (type(shape)) {
      case "structure", "union" -> Ast.object(shape, "members");
      case "list" -> Map.of("member", shape.get("member"));
      case "map" -> {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("key", shape.get("key"));
        members.put("value", shape.get("value"));
        yield members;
      }
      default -> Map.of();
    };
  }

  private static boolean isEnum(Map<String, Object> shape) {
    return type(shape).equals("enum")
        || type(shape).equals("string")
            && Ast.object(shape, "traits").containsKey("smithy.api#enum");
  }

  private static List<String> enumValues(Map<String, Object> shape) {
    List<String> values = new ArrayList<>();
    for (Object definition : Ast.list(Ast.object(shape, "traits"), "smithy.api#enum")) {
      values.add((String) Ast.asObject(definition).get("value"));
    }
    Ast.object(shape, "members")
        .forEach(
            (name, member) ->
                values.add(
                    Ast.string(
                        Ast.object(Ast.asObject(member), "traits"), "smithy.api#enumValue", name)));
    return values;
  }

  private static Map<String, Object> kept(Map<String, Object> traits) {
    Map<String, Object> kept = new LinkedHashMap<>();
    traits.forEach(
        (trait, value) -> {
          if (KEPT.contains(trait)) {
            boolean annotation = value instanceof Map<?, ?> map && map.isEmpty();
            kept.put(localName(trait), annotation ? Boolean.TRUE : value);
          }
        });
    kept.computeIfPresent("deprecated", (trait, prose) -> true);
    return kept;
  }

  private static String type(Map<String, Object> shape) {
    String type = (String) shape.get("type");
    return switch (type) {
      case "set" -> "list";
      case "bigInteger" -> "big_integer";
      case "bigDecimal" -> "big_decimal";
      case "intEnum" -> "int_enum";
      default -> type;
    };
  }

  private String reach(String id, Set<String> reached) {
    reached.add(id);
    return name(id);
  }

  private String name(String id) {
    String prelude = prelude(id);
    return prelude == null ? localName(id) : prelude;
  }

  /** The prelude's name for a shape that says no more than the prelude's does, else null. */
  private String prelude(String id) {
    if (id.startsWith("smithy.api#")) {
      return switch (localName(id)) {
        case "Unit" -> "@Unit";
        case "BigInteger" -> "@big_integer";
        case "BigDecimal" -> "@big_decimal";
        default -> "@" + localName(id).replace("Primitive", "").toLowerCase(java.util.Locale.ROOT);
      };
    }
    Map<String, Object> shape = shapes.get(id);
    if (shape == null) {
      throw new IllegalArgumentException("no shape " + id);
    }
    return switch (type(shape)) {
      case "structure", "union", "list", "map", "enum", "int_enum" -> null;
      default -> {
        boolean plain =
            !isEnum(shape) && kept(Ast.object(shape, "traits")).keySet().equals(Set.of());
        yield plain ? "@" + type(shape) : null;
      }
    };
  }

  static String localName(String id) {
    return id.substring(id.indexOf('#') + 1);
  }

  private static String onlyService(Map<String, Map<String, Object>> shapes) {
    Collection<String> services =
        shapes.entrySet().stream()
            .filter(shape -> "service".equals(shape.getValue().get("type")))
            .map(Map.Entry::getKey)
            .toList();
    if (services.size() != 1) {
      throw new IllegalArgumentException("expected one service, found " + services);
    }
    return services.iterator().next();
  }

  private static Map<String, String> protocols() {
    Map<String, String> ordered = new LinkedHashMap<>();
    ordered.put("aws.protocols#awsJson1_0", "awsJson1_0");
    ordered.put("aws.protocols#awsJson1_1", "awsJson1_1");
    ordered.put("aws.protocols#restJson1", "restJson1");
    ordered.put("aws.protocols#restXml", "restXml");
    ordered.put("aws.protocols#ec2Query", "ec2Query");
    ordered.put("smithy.protocols#rpcv2Cbor", "rpcv2Cbor");
    ordered.put("aws.protocols#awsQuery", "awsQuery");
    return ordered;
  }
}
