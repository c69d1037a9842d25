package io.nephele.services.logs.transformers;

import io.nephele.api.logs.ParseJSON;
import io.nephele.api.logs.ParseKeyValue;
import io.nephele.core.json.JsonText;
import java.util.LinkedHashMap;
import java.util.Map;

/** The parsers of JSON and of keys with values. */
final class Parsers {
  private Parsers() {}

  static Processing json(ParseJSON config) {
    return event -> {
      Object parsed = JsonText.parse(event.text(config.source()));
      if (!(parsed instanceof Map<?, ?> object)) {
        throw new UntransformableException("not a JSON object");
      }
      event.putAll(config.destination(), texts(object));
    };
  }

  static Map<String, Object> texts(Map<?, ?> object) {
    Map<String, Object> values = new LinkedHashMap<>();
    object.forEach((name, value) -> values.put((String) name, value));
    return values;
  }

  static Processing keyValue(ParseKeyValue config) {
    String between = config.fieldDelimiter() == null ? "&" : config.fieldDelimiter();
    String inside = config.keyValueDelimiter() == null ? "=" : config.keyValueDelimiter();
    String prefix = config.keyPrefix() == null ? "" : config.keyPrefix();
    boolean overwrite = Boolean.TRUE.equals(config.overwriteIfExists());
    String base = config.destination() == null ? "" : config.destination() + ".";
    return event -> {
      String text = event.text(config.source());
      int from = 0;
      while (from <= text.length()) {
        int end = text.indexOf(between, from);
        String field = text.substring(from, end < 0 ? text.length() : end);
        from = end < 0 ? text.length() + 1 : end + between.length();
        if (field.isEmpty()) {
          continue;
        }
        int cut = field.indexOf(inside);
        if (cut >= 0) {
          String key = base + prefix + field.substring(0, cut);
          event.put(key, field.substring(cut + inside.length()), overwrite);
        } else if (config.nonMatchValue() != null) {
          event.put(base + prefix + field, config.nonMatchValue(), overwrite);
        }
      }
    };
  }
}
