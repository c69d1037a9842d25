package io.nephele.services.dynamodb.expressions;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * Paths that are apart from each other as a tree: at the end of each is a leaf with what belongs to
 * it, on the way are names or indexes.
 */
final class PathTree<T> {
  private T leaf;
  private Map<String, PathTree<T>> names;
  private TreeMap<Integer, PathTree<T>> indexes;

  /** Puts something at the end of a path. */
  void put(DocumentPath path, T value) {
    PathTree<T> at = this;
    for (Object step : path.steps()) {
      at = step instanceof Integer index ? at.index(index) : at.name((String) step);
    }
    at.leaf = value;
  }

  private PathTree<T> name(String name) {
    if (names == null) {
      names = new LinkedHashMap<>(4);
    }
    return names.computeIfAbsent(name, each -> new PathTree<>());
  }

  private PathTree<T> index(Integer index) {
    if (indexes == null) {
      indexes = new TreeMap<>();
    }
    return indexes.computeIfAbsent(index, each -> new PathTree<>());
  }

  /** What is at this end of a path; null where paths go on. */
  T leaf() {
    return leaf;
  }

  /** Where paths go on by names; null if they do not. */
  Map<String, PathTree<T>> names() {
    return names;
  }

  /** Where paths go on by indexes, in ascending order; null if they do not. */
  TreeMap<Integer, PathTree<T>> indexes() {
    return indexes;
  }
}
