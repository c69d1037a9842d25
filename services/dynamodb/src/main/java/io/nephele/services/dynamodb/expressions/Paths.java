package io.nephele.services.dynamodb.expressions;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How document paths of one expression stand to each other. */
public final class Paths {
  private Paths() {}

  /**
   * Refuses paths of which one leads into another, or which take one thing for both a map and a
   * list.
   */
  public static void requireApart(ExpressionKind kind, List<DocumentPath> paths) {
    require(kind, paths, Relation.OVERLAP, "overlap");
    require(kind, paths, Relation.CONFLICT, "conflict");
  }

  private static void require(
      ExpressionKind kind, List<DocumentPath> paths, Relation refused, String verb) {
    Map<String, List<DocumentPath>> byAttribute = HashMap.newHashMap(paths.size());
    for (DocumentPath path : paths) {
      List<DocumentPath> earlier =
          byAttribute.computeIfAbsent(path.attribute(), each -> new ArrayList<>(1));
      for (DocumentPath other : earlier) {
        if (relation(other, path) == refused) {
          throw kind.error(
              "Two document paths "
                  + verb
                  + " with each other; must remove or rewrite one of these paths; path one: "
                  + other
                  + ", path two: "
                  + path);
        }
      }
      earlier.add(path);
    }
  }

  private enum Relation {
    APART,
    OVERLAP,
    CONFLICT
  }

  private static Relation relation(DocumentPath a, DocumentPath b) {
    List<Object> left = a.steps();
    List<Object> right = b.steps();
    for (int i = 0; i < left.size() && i < right.size(); i++) {
      Object one = left.get(i);
      Object other = right.get(i);
      if (one.getClass() != other.getClass()) {
        return Relation.CONFLICT;
      }
      if (!one.equals(other)) {
        return Relation.APART;
      }
    }
    return Relation.OVERLAP;
  }
}
