package io.nephele.core.store;

import io.nephele.model.Bytes;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds how each type is stored; one shape a record class, so that records may contain themselves
 * in collections.
 */
final class RecordShapes {
  private final Map<Class<?>, RecordShape<?>> shapes = new HashMap<>();

  <R extends Record> RecordShape<R> of(Class<R> type) {
    @SuppressWarnings("unchecked") // put under its own class only
    RecordShape<R> known = (RecordShape<R>) shapes.get(type);
    if (known == null) {
      if (!type.isRecord()) {
        throw new IllegalArgumentException(type.getName() + " is not a record");
      }
      known = new RecordShape<>(type);
      shapes.put(type, known);
      known.prepare(this);
    }
    return known;
  }

  ValueShape ofComponent(Type type, String where) {
    if (type instanceof ParameterizedType generic) {
      Type[] arguments = generic.getActualTypeArguments();
      if (generic.getRawType() == List.class) {
        return new CollectionShapes.OfList(ofComponent(arguments[0], where));
      }
      if (generic.getRawType() == Set.class) {
        return new CollectionShapes.OfSet(ofComponent(arguments[0], where));
      }
      if (generic.getRawType() == Map.class && arguments[0] == String.class) {
        return new CollectionShapes.OfMap(ofComponent(arguments[1], where));
      }
    } else if (type instanceof Class<?> plain) {
      ValueShape shape = ofPlain(plain);
      if (shape != null) {
        return shape;
      }
    }
    throw new IllegalArgumentException(
        where + " is of type " + type.getTypeName() + ", which cannot be stored");
  }

  private ValueShape ofPlain(Class<?> type) {
    if (type == String.class) {
      return ScalarShapes.TEXT;
    } else if (type == int.class || type == Integer.class) {
      return type.isPrimitive() ? ScalarShapes.INT : ScalarShapes.BOXED_INT;
    } else if (type == long.class || type == Long.class) {
      return type.isPrimitive() ? ScalarShapes.LONG : ScalarShapes.BOXED_LONG;
    } else if (type == double.class || type == Double.class) {
      return type.isPrimitive() ? ScalarShapes.DOUBLE : ScalarShapes.BOXED_DOUBLE;
    } else if (type == boolean.class || type == Boolean.class) {
      return type.isPrimitive() ? ScalarShapes.BOOLEAN : ScalarShapes.BOXED_BOOLEAN;
    } else if (type == Instant.class) {
      return ScalarShapes.INSTANT;
    } else if (type == Duration.class) {
      return ScalarShapes.DURATION;
    } else if (type == Bytes.class) {
      return ScalarShapes.BYTES;
    } else if (type.isEnum()) {
      return new ScalarShapes.OfEnum(type);
    } else if (type.isRecord()) {
      return new RecordShape.Nested(of(type.asSubclass(Record.class)));
    }
    return null;
  }
}
