package io.nephele.generator;

import io.nephele.model.Member;
import io.nephele.model.Operation;
import io.nephele.model.Service;
import io.nephele.model.Shape;
import io.nephele.model.ShapeType;
import java.util.HashSet;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Writes the Java sources of one service's API. Names of other packages are written in full,
 * because AWS has shapes called {@code Object}, {@code String} and {@code Record}.
 */
final class ServiceSources {
  private final ServiceTypes types;
  private final ViewFactories factories;
  private final SortedMap<String, String> sources = new TreeMap<>();

  private ServiceSources(Service service) {
    this.types = new ServiceTypes(service);
    this.factories = new ViewFactories(types);
  }

  /**
   * The sources of a service's API by simple class name. All are in the package that {@link
   * Names#packageName} names.
   */
  static SortedMap<String, String> of(Service service) {
    ServiceSources writer = new ServiceSources(service);
    writer.sources.put(writer.types.serviceType(), writer.operations());
    for (Shape shape : writer.types.structures()) {
      writer.sources.put(writer.types.name(shape), writer.view(shape));
    }
    for (Shape shape : writer.types.errors()) {
      writer.sources.put(writer.types.name(shape), writer.error(shape));
    }
    for (Shape shape : writer.types.enums()) {
      writer.sources.put(writer.types.name(shape), writer.constants(shape));
    }
    writer.factories.write(writer.sources::put);
    return writer.sources;
  }

  private String operations() {
    Service service = types.service();
    StringBuilder source = header("The operations of " + service.title() + ".");
    source.append("public final class ").append(types.serviceType()).append(" {\n");
    Set<String> taken = new HashSet<>();
    for (Operation operation : service.operations()) {
      source
          .append("  /** The operation {@code ")
          .append(operation.name())
          .append("}. */\n  public static final io.nephele.model.ApiOperation<")
          .append(types.viewType(operation.input()))
          .append(", ")
          .append(types.viewType(operation.output()))
          .append("> ")
          .append(Names.unique(Names.type(operation.name()), taken))
          .append("\n      = new io.nephele.model.ApiOperation<>(")
          .append(literal(service.name()))
          .append(", ")
          .append(literal(operation.name()))
          .append(", ")
          .append(factories.expression(operation.input()))
          .append(", ")
          .append(factories.expression(operation.output()))
          .append(");\n\n");
    }
    return source
        .append(
            """
              private %s() {}

              /** The service's shape of that name. */
              public static io.nephele.model.Shape shape(java.lang.String name) {
                return io.nephele.model.Models.bundled().service(%s).shape(name);
              }
            }
            """
                .formatted(types.serviceType(), literal(service.name())))
        .toString();
  }

  private String view(Shape shape) {
    String name = types.name(shape);
    StringBuilder source = header(described(shape));
    source
        .append("public final class ")
        .append(name)
        .append(" extends io.nephele.model.View {\n  /** An empty one. */\n  public ")
        .append(name)
        .append("() {\n    super(")
        .append(newStruct(shape))
        .append(");\n  }\n\n  /** A view of that struct. */\n  public ")
        .append(name)
        .append("(io.nephele.model.Struct struct) {\n    super(struct);\n  }\n");
    Set<String> methods = new HashSet<>();
    for (Member member : shape.members()) {
      String method = method(member, Names.VIEW_METHODS, methods);
      appendGetter(source, method, member, "struct()");
      appendSetter(source, name, method, member, "struct()");
    }
    return source.append("}\n").toString();
  }

  private String error(Shape shape) {
    String name = types.name(shape);
    StringBuilder source = header("AWS's error {@code " + shape.name() + "}.");
    source
        .append("public final class ")
        .append(name)
        .append(" extends io.nephele.model.AwsException {\n  /** An error without a message. */\n")
        .append("  public ")
        .append(name)
        .append("() {\n    this(null);\n  }\n\n  /** An error with that message. */\n  public ")
        .append(name)
        .append("(java.lang.String message) {\n    super(")
        .append(newStruct(shape))
        .append(", message);\n  }\n");
    Set<String> methods = new HashSet<>();
    for (Member member : shape.members()) {
      // The message is the exception's own: a setter would let the two differ.
      if (!member.name().equalsIgnoreCase("message")) {
        String method = method(member, Names.ERROR_METHODS, methods);
        appendGetter(source, method, member, "detail()");
        appendSetter(source, name, method, member, "detail()");
      }
    }
    return source.append("}\n").toString();
  }

