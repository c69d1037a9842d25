package io.nephele.core.worlds;

import io.nephele.model.Bytes;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads records by their components. */
final class RecordTree {
  private RecordTree() {}

  static Map<String, Object> of(Record row) {
    Map<String, Object> tree = new LinkedHashMap<>();
    for (RecordComponent component : row.getClass().getRecordComponents()) {
      Object value = value(component, row);
      if (value != null && !isEmpty(value)) {
        tree.put(component.getName(), tree(value));
      }
    }
    return tree;
  }

  private static Object value(RecordComponent component, Record row) {
    try {
      Method accessor = component.getAccessor();
      accessor.setAccessible(true);
      return accessor.invoke(row);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("The accessor " + component.getName() + " failed", e);
    }
  }

  private static boolean isEmpty(Object value) {
    return value instanceof Collection<?> collection && collection.isEmpty()
        || value instanceof Map<?, ?> map && map.isEmpty();
  }

  private static Object tree(Object value) {
    return switch (value) {
      case null -> null;
      case String text -> text;
      case Boolean flag -> flag;
      case Double number -> number;
      case Number number -> number.longValue();
      case Bytes bytes -> RowTree.of(bytes);
      case Record nested -> of(nested);
      case Map<?, ?> map -> treeOfMap(map);
      case Collection<?> elements -> treeOfList(elements);
      case Enum<?> constant -> constant.name();
      case Instant instant -> instant.toString();
      case Duration duration -> duration.toString();
      default ->
          throw new IllegalArgumentException(value.getClass().getName() + " cannot be stored");
    };
  }

  private static Map<String, Object> treeOfMap(Map<?, ?> map) {
    Map<String, Object> tree = new LinkedHashMap<>();
    map.forEach((name, value) -> tree.put((String) name, tree(value)));
    return tree;
  }

  private static List<Object> treeOfList(Collection<?> elements) {
    List<Object> tree = new ArrayList<>(elements.size());
    for (Object element : elements) {
      tree.add(tree(element));
    }
    return tree;
  }
}
