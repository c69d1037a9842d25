package io.nephele.generator;

import io.nephele.model.Member;
import io.nephele.model.Operation;
import io.nephele.model.Service;
import io.nephele.model.Shape;
import io.nephele.model.ShapeType;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The Java types of a service: which shapes get a class, how the classes are called, and which type
 * the values of a shape have.
 */
final class ServiceTypes {
  private static final String MODEL = "io.nephele.model.";

  private final Service service;
  private final String packageName;
  private final String serviceType;
  private final List<Shape> structures = new ArrayList<>();
  private final List<Shape> errors = new ArrayList<>();
  private final List<Shape> enums = new ArrayList<>();
  private final Map<Shape, String> names = new HashMap<>();
  private final Set<String> taken = new HashSet<>();

  ServiceTypes(Service service) {
    this.service = service;
    this.packageName = Names.packageName(service.name());
    for (Shape shape : reachable()) {
      if (shape.name().startsWith("@")) {
        continue;
      }
      if (shape.isError()) {
        errors.add(shape);
      } else if (isStructure(shape)) {
        structures.add(shape);
      } else if (!shape.constraints().enumeration().isEmpty()) {
        enums.add(shape);
      } else {
        continue;
      }
      names.put(shape, Names.unique(Names.type(shape.name()), taken));
    }
    String plain = Names.serviceType(service.name());
    boolean clashes = taken.contains(plain.toLowerCase(Locale.ROOT));
    this.serviceType = reserve(clashes ? plain + "Api" : plain);
  }

  Service service() {
    return service;
  }

  String packageName() {
    return packageName;
  }

  /** The name of the class of operation constants. */
  String serviceType() {
    return serviceType;
  }

  /** Structures and unions that get a view. */
  List<Shape> structures() {
    return structures;
  }

  List<Shape> errors() {
    return errors;
  }

  List<Shape> enums() {
    return enums;
  }

  /** The simple name of the class of a structure, error or enum. */
  String name(Shape shape) {
    return names.get(shape);
  }

  /** A free type name like that one, for a class of the generator's own. */
  String reserve(String name) {
    return Names.unique(name, taken);
  }

  /**
   * Whether values of the shape are seen through a view. An event stream is not, though each of its
   * events is; nor is an error inside of another structure, because it is no exception there.
   */
  boolean hasView(Shape shape) {
    return isStructure(shape) && !shape.isError() && !isEventStream(shape);
  }

  /** The view of a structure or union. */
  String viewType(Shape shape) {
    return shape.name().startsWith("@") ? MODEL + "Unit" : names.get(shape);
  }

  /** The type of getters and setters; lists and maps of structures are lists and maps of views. */
  String type(Shape shape) {
    if (hasView(shape)) {
      return viewType(shape);
    }
    if (shape.type() == ShapeType.LIST && hasView(shape.listMember().target())) {
      return "java.util.List<" + viewType(shape.listMember().target()) + ">";
    }
    if (shape.type() == ShapeType.MAP && hasView(shape.mapValue().target())) {
      return "java.util.Map<java.lang.String, " + viewType(shape.mapValue().target()) + ">";
    }
    return slotType(shape);
  }

  /**
   * The type of the values in a {@link io.nephele.model.Struct}'s slots, as {@link ShapeType} says.
   */
  private static String slotType(Shape shape) {
    return switch (shape.type()) {
      case BLOB -> MODEL + (shape.streaming() ? "Body" : "Bytes");
      case BOOLEAN -> "java.lang.Boolean";
      case STRING, ENUM -> "java.lang.String";
      case BYTE, SHORT, INTEGER, INT_ENUM -> "java.lang.Integer";
      case LONG -> "java.lang.Long";
      case FLOAT -> "java.lang.Float";
      case DOUBLE -> "java.lang.Double";
      case BIG_INTEGER -> "java.math.BigInteger";
      case BIG_DECIMAL -> "java.math.BigDecimal";
      case TIMESTAMP -> "java.time.Instant";
      case DOCUMENT -> MODEL + "Document";
      case LIST -> "java.util.List<" + slotType(shape.listMember().target()) + ">";
      case MAP -> "java.util.Map<java.lang.String, " + slotType(shape.mapValue().target()) + ">";
      case STRUCTURE, UNION -> MODEL + (isEventStream(shape) ? "EventStream" : "Struct");
    };
  }

  private static boolean isStructure(Shape shape) {
    return shape.type() == ShapeType.STRUCTURE || shape.type() == ShapeType.UNION;
  }

  private static boolean isEventStream(Shape shape) {
    return shape.type() == ShapeType.UNION && shape.streaming();
  }

  /** All shapes that the operations' inputs, outputs and errors are made of. */
  private Set<Shape> reachable() {
    Set<Shape> reached = new LinkedHashSet<>();
    Deque<Shape> open = new ArrayDeque<>();
    for (Operation operation : service.operations()) {
      open.add(operation.input());
      open.add(operation.output());
      open.addAll(operation.errors());
    }
    while (!open.isEmpty()) {
      Shape shape = open.poll();
      if (reached.add(shape)) {
        for (Member member : shape.members()) {
          open.add(member.target());
        }
      }
    }
    return reached;
  }
}
