package io.nephele.services.logs.transformers;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.nephele.api.logs.LowerCaseString;
import io.nephele.api.logs.SplitString;
import io.nephele.api.logs.SplitStringEntry;
import io.nephele.api.logs.SubstituteString;
import io.nephele.api.logs.SubstituteStringEntry;
import io.nephele.api.logs.TrimString;
import io.nephele.api.logs.TypeConverter;
import io.nephele.api.logs.TypeConverterEntry;
import io.nephele.api.logs.UpperCaseString;
import io.nephele.services.logs.state.LogsErrors;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/** The processors that change texts and types. */
final class TextProcessors {
  private TextProcessors() {}

  static Processing lowerCase(LowerCaseString config) {
    return each(config.withKeys(), text -> text.toLowerCase(Locale.ROOT));
  }

  static Processing upperCase(UpperCaseString config) {
    return each(config.withKeys(), text -> text.toUpperCase(Locale.ROOT));
  }

  static Processing trim(TrimString config) {
    return each(config.withKeys(), String::strip);
  }

  private static Processing each(List<String> keys, Function<String, Object> change) {
    return event -> {
      for (String key : keys) {
        change(event, key, change);
      }
    };
  }

  /** Changes the text at a key; what is not there, or is no text, stays as it is. */
  private static void change(EventTree event, String key, Function<String, Object> change) {
    if (event.get(key) instanceof String text) {
      event.put(key, change.apply(text), true);
    }
  }

  static Processing split(SplitString config) {
    return event -> {
      for (SplitStringEntry entry : config.entries()) {
        change(event, entry.source(), text -> parts(text, entry.delimiter()));
      }
    };
  }

  private static List<String> parts(String text, String delimiter) {
    List<String> parts = new ArrayList<>();
    int from = 0;
    for (int at = text.indexOf(delimiter); at >= 0; at = text.indexOf(delimiter, from)) {
      parts.add(text.substring(from, at));
      from = at + delimiter.length();
    }
    parts.add(text.substring(from));
    return parts;
  }

  static Processing substitute(SubstituteString config) {
    Map<SubstituteStringEntry, Pattern> patterns = new LinkedHashMap<>();
    for (SubstituteStringEntry entry : config.entries()) {
      try {
        patterns.put(entry, Pattern.compile(entry.from()));
      } catch (PatternSyntaxException e) {
        throw LogsErrors.invalid("Invalid regular expression: " + entry.from());
      }
    }
    return event ->
        patterns.forEach(
            (entry, pattern) ->
                change(
                    event,
                    entry.source(),
                    text -> {
                      try {
                        return pattern.matcher(text).replaceAll(entry.to());
                      } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
                        throw new UntransformableException(e.getMessage());
                      }
                    }));
  }

  static Processing convert(TypeConverter config) {
    return event -> {
      for (TypeConverterEntry entry : config.entries()) {
        Object value = event.get(entry.key());
        if (value != null) {
          event.put(entry.key(), converted(value, entry.type()), true);
        }
      }
    };
  }

  private static Object converted(Object value, String type) {
    String text = value.toString();
    Object number = Numbers.of(text);
    Object converted =
        switch (type) {
          case "integer" -> number instanceof Number whole ? (Object) whole.longValue() : null;
          case "double" -> number instanceof Number any ? (Object) any.doubleValue() : null;
          case "boolean" ->
              text.equalsIgnoreCase("true") || text.equalsIgnoreCase("false")
                  ? (Object) Boolean.valueOf(text)
                  : null;
          default -> text;
        };
    if (converted == null) {
      throw new UntransformableException(text + " is not of the type " + type);
    }
    return converted;
  }
}
