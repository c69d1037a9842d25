package io.nephele.services.xray.otlp;

import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Attributes of spans and resources: texts, numbers, booleans, lists and objects by name. */
final class SpanAttributes {
  private static final int DEEPEST = 16;

  private final Map<String, Object> values = new LinkedHashMap<>();

  SpanAttributes(List<KeyValue> given) {
    for (KeyValue each : given) {
      values.put(each.getKey(), value(each.getValue(), 0));
    }
  }

  private static Object value(AnyValue value, int depth) {
    if (depth > DEEPEST) {
      return null;
    }
    return switch (value.getValueCase()) {
      case STRING_VALUE -> value.getStringValue();
      case BOOL_VALUE -> value.getBoolValue();
      case INT_VALUE -> value.getIntValue();
      case DOUBLE_VALUE ->
          Double.isFinite(value.getDoubleValue())
              ? (Object) value.getDoubleValue()
              : Double.toString(value.getDoubleValue());
      case BYTES_VALUE -> Base64.getEncoder().encodeToString(value.getBytesValue().toByteArray());
      case ARRAY_VALUE -> {
        List<Object> list = new ArrayList<>();
        value.getArrayValue().getValuesList().forEach(each -> list.add(value(each, depth + 1)));
        yield list;
      }
      case KVLIST_VALUE -> {
        Map<String, Object> map = new LinkedHashMap<>();
        value
            .getKvlistValue()
            .getValuesList()
            .forEach(each -> map.put(each.getKey(), value(each.getValue(), depth + 1)));
        yield map;
      }
      case VALUE_NOT_SET -> null;
    };
  }

  /** All of them. */
  Map<String, Object> all() {
    return values;
  }

  /** The first of those names that is there, as text; null if none is. */
  String text(String... names) {
    for (String name : names) {
      Object value = values.get(name);
      if (value != null) {
        return value instanceof List<?> list
            ? list.isEmpty() ? null : String.valueOf(list.getFirst())
            : value.toString();
      }
    }
    return null;
  }

  /** The first of those names that is there, as a whole number; null if none is. */
  Long number(String... names) {
    String text = text(names);
    try {
      return text == null ? null : Long.valueOf(text);
    } catch (NumberFormatException e) {
      return null;
    }
  }
}
