package io.nephele.model;

import java.util.AbstractList;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.RandomAccess;
import java.util.function.Function;

/**
 * Turns lists and maps of structs into lists and maps of views and back, for generated views and
 * errors.
 */
public final class Views {
  private Views() {}

  /**
   * The list of structs in a slot as views, which are made as items are asked for; null for null.
   */
  @SuppressWarnings(
      "unchecked") // the generator takes the type from the model that the decoder checks against
  public static <V extends View> List<V> list(Object slot, Function<Struct, V> view) {
    return slot == null ? null : new ViewList<>((List<Struct>) slot, view);
  }

  /** The map of structs in a slot as views; null for null. */
  @SuppressWarnings("unchecked") // as above
  public static <V extends View> Map<String, V> map(Object slot, Function<Struct, V> view) {
    if (slot == null) {
      return null;
    }
    Map<String, Struct> values = (Map<String, Struct>) slot;
    Map<String, V> views = LinkedHashMap.newLinkedHashMap(values.size());
    values.forEach((key, value) -> views.put(key, value == null ? null : view.apply(value)));
    return views;
  }

  /** The structs of a list of views, for a slot; null for null. */
  public static List<Struct> structs(List<? extends View> values) {
    if (values == null) {
      return null;
    }
    List<Struct> structs = new ArrayList<>(values.size());
    for (View value : values) {
      structs.add(value == null ? null : value.struct());
    }
    return structs;
  }

  /** The structs of a map of views, for a slot; null for null. */
  public static Map<String, Struct> structs(Map<String, ? extends View> values) {
    if (values == null) {
      return null;
    }
    Map<String, Struct> structs = LinkedHashMap.newLinkedHashMap(values.size());
    values.forEach((key, value) -> structs.put(key, value == null ? null : value.struct()));
    return structs;
  }

  private static final class ViewList<V extends View> extends AbstractList<V>
      implements RandomAccess {
    private final List<Struct> structs;
    private final Function<Struct, V> view;

    ViewList(List<Struct> structs, Function<Struct, V> view) {
      this.structs = structs;
      this.view = view;
    }

    @Override
    public V get(int index) {
      Struct struct = structs.get(index);
      return struct == null ? null : view.apply(struct);
    }

    @Override
    public int size() {
      return structs.size();
    }
  }
}
