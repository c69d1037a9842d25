package io.nephele.core.store;

import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.SerializedString;
import com.fasterxml.jackson.dataformat.cbor.CBORGenerator;
import com.fasterxml.jackson.dataformat.cbor.CBORParser;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.HashMap;
import java.util.Map;

/**
 * How records of one class are stored: its components and its constructor, looked up once.
 * Reflection is as fast here as method handles (measured), and the first record of a class takes
 * tens of milliseconds less.
 */
final class RecordShape<R extends Record> {
  private final Class<R> type;
  private Component[] components;
  private Map<String, Component> byName;
  private Constructor<R> constructor;

  RecordShape(Class<R> type) {
    this.type = type;
  }

  /** Looks into the class; apart from the constructor since the class may contain itself. */
  void prepare(RecordShapes shapes) {
    RecordComponent[] found = type.getRecordComponents();
    components = new Component[found.length];
    byName = new HashMap<>(found.length * 2);
    Class<?>[] types = new Class<?>[found.length];
    try {
      for (int i = 0; i < found.length; i++) {
        RecordComponent component = found[i];
        types[i] = component.getType();
        String where = "component " + component.getName() + " of " + type.getName();
        Method accessor = component.getAccessor();
        accessor.setAccessible(true);
        components[i] =
            new Component(
                i,
                component.getName(),
                new SerializedString(component.getName()),
                accessor,
                shapes.ofComponent(component.getGenericType(), where));
        byName.put(component.getName(), components[i]);
      }
      constructor = type.getDeclaredConstructor(types);
      constructor.setAccessible(true);
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException(
          "The record " + type.getName() + " cannot be looked into", e);
    }
  }

  String name() {
    return type.getSimpleName();
  }

  void write(R record, CBORGenerator to) throws IOException {
    to.writeStartObject(record);
    for (Component component : components) {
      Object value = component.of(record);
      if (value == null) {
        // A missing collection is empty, so a null one is said.
        if (component.shape.missing() != null) {
          to.writeFieldName(component.encodedName);
          to.writeNull();
        }
      } else if (!component.shape.isMissing(value)) {
        to.writeFieldName(component.encodedName);
        component.shape.write(value, to);
      }
    }
    to.writeEndObject();
  }

  /** Reads the map whose start is the current token, up to its end. */
  R read(CBORParser from) throws IOException {
    Object[] values = new Object[components.length];
    boolean[] present = new boolean[components.length];
    // Components come in the order of the class unless it has changed: look there first.
    int expected = 0;
    for (String name = from.nextFieldName(); name != null; name = from.nextFieldName()) {
      Component component = null;
      for (int i = expected; i < components.length && component == null; i++) {
        component = components[i].name.equals(name) ? components[i] : null;
      }
      component = component == null ? byName.get(name) : component;
      JsonToken token = from.nextToken();
      if (component == null) {
        from.skipChildren();
        continue;
      }
      expected = component.index + 1;
      present[component.index] = true;
      values[component.index] = token == JsonToken.VALUE_NULL ? null : component.shape.read(from);
    }
    for (int i = 0; i < values.length; i++) {
      if (!present[i]) {
        values[i] = components[i].shape.missing();
      }
    }
    return make(values);
  }

  private R make(Object[] values) throws IOException {
    try {
      return constructor.newInstance(values);
    } catch (ReflectiveOperationException e) {
      throw new IOException("The constructor of " + type.getName() + " failed", e);
    }
  }

  private record Component(
      int index, String name, SerializedString encodedName, Method accessor, ValueShape shape) {
    Object of(Record record) {
      try {
        return accessor.invoke(record);
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException("The accessor " + name + " failed", e);
      }
    }
  }

  /** A record inside a record. */
  record Nested(RecordShape<?> shape) implements ValueShape {
    @Override
    public void write(Object value, CBORGenerator to) throws IOException {
      writeAs(shape, value, to);
    }

    private static <R extends Record> void writeAs(
        RecordShape<R> shape, Object value, CBORGenerator to) throws IOException {
      shape.write(shape.type.cast(value), to);
    }

    @Override
    public Object read(CBORParser from) throws IOException {
      ScalarShapes.expect(from, JsonToken.START_OBJECT);
      return shape.read(from);
    }
  }
}
