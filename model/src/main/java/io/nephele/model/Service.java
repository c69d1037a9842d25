package io.nephele.model;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The model of one AWS service. Its text is JSON with one operation or shape a line (see {@code
 * docs/model.md}), so a line is read only when its operation or shape is first asked for: EC2's
 * 4,000 shapes cost what a caller uses of them.
 */
public final class Service {
  /** The structure of inputs and outputs that a model leaves out. */
  static final String UNIT = "@Unit";

  private static final Map<String, ShapeType> PRELUDE = prelude();

  private final byte[] text;
  private final String name;
  private final Traits traits;
  private final List<Protocol> protocols;
  private final Map<String, Line> operationLines;
  private final Map<String, Line> shapeLines;
  private final Map<String, Operation> operations = new ConcurrentHashMap<>();
  private final Map<String, Shape> shapes = new ConcurrentHashMap<>();

  private record Line(int offset, int length) {}

  private Service(
      byte[] text,
      String name,
      Traits traits,
      Map<String, Line> operationLines,
      Map<String, Line> shapeLines) {
    this.text = text;
    this.name = name;
    this.traits = traits;
    this.protocols = traits.strings("protocols").stream().map(Protocol::ofTraitName).toList();
    this.operationLines = operationLines;
    this.shapeLines = shapeLines;
  }

  /** Reads a compact model. */
  public static Service parse(byte[] text) {
    ModelLines lines = new ModelLines(text);
    Map<String, Object> header = lines.header("{\"service\":");
    Map<String, Line> operations = new LinkedHashMap<>();
    lines.section(
        "\"operations\":{", (key, offset, length) -> operations.put(key, new Line(offset, length)));
    Map<String, Line> shapes = new LinkedHashMap<>();
    lines.section(
        "\"shapes\":{", (key, offset, length) -> shapes.put(key, new Line(offset, length)));
    return new Service(text, (String) header.get("name"), new Traits(header), operations, shapes);
  }

  /**
   * Nephele's name of the service, which is the AWS CLI's: {@code sqs}, {@code elbv2}, {@code
   * stepfunctions}.
   */
  public String name() {
    return name;
  }

  /**
   * The name of the service shape, which is the prefix of {@code X-Amz-Target} in the JSON
   * protocols.
   */
  public String shapeName() {
    return traits.string("shape");
  }

  /** The API's version, a date. */
  public String version() {
    return traits.string("version");
  }

  /** The name that SDKs use, for example {@code Cognito Identity Provider}. */
  public String sdkId() {
    return traits.string("sdkId");
  }

  /** The full name, for example {@code Amazon Simple Queue Service}. */
  public String title() {
    return traits.string("title");
  }

  /** The service part of ARNs. */
  public String arnNamespace() {
    return traits.string("arnNamespace");
  }

  /** The first label of the service's host names. */
  public String endpointPrefix() {
    return traits.string("endpointPrefix");
  }

  /** The service in the credential scope of signatures. */
  public String signingName() {
    return traits.string("signingName");
  }

  /** The {@code eventSource} of CloudTrail records. */
  public String cloudTrailEventSource() {
    return traits.string("cloudTrailEventSource");
  }

  /** The service part of CloudFormation resource types. */
  public String cloudFormationName() {
    return traits.string("cloudFormationName");
  }

  /** The protocols in which the service answers, the preferred one first. */
  public List<Protocol> protocols() {
    return protocols;
  }

  /**
   * Whether a JSON or CBOR service also tells the error codes of its query protocol
   * (awsQueryCompatible).
   */
  public boolean queryCompatible() {
    return traits.has("awsQueryCompatible");
  }

  /** The namespace of the service's XML documents, or null. */
  public XmlNamespace xmlNamespace() {
    return traits.xmlNamespace();
  }

  /**
   * Whether restXml errors stand without an {@code ErrorResponse} element around them, as S3's do.
   */
  public boolean noErrorWrapping() {
    return traits.has("noErrorWrapping");
  }

  /** The names of all operations, in the model's order. */
  public Set<String> operationNames() {
    return operationLines.keySet();
  }

  /** All operations, in the model's order. */
  public List<Operation> operations() {
    List<Operation> all = new ArrayList<>(operationLines.size());
    for (String operation : operationLines.keySet()) {
      all.add(operation(operation));
    }
    return all;
  }

  /** The names of all shapes, in the model's order. */
  public Set<String> shapeNames() {
    return shapeLines.keySet();
  }

