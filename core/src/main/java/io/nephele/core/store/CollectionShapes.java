package io.nephele.core.store;

import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.cbor.CBORGenerator;
import com.fasterxml.jackson.dataformat.cbor.CBORParser;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How collections are stored. What is read cannot be changed; sets and maps keep the order they
 * were stored in.
 */
final class CollectionShapes {
  private CollectionShapes() {}

  private static void writeElements(Collection<?> elements, ValueShape shape, CBORGenerator to)
      throws IOException {
    to.writeStartArray(elements, elements.size());
    for (Object element : elements) {
      writeOrNull(element, shape, to);
    }
    to.writeEndArray();
  }

  private static <C extends Collection<Object>> C readElements(
      C elements, ValueShape shape, CBORParser from) throws IOException {
    ScalarShapes.expect(from, JsonToken.START_ARRAY);
    for (JsonToken token = from.nextToken();
        token != JsonToken.END_ARRAY;
        token = from.nextToken()) {
      elements.add(token == JsonToken.VALUE_NULL ? null : shape.read(from));
    }
    return elements;
  }

  private static void writeOrNull(Object value, ValueShape shape, CBORGenerator to)
      throws IOException {
    if (value == null) {
      to.writeNull();
    } else {
      shape.write(value, to);
    }
  }

  /** Elements in order. */
  record OfList(ValueShape element) implements ValueShape {
    @Override
    public Object missing() {
      return List.of();
    }

    @Override
    public boolean isMissing(Object value) {
      return value != null && ((List<?>) value).isEmpty();
    }

    @Override
    public void write(Object value, CBORGenerator to) throws IOException {
      writeElements((List<?>) value, element, to);
    }

    @Override
    public Object read(CBORParser from) throws IOException {
      return Collections.unmodifiableList(readElements(new ArrayList<>(), element, from));
    }
  }

  /** Different elements. */
  record OfSet(ValueShape element) implements ValueShape {
    @Override
    public Object missing() {
      return Set.of();
    }

    @Override
    public boolean isMissing(Object value) {
      return value != null && ((Set<?>) value).isEmpty();
    }

    @Override
    public void write(Object value, CBORGenerator to) throws IOException {
      writeElements((Set<?>) value, element, to);
    }

    @Override
    public Object read(CBORParser from) throws IOException {
      return Collections.unmodifiableSet(readElements(new LinkedHashSet<>(), element, from));
    }
  }

  /** Values by text. */
  record OfMap(ValueShape value) implements ValueShape {
    @Override
    public Object missing() {
      return Map.of();
    }

    @Override
    public boolean isMissing(Object map) {
      return map != null && ((Map<?, ?>) map).isEmpty();
    }

    @Override
    public void write(Object map, CBORGenerator to) throws IOException {
      Map<?, ?> entries = (Map<?, ?>) map;
      to.writeStartObject(entries, entries.size());
      for (Map.Entry<?, ?> entry : entries.entrySet()) {
        to.writeFieldName((String) entry.getKey());
        writeOrNull(entry.getValue(), value, to);
      }
      to.writeEndObject();
    }

    @Override
    public Object read(CBORParser from) throws IOException {
      ScalarShapes.expect(from, JsonToken.START_OBJECT);
      Map<String, Object> entries = new LinkedHashMap<>();
      for (String name = from.nextFieldName(); name != null; name = from.nextFieldName()) {
        entries.put(name, from.nextToken() == JsonToken.VALUE_NULL ? null : value.read(from));
      }
      return Collections.unmodifiableMap(entries);
    }
  }
}
