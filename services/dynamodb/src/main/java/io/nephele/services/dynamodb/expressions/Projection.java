package io.nephele.services.dynamodb.expressions;

import io.nephele.services.dynamodb.expressions.Syntax.Path;
import io.nephele.services.dynamodb.values.Validation;
import io.nephele.services.dynamodb.values.Value;
import io.nephele.services.dynamodb.values.Value.L;
import io.nephele.services.dynamodb.values.Value.M;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The parts of items that a read returns. Safe for threads. */
public final class Projection {
  private final PathTree<Boolean> tree = new PathTree<>();
  private final Set<String> attributes = new LinkedHashSet<>();
  private final Set<String> nestedAttributes = new HashSet<>();
  private final List<DocumentPath> paths;

  private Projection(List<DocumentPath> paths) {
    this.paths = paths;
    for (DocumentPath path : paths) {
      tree.put(path, Boolean.TRUE);
      attributes.add(path.attribute());
      if (path.isNested()) {
        nestedAttributes.add(path.attribute());
      }
    }
  }

  /**
   * The projection of an expression.
   *
   * @throws io.nephele.model.AwsException in AWS's words if it is none
   */
  public static Projection parse(String expression, ExpressionContext context) {
    ExpressionKind kind = ExpressionKind.PROJECTION;
    Parser parser = new Parser(kind, expression, false);
    List<Path> parsed = new ArrayList<>();
    do {
      parsed.add(parser.path());
    } while (parser.tokens.takeSign(","));
    parser.end();
    Resolver resolver = new Resolver(kind, context);
    for (Path path : parsed) {
      Resolver.requireNotReserved(kind, path);
    }
    List<DocumentPath> paths = new ArrayList<>(parsed.size());
    for (Path path : parsed) {
      paths.add(resolver.path(path));
    }
    Paths.requireApart(kind, paths);
    return new Projection(paths);
  }

  /**
   * The projection of {@code AttributesToGet}: names of attributes of the item itself.
   *
   * @throws io.nephele.model.AwsException in AWS's words if one is there twice
   */
  public static Projection ofAttributes(List<String> names) {
    Set<String> seen = new HashSet<>();
    for (String name : names) {
      if (!seen.add(name)) {
        throw Validation.parameters("Duplicate value in attribute name: " + name);
      }
    }
    return of(seen);
  }

  /** The projection to those attributes. */
  public static Projection of(Set<String> names) {
    List<DocumentPath> paths = new ArrayList<>(names.size());
    for (String name : names) {
      paths.add(DocumentPath.of(name));
    }
    return new Projection(paths);
  }

  /** The projection to paths that are apart from each other. */
  static Projection ofPaths(List<DocumentPath> paths) {
    return new Projection(paths);
  }

  /** The names of all attributes of which something is returned. */
  public Set<String> attributes() {
    return attributes;
  }

  /** Those of which only parts are asked for. */
  public Set<String> nestedAttributes() {
    return nestedAttributes;
  }

  /** The paths that are asked for. */
  public List<DocumentPath> paths() {
    return paths;
  }

  /** What of the item is asked for and there. Elements of lists move together, in their order. */
  public Map<String, Value> of(Map<String, Value> item) {
    Map<String, Value> result = LinkedHashMap.newLinkedHashMap(attributes.size());
    for (Map.Entry<String, PathTree<Boolean>> entry : tree.names().entrySet()) {
      Value found = project(item.get(entry.getKey()), entry.getValue());
      if (found != null) {
        result.put(entry.getKey(), found);
      }
    }
    return result;
  }

  private static Value project(Value value, PathTree<Boolean> tree) {
    if (value == null || tree.leaf() != null) {
      return value;
    }
    if (tree.names() != null) {
      return value instanceof M map ? project(map, tree) : null;
    }
    return value instanceof L list ? project(list, tree) : null;
  }

  private static Value project(M map, PathTree<Boolean> tree) {
    Map<String, Value> parts = new LinkedHashMap<>();
    for (Map.Entry<String, PathTree<Boolean>> entry : tree.names().entrySet()) {
      Value found = project(map.values().get(entry.getKey()), entry.getValue());
      if (found != null) {
        parts.put(entry.getKey(), found);
      }
    }
    return parts.isEmpty() ? null : new M(parts);
  }

  private static Value project(L list, PathTree<Boolean> tree) {
    List<Value> parts = new ArrayList<>();
    for (Map.Entry<Integer, PathTree<Boolean>> entry : tree.indexes().entrySet()) {
      if (entry.getKey() < list.values().size()) {
        Value found = project(list.values().get(entry.getKey()), entry.getValue());
        if (found != null) {
          parts.add(found);
        }
      }
    }
    return parts.isEmpty() ? null : new L(parts);
  }
}
