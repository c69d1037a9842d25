package io.nephele.services.logs.transformers;

import io.nephele.api.logs.CSV;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Parses one line of values that a character separates. */
final class CsvParser {
  private CsvParser() {}

  static Processing of(CSV config) {
    String delimiter = config.delimiter() == null ? "," : delimiter(config.delimiter());
    char quote = config.quoteCharacter() == null ? '"' : config.quoteCharacter().charAt(0);
    List<String> columns = config.columns() == null ? List.of() : config.columns();
    return event -> {
      Map<String, Object> values = new LinkedHashMap<>();
      List<String> cells = cells(event.text(config.source()), delimiter, quote);
      for (int i = 0; i < cells.size(); i++) {
        values.put(i < columns.size() ? columns.get(i) : "column_" + (i + 1), cells.get(i));
      }
      event.putAll(config.destination(), values);
    };
  }

  /** A tabulator may be written as two characters. */
  private static String delimiter(String given) {
    return given.equals("\\t") ? "\t" : given;
  }

  private static List<String> cells(String line, String delimiter, char quote) {
    List<String> cells = new ArrayList<>();
    StringBuilder cell = new StringBuilder();
    boolean quoted = false;
    int i = 0;
    while (i < line.length()) {
      char c = line.charAt(i);
      if (c == quote && quoted && i + 1 < line.length() && line.charAt(i + 1) == quote) {
        cell.append(quote);
        i += 2;
      } else if (c == quote && (quoted || cell.isEmpty())) {
        quoted = !quoted;
        i++;
      } else if (!quoted && line.startsWith(delimiter, i)) {
        cells.add(cell.toString());
        cell.setLength(0);
        i += delimiter.length();
      } else {
        cell.append(c);
        i++;
      }
    }
    cells.add(cell.toString());
    return cells;
  }
}
