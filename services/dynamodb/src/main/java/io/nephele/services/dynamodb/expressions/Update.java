package io.nephele.services.dynamodb.expressions;

import io.nephele.services.dynamodb.values.AttributeValues;
import io.nephele.services.dynamodb.values.Value;
import io.nephele.services.dynamodb.values.Value.L;
import io.nephele.services.dynamodb.values.Value.M;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A change of an item, checked and ready to be applied. Safe for threads. */
public final class Update {
  private final PathTree<UpdateAction> tree = new PathTree<>();
  private final Set<String> attributes = new LinkedHashSet<>();
  private final Set<String> nestedAttributes;
  private final Projection touched;
  private final boolean onlyTakesAway;

  /**
   * An update of those actions at those paths, which are apart from each other.
   *
   * @param nestedAttributes the attributes that paths lead into, also where values are read from
   */
  public Update(
      List<DocumentPath> paths, List<UpdateAction> actions, Set<String> nestedAttributes) {
    for (int i = 0; i < paths.size(); i++) {
      tree.put(paths.get(i), actions.get(i));
      attributes.add(paths.get(i).attribute());
    }
    boolean adds = false;
    for (UpdateAction action : actions) {
      adds |= action instanceof UpdateAction.Set || action instanceof UpdateAction.Add;
    }
    this.onlyTakesAway = !adds && !actions.isEmpty();
    this.nestedAttributes = nestedAttributes;
    this.touched = Projection.ofPaths(paths);
  }

  /**
   * The update of an expression.
   *
   * @throws io.nephele.model.AwsException in AWS's words if it is none
   */
  public static Update parse(String expression, ExpressionContext context) {
    UpdateSyntax syntax =
        context
            .parsed()
            .update(expression, () -> UpdateCompiler.checked(new UpdateParser(expression).parse()));
    return new UpdateCompiler(context).compile(syntax);
  }

  /** The names of the attributes that the update changes, wholly or in part. */
  public Set<String> attributes() {
    return attributes;
  }

  /** Whether nothing is new afterwards, so that of an item that is not there nothing becomes. */
  public boolean onlyTakesAway() {
    return onlyTakesAway;
  }

  /** The names of the attributes that it looks or changes something into. */
  public Set<String> nestedAttributes() {
    return nestedAttributes;
  }

  /**
   * The item after the update. All values are taken from the item as it was.
   *
   * @param item the item, or just its key if there is none yet; it stays as it is
   * @throws io.nephele.model.AwsException in AWS's words if the item does not allow it
   */
  public Map<String, Value> apply(Map<String, Value> item) {
    Map<String, Value> result = new LinkedHashMap<>(item);
    for (Map.Entry<String, PathTree<UpdateAction>> entry : tree.names().entrySet()) {
      String name = entry.getKey();
      Value before = item.get(name);
      Value after = apply(before, entry.getValue(), item);
      if (after == null) {
        result.remove(name);
      } else {
        if (after != before) {
          AttributeValues.requireDepth(after);
        }
        result.put(name, after);
      }
    }
    return result;
  }

  /** What the item has at the paths that the update touches: for UPDATED_OLD and UPDATED_NEW. */
  public Map<String, Value> touched(Map<String, Value> item) {
    return touched.of(item);
  }

  private static Value apply(Value current, PathTree<UpdateAction> tree, Map<String, Value> item) {
    if (tree.leaf() != null) {
      return tree.leaf().apply(current, item);
    }
    if (tree.names() != null && current instanceof M map) {
      return applyToMap(map, tree, item);
    }
    if (tree.indexes() != null && current instanceof L list) {
      return applyToList(list, tree, item);
    }
    throw UpdateErrors.invalidPath();
  }

  private static Value applyToMap(M map, PathTree<UpdateAction> tree, Map<String, Value> item) {
    Map<String, Value> values = new LinkedHashMap<>(map.values());
    for (Map.Entry<String, PathTree<UpdateAction>> entry : tree.names().entrySet()) {
      Value after = apply(map.values().get(entry.getKey()), entry.getValue(), item);
      if (after == null) {
        values.remove(entry.getKey());
      } else {
        values.put(entry.getKey(), after);
      }
    }
    return new M(values);
  }

  /** Indexes are those of the list as it was; what is set beyond its end is appended in order. */
  private static Value applyToList(L list, PathTree<UpdateAction> tree, Map<String, Value> item) {
    List<Value> before = list.values();
    List<Value> values = new ArrayList<>(before.size() + tree.indexes().size());
    int next = 0;
    for (Map.Entry<Integer, PathTree<UpdateAction>> entry : tree.indexes().entrySet()) {
      int index = Math.min(entry.getKey(), before.size());
      values.addAll(before.subList(next, index));
      Value current = index < before.size() ? before.get(index) : null;
      Value after = apply(current, entry.getValue(), item);
      if (after != null) {
        values.add(after);
      }
      next = Math.min(index + 1, before.size());
    }
    values.addAll(before.subList(next, before.size()));
    return new L(values);
  }
}
