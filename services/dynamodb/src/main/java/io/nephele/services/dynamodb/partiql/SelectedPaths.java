package io.nephele.services.dynamodb.partiql;

import io.nephele.services.dynamodb.expressions.DocumentPath;
import io.nephele.services.dynamodb.values.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What SELECT takes out of items: the value at each path, under the path's last name. */
final class SelectedPaths {
  private final List<DocumentPath> paths;
  private final List<String> names;

  SelectedPaths(List<DocumentPath> paths) {
    this.paths = paths;
    this.names = new ArrayList<>(paths.size());
    for (DocumentPath path : paths) {
      names.add(name(path));
    }
  }

  /** The name under which a path's value is answered: its last name and what comes after it. */
  static String name(DocumentPath path) {
    List<Object> steps = path.steps();
    int last = steps.size() - 1;
    while (steps.get(last) instanceof Integer) {
      last--;
    }
    StringBuilder name = new StringBuilder((String) steps.get(last));
    for (Object index : steps.subList(last + 1, steps.size())) {
      name.append('[').append(index).append(']');
    }
    return name.toString();
  }

  /** What is there of an item. */
  Map<String, Value> of(Map<String, Value> item) {
    Map<String, Value> found = LinkedHashMap.newLinkedHashMap(paths.size());
    for (int i = 0; i < paths.size(); i++) {
      Value value = paths.get(i).in(item);
      if (value != null) {
        found.put(names.get(i), value);
      }
    }
    return found;
  }
}
