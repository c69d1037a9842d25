package io.nephele.edge;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The parameters of a query: only known ones, each at most once. */
record Parameters(List<String> names, List<String> values) {
  /**
   * Reads a query, which may be null.
   *
   * @throws IllegalArgumentException with a message for the caller
   */
  static Parameters of(String query, String... known) {
    Parameters parameters = new Parameters(new ArrayList<>(), new ArrayList<>());
    if (query == null || query.isEmpty()) {
      return parameters;
    }
    for (String part : query.split("&", -1)) {
      int equals = part.indexOf('=');
      String name = decode(equals < 0 ? part : part.substring(0, equals));
      if (!List.of(known).contains(name) || parameters.names.contains(name)) {
        throw new IllegalArgumentException("Unknown or repeated parameter: " + name);
      }
      parameters.names.add(name);
      parameters.values.add(equals < 0 ? "" : decode(part.substring(equals + 1)));
    }
    return parameters;
  }

  private static String decode(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  /** The value of a parameter, or null. */
  String first(String name) {
    int index = names.indexOf(name);
    return index < 0 ? null : values.get(index);
  }
}
