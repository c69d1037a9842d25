package io.nephele.wire.rest;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The parameters of a URI's query, decoded, several values a name. */
final class QueryParameters {
  private final Map<String, List<String>> values;

  private QueryParameters(Map<String, List<String>> values) {
    this.values = values;
  }

  /** Reads a query as it was sent, or null. */
  static QueryParameters of(String query) {
    if (query == null || query.isEmpty()) {
      return new QueryParameters(Map.of());
    }
    Map<String, List<String>> values = new LinkedHashMap<>();
    int start = 0;
    while (start <= query.length()) {
      int end = query.indexOf('&', start);
      end = end < 0 ? query.length() : end;
      if (end > start) {
        int equals = query.indexOf('=', start);
        boolean named = equals >= 0 && equals < end;
        String name = Percent.decode(query.substring(start, named ? equals : end), true);
        String value = named ? Percent.decode(query.substring(equals + 1, end), true) : "";
        values.computeIfAbsent(name, key -> new ArrayList<>(1)).add(value);
      }
      start = end + 1;
    }
    return new QueryParameters(values);
  }

  /** All values of that name, in the order in which they came; null if there are none. */
  List<String> all(String name) {
    return values.get(name);
  }

  /** All parameters. */
  Map<String, List<String>> asMap() {
    return values;
  }
}
