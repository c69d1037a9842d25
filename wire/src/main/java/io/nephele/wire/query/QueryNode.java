package io.nephele.wire.query;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Query parameters as the tree that the dots in their names make. {@code Tag.1.Key=a} is a node Tag
 * with a child 1 that has a child Key with the value a. An index is a name like any other, so a
 * huge one takes no more room than a small one.
 */
public final class QueryNode {
  private String value;
  private Map<String, QueryNode> children = Map.of();

  QueryNode() {}

  /** The value given for exactly this name, or null. */
  public String value() {
    return value;
  }

  /** The node below this one with that name, or null. */
  public QueryNode child(String name) {
    return children.get(name);
  }

  /** The value of the child of that name, or null. */
  public String value(String name) {
    QueryNode child = children.get(name);
    return child == null ? null : child.value;
  }

  /** The names of the nodes below this one. */
  public Set<String> names() {
    return children.keySet();
  }

  boolean isLeaf() {
    return children.isEmpty();
  }

  boolean hasIndexes() {
    for (String name : children.keySet()) {
      if (isIndex(name)) {
        return true;
      }
    }
    return false;
  }

  /**
   * The indexed nodes below this one in the order of their indexes; gaps are closed. Null if a name
   * is no index.
   */
  List<QueryNode> indexed() {
    List<Map.Entry<String, QueryNode>> entries = new ArrayList<>(children.entrySet());
    boolean ordered = true;
    String previous = null;
    for (Map.Entry<String, QueryNode> entry : entries) {
      String name = entry.getKey();
      if (!isIndex(name)) {
        return null;
      }
      ordered = ordered && (previous == null || compareIndexes(previous, name) < 0);
      previous = name;
    }
    if (!ordered) {
      entries.sort((a, b) -> compareIndexes(a.getKey(), b.getKey()));
    }
    List<QueryNode> nodes = new ArrayList<>(entries.size());
    for (Map.Entry<String, QueryNode> entry : entries) {
      nodes.add(entry.getValue());
    }
    return nodes;
  }

  void put(String text) {
    value = text;
  }

  QueryNode childOrNew(String name) {
    if (children.isEmpty()) {
      children = LinkedHashMap.newLinkedHashMap(4);
    }
    return children.computeIfAbsent(name, key -> new QueryNode());
  }

  private static boolean isIndex(String name) {
    if (name.isEmpty()) {
      return false;
    }
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c < '0' || c > '9') {
        return false;
      }
    }
    return true;
  }

  /** Compares numbers of any length without parsing them. */
  private static int compareIndexes(String a, String b) {
    int startA = leadingZeros(a);
    int startB = leadingZeros(b);
    int lengths = Integer.compare(a.length() - startA, b.length() - startB);
    return lengths != 0 ? lengths : a.substring(startA).compareTo(b.substring(startB));
  }

  private static int leadingZeros(String index) {
    int zeros = 0;
    while (zeros < index.length() && index.charAt(zeros) == '0') {
      zeros++;
    }
    return zeros;
  }
}
