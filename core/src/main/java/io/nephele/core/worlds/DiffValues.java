package io.nephele.core.worlds;

import com.fasterxml.jackson.core.JsonGenerator;
import io.nephele.core.json.JsonText;
import io.nephele.model.Bytes;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** How the values of a comparison are written. Long texts are cut. */
final class DiffValues {
  /** Characters of a text in a readable comparison. */
  private static final int MAX_READABLE = 160;

  /** Characters of a text in JSON. */
  private static final int MAX_JSON = 16_384;

  /** What is shown before the first character in which long texts differ. */
  private static final int CONTEXT = 24;

  private DiffValues() {}

  /** A value in one line. */
  static String readable(Object value) {
    return value == null ? "(none)" : cut(line(value), 0);
  }

  /** Two values in one line; what long texts have in common at their beginning is left out. */
  static String readable(Object before, Object after) {
    if (before == null || after == null) {
      return readable(before) + " -> " + readable(after);
    }
    String a = line(before);
    String b = line(after);
    int from = 0;
    if (a.length() > MAX_READABLE || b.length() > MAX_READABLE) {
      int alike = 0;
      while (alike < Math.min(a.length(), b.length()) && a.charAt(alike) == b.charAt(alike)) {
        alike++;
      }
      from = Math.max(0, alike - CONTEXT);
    }
    return cut(a, from) + " -> " + cut(b, from);
  }

  /** A text as JSON has it. */
  static String quoted(String text) {
    return JsonText.write(text);
  }

  /** A part of a key. */
  static String part(Object part) {
    return switch (part) {
      case String text -> isPlain(text) ? text : quoted(text);
      case Bytes bytes -> RowTree.of(bytes);
      default -> part.toString();
    };
  }

  /** Writes a tree; texts longer than a limit end by telling how long they are. */
  static void write(Object value, JsonGenerator json) throws IOException {
    switch (value) {
      case null -> json.writeNull();
      case Map<?, ?> map -> {
        json.writeStartObject();
        for (Map.Entry<?, ?> entry : map.entrySet()) {
          json.writeFieldName((String) entry.getKey());
          write(entry.getValue(), json);
        }
        json.writeEndObject();
      }
      case List<?> list -> {
        json.writeStartArray();
        for (Object element : list) {
          write(element, json);
        }
        json.writeEndArray();
      }
      case String text -> json.writeString(cutText(text));
      case Boolean flag -> json.writeBoolean(flag);
      case Double number -> json.writeNumber(number);
      case Number number -> json.writeNumber(number.toString());
      case Bytes bytes -> json.writeString(cutText(RowTree.of(bytes)));
      default -> json.writeString(value.toString());
    }
  }

  private static String line(Object value) {
    return value instanceof Double number ? number.toString() : JsonText.write(value);
  }

  private static String cut(String line, int from) {
    int end = Math.min(line.length(), from + MAX_READABLE);
    String shown = line.substring(from, end);
    String head = from > 0 ? "..." : "";
    return end == line.length()
        ? head + shown
        : head + shown + "... (" + line.length() + " characters)";
  }

  private static String cutText(String text) {
    if (text.length() <= MAX_JSON) {
      return text;
    }
    int end = Character.isHighSurrogate(text.charAt(MAX_JSON - 1)) ? MAX_JSON - 1 : MAX_JSON;
    return text.substring(0, end) + "... (" + text.length() + " characters)";
  }

  private static boolean isPlain(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c <= ' ' || c == '"' || c == 0x7F) {
        return false;
      }
    }
    return !text.isEmpty();
  }
}