  private String constants(Shape shape) {
    String name = types.name(shape);
    StringBuilder source = header("Values of AWS's {@code " + shape.name() + "}.");
    source.append("public final class ").append(name).append(" {\n");
    Set<String> taken = new HashSet<>();
    for (String value : shape.constraints().enumeration()) {
      source
          .append("  public static final java.lang.String ")
          .append(Names.unique(Names.constant(value), taken))
          .append(" = ")
          .append(literal(value))
          .append(";\n");
    }
    return source.append("\n  private ").append(name).append("() {}\n}\n").toString();
  }

  private void appendGetter(StringBuilder source, String method, Member member, String struct) {
    Shape target = member.target();
    String type = types.type(target);
    String slot = struct + ".get(" + member.index() + ")";
    source.append("\n  public ").append(type).append(' ').append(method).append("() {\n");
    if (types.hasView(target)) {
      source
          .append("    io.nephele.model.Struct value = (io.nephele.model.Struct) ")
          .append(slot)
          .append(";\n    return value == null ? null : new ")
          .append(type)
          .append("(value);\n");
    } else if (isListOfViews(target)) {
      source
          .append("    return io.nephele.model.Views.list(")
          .append(slot)
          .append(", ")
          .append(factories.expression(target.listMember().target()))
          .append(");\n");
    } else if (isMapOfViews(target)) {
      source
          .append("    return io.nephele.model.Views.map(")
          .append(slot)
          .append(", ")
          .append(factories.expression(target.mapValue().target()))
          .append(");\n");
    } else {
      source.append("    return (").append(type).append(") ").append(slot).append(";\n");
    }
    source.append("  }\n");
  }

  private void appendSetter(
      StringBuilder source, String owner, String method, Member member, String struct) {
    Shape target = member.target();
    String value = "value";
    if (types.hasView(target)) {
      value = "value == null ? null : value.struct()";
    } else if (isListOfViews(target) || isMapOfViews(target)) {
      value = "io.nephele.model.Views.structs(value)";
    }
    source
        .append("\n  public ")
        .append(owner)
        .append(' ')
        .append(method)
        .append('(')
        .append(types.type(target))
        .append(" value) {\n    ")
        .append(struct)
        .append(".set(")
        .append(member.index())
        .append(", ")
        .append(value)
        .append(");\n    return this;\n  }\n");
  }

  private boolean isListOfViews(Shape shape) {
    return shape.type() == ShapeType.LIST && types.hasView(shape.listMember().target());
  }

  private boolean isMapOfViews(Shape shape) {
    return shape.type() == ShapeType.MAP && types.hasView(shape.mapValue().target());
  }

  private String newStruct(Shape shape) {
    return "new io.nephele.model.Struct("
        + types.serviceType()
        + ".shape("
        + literal(shape.name())
        + "))";
  }

  private static String described(Shape shape) {
    String kind = shape.type() == ShapeType.UNION ? "union" : "structure";
    return "AWS's " + kind + " {@code " + shape.name() + "}.";
  }

  private static String method(Member member, Set<String> inherited, Set<String> taken) {
    String name = Names.method(member.name(), inherited);
    while (!taken.add(name)) {
      name += "_";
    }
    return name;
  }

  private StringBuilder header(String javadoc) {
    return new StringBuilder(2000)
        .append("package ")
        .append(types.packageName())
        .append(";\n\n/** ")
        .append(javadoc.replace("\\", "&#92;").replace("*/", "*&#47;"))
        .append(" */\n");
  }

  private static String literal(String text) {
    StringBuilder literal = new StringBuilder(text.length() + 2).append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        literal.append('\\').append(c);
      } else if (c < ' ') {
        literal.append(
            "\\%03o"
                .formatted(
                    (int) c)); // a Unicode escape would be a line's end inside of the literal
      } else if (c > '~') {
        literal.append("\\u%04x".formatted((int) c));
      } else {
        literal.append(c);
      }
    }
    return literal.append('"').toString();
  }
}
