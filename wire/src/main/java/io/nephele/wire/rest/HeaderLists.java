package io.nephele.wire.rest;

import java.util.ArrayList;
import java.util.List;

/**
 * Lists in one header field: values between commas, in double quotes where they hold a comma or
 * quote.
 */
final class HeaderLists {
  private HeaderLists() {}

  /** The values of a field; an {@link IllegalArgumentException} where a quote is not closed. */
  static List<String> split(String field) {
    List<String> values = new ArrayList<>();
    int position = 0;
    while (position <= field.length()) {
      while (position < field.length() && field.charAt(position) == ' ') {
        position++;
      }
      int end;
      if (position < field.length() && field.charAt(position) == '"') {
        StringBuilder value = new StringBuilder();
        end = quoted(field, position + 1, value);
        values.add(value.toString());
        end = field.indexOf(',', end);
        end = end < 0 ? field.length() : end;
      } else {
        end = field.indexOf(',', position);
        end = end < 0 ? field.length() : end;
        values.add(field.substring(position, end).strip());
      }
      position = end + 1;
    }
    return values;
  }

  /** The values of a field of HTTP dates, each of which holds a comma itself. */
  static List<String> splitDates(String field) {
    List<String> values = new ArrayList<>();
    int start = 0;
    while (start < field.length()) {
      int comma = field.indexOf(',', start);
      int end = comma < 0 ? -1 : field.indexOf(',', comma + 1);
      end = end < 0 ? field.length() : end;
      values.add(field.substring(start, end).strip());
      start = end + 1;
    }
    return values;
  }

  /** A value as an item of a list. */
  static String quote(String value) {
    if (value.indexOf(',') < 0 && value.indexOf('"') < 0) {
      return value;
    }
    return '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  private static int quoted(String field, int start, StringBuilder value) {
    int position = start;
    while (position < field.length() && field.charAt(position) != '"') {
      if (field.charAt(position) == '\\' && position + 1 < field.length()) {
        position++;
      }
      value.append(field.charAt(position++));
    }
    if (position >= field.length()) {
      throw new IllegalArgumentException("a quote is not closed");
    }
    return position + 1;
  }
}
