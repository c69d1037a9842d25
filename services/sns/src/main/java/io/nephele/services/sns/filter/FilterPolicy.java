package io.nephele.services.sns.filter;

import java.util.List;
import java.util.Map;

/**
 * A filter policy. What it is matched with is a document: texts, numbers, booleans and nulls in
 * maps and lists. A message's attributes are a document without maps in it.
 */
public final class FilterPolicy {
  private final Node root;

  private FilterPolicy(Node root) {
    this.root = root;
  }

  /**
   * The policy that a text is.
   *
   * @param nested whether it is about the body, and may look into objects
   * @throws FilterPolicyException if it is none, or too large
   */
  public static FilterPolicy parse(String json, boolean nested) {
    return new FilterPolicy(new FilterPolicyReader(nested).read(json));
  }

  /** Whether a message is wanted. */
  public boolean matches(Map<?, ?> document) {
    return root.matches(document);
  }

  /** Whether the policy demands nothing. */
  public boolean isEmpty() {
    return root.fields.isEmpty() && root.alternatives.isEmpty();
  }

  /** What is demanded of a field: a list of conditions, or a node for what is in it. */
  sealed interface Demand permits Node, Conditions {}

  /** A field and what is demanded of it. */
  record Field(String name, Demand demand) {}

  /**
   * What is demanded of an object: all of its fields and one of each list of alternatives.
   *
   * @param alternatives the lists under {@code $or}
   */
  record Node(List<Field> fields, List<List<Node>> alternatives) implements Demand {

    /** Whether an object, or null where there is none, is as demanded. */
    boolean matches(Map<?, ?> object) {
      for (int i = 0; i < fields.size(); i++) {
        Field field = fields.get(i);
        Object value = object == null ? null : object.get(field.name);
        boolean absent = object == null || value == null && !object.containsKey(field.name);
        boolean met =
            field.demand instanceof Conditions conditions
                ? conditions.matches(value, absent)
                : within((Node) field.demand, value);
        if (!met) {
          return false;
        }
      }
      for (int i = 0; i < alternatives.size(); i++) {
        if (!any(alternatives.get(i), object)) {
          return false;
        }
      }
      return true;
    }

    private static boolean any(List<Node> nodes, Map<?, ?> object) {
      for (int i = 0; i < nodes.size(); i++) {
        if (nodes.get(i).matches(object)) {
          return true;
        }
      }
      return false;
    }

    /** Whether a value is an object as demanded, or a list with one; else as if it were absent. */
    private static boolean within(Node node, Object value) {
      if (value instanceof Map<?, ?> object) {
        return node.matches(object);
      }
      boolean any = false;
      if (value instanceof List<?> list) {
        for (Object item : list) {
          if (item instanceof Map<?, ?> || item instanceof List<?>) {
            any = true;
            if (within(node, item)) {
              return true;
            }
          }
        }
      }
      return !any && node.matches(null);
    }
  }
}