  /** The operation of that name, or null. */
  public Operation operation(String operationName) {
    Operation known = operations.get(operationName);
    if (known != null) {
      return known;
    }
    Line line = operationLines.get(operationName);
    return line == null
        ? null
        : operations.computeIfAbsent(operationName, key -> readOperation(key, line));
  }

  /** The shape of that name; an error of ours if there is none. */
  public Shape shape(String shapeName) {
    Shape known = shapes.get(shapeName);
    return known != null ? known : shapes.computeIfAbsent(shapeName, this::readShape);
  }

  private Operation readOperation(String operationName, Line line) {
    Traits operation = new Traits(Json.object(text, line.offset(), line.length()));
    List<String> errors = new ArrayList<>(operation.strings("errors"));
    errors.addAll(traits.strings("errors"));
    return new Operation(
        this,
        operationName,
        operation.has("input") ? operation.string("input") : UNIT,
        operation.has("output") ? operation.string("output") : UNIT,
        errors,
        operation);
  }

  @SuppressWarnings("unchecked") // JSON objects have string keys
  private Shape readShape(String shapeName) {
    ShapeType simple = PRELUDE.get(shapeName);
    if (simple != null) {
      return new Shape(this, shapeName, simple, new Traits(Map.of()), List.of());
    }
    Line line = shapeLines.get(shapeName);
    if (line == null) {
      throw new IllegalArgumentException(name + " has no shape " + shapeName);
    }
    Map<String, Object> shape = Json.object(text, line.offset(), line.length());
    ShapeType type = ShapeType.valueOf(((String) shape.get("type")).toUpperCase(Locale.ROOT));
    Map<String, Object> declared = (Map<String, Object>) shape.getOrDefault("members", Map.of());
    List<Member> members = new ArrayList<>(declared.size());
    declared.forEach(
        (memberName, value) -> {
          // A member without traits is just its target's name.
          Map<String, Object> member =
              value instanceof String target
                  ? Map.of("target", target)
                  : (Map<String, Object>) value;
          members.add(
              new Member(
                  this,
                  memberName,
                  members.size(),
                  (String) member.get("target"),
                  new Traits(member)));
        });
    return new Shape(this, shapeName, type, new Traits(shape), members);
  }

  private static Map<String, ShapeType> prelude() {
    Map<String, ShapeType> simple = new LinkedHashMap<>();
    for (ShapeType type : ShapeType.values()) {
      if (!type.isAggregate() && type != ShapeType.ENUM && type != ShapeType.INT_ENUM) {
        simple.put("@" + type.name().toLowerCase(Locale.ROOT), type);
      }
    }
    simple.put(UNIT, ShapeType.STRUCTURE);
    return Map.copyOf(simple);
  }

  @Override
  public String toString() {
    return name;
  }

  /**
   * Cuts a model's text into its lines; the form is the importer's, so what does not fit is an
   * error of ours.
   */
  private static final class ModelLines {
    private final byte[] text;
    private int position;

    ModelLines(byte[] text) {
      this.text = text;
    }

    Map<String, Object> header(String prefix) {
      int end = lineEnd();
      int start = position + prefix.length();
      position = end + 1;
      return Json.object(text, start, end - start - 1); // without the comma
    }

    void section(String opening, LineConsumer lines) {
      int end = lineEnd();
      if (!startsWith(opening)) {
        throw new IllegalArgumentException("expected " + opening + " in a compact model");
      }
      position = end + 1;
      while (text[position] == '"') {
        end = lineEnd();
        int keyEnd = position + 1;
        while (text[keyEnd] != '"') {
          keyEnd++;
        }
        String key = new String(text, position + 1, keyEnd - position - 1, StandardCharsets.UTF_8);
        int valueEnd = text[end - 1] == ',' ? end - 1 : end;
        lines.accept(key, keyEnd + 2, valueEnd - keyEnd - 2);
        position = end + 1;
      }
      position = lineEnd() + 1;
    }

    private boolean startsWith(String expected) {
      return new String(
              text,
              position,
              Math.min(expected.length(), text.length - position),
              StandardCharsets.UTF_8)
          .equals(expected);
    }

    private int lineEnd() {
      int end = position;
      while (end < text.length && text[end] != '\n') {
        end++;
      }
      return end;
    }
  }

  @FunctionalInterface
  private interface LineConsumer {
    void accept(String key, int offset, int length);
  }
}
