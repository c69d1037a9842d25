package io.nephele.model;

import java.util.AbstractList;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.RandomAccess;
import java.util.function.Function;

/** What generated typed views share: a {@link Struct} with names and types for its slots. */
public abstract class View {
  private final Struct struct;

  /** A view of that struct. */
  protected View(Struct struct) {
    this.struct = struct;
  }

  /** The struct that this is a view of. */
  public final Struct struct() {
    return struct;
  }

  /** The value in a slot. */
  @SuppressWarnings("unchecked") // the generator takes the type from the model that the decoder checks against
  protected final <T> T get(int index) {
    return (T) struct.get(index);
  }

  /** The structure in a slot. */
  protected final <V extends View> V get(int index, Function<Struct, V> view) {
    Struct value = (Struct) struct.get(index);
    return value == null ? null : view.apply(value);
  }

  /** The list of structures in a slot; views are made as items are asked for. */
  @SuppressWarnings("unchecked") // as above
  protected final <V extends View> List<V> list(int index, Function<Struct, V> view) {
    List<Struct> values = (List<Struct>) struct.get(index);
    return values == null ? null : new ViewList<>(values, view);
  }

  /** The map of structures in a slot. */
  @SuppressWarnings("unchecked") // as above
  protected final <V extends View> Map<String, V> map(int index, Function<Struct, V> view) {
    Map<String, Struct> values = (Map<String, Struct>) struct.get(index);
    if (values == null) {
      return null;
    }
    Map<String, V> views = LinkedHashMap.newLinkedHashMap(values.size());
    values.forEach((key, value) -> views.put(key, value == null ? null : view.apply(value)));
    return views;
  }

  /** Sets a slot. */
  protected final void set(int index, Object value) {
    struct.set(index, value);
  }

  /** Sets a slot to a structure. */
  protected final void setView(int index, View value) {
    struct.set(index, unwrap(value));
  }

  /** Sets a slot to a list of structures. */
  protected final void setList(int index, List<? extends View> values) {
    if (values == null) {
      struct.set(index, null);
      return;
    }
    List<Struct> structs = new ArrayList<>(values.size());
    for (View value : values) {
      structs.add(unwrap(value));
    }
    struct.set(index, structs);
  }

  /** Sets a slot to a map of structures. */
  protected final void setMap(int index, Map<String, ? extends View> values) {
    if (values == null) {
      struct.set(index, null);
      return;
    }
    Map<String, Struct> structs = LinkedHashMap.newLinkedHashMap(values.size());
    values.forEach((key, value) -> structs.put(key, unwrap(value)));
    struct.set(index, structs);
  }

  private static Struct unwrap(View view) {
    return view == null ? null : view.struct;
  }

  @Override
  public final boolean equals(Object other) {
    return other instanceof View view && struct.equals(view.struct);
  }

  @Override
  public final int hashCode() {
    return struct.hashCode();
  }

  @Override
  public final String toString() {
    return struct.toString();
  }

  private static final class ViewList<V extends View> extends AbstractList<V> implements RandomAccess {
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
