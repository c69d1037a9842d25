package io.nephele.wire.sign;

import java.util.ArrayList;
import java.util.List;

/** The parameters of a URL's query, as they were sent. */
final class QueryPairs {
  private final List<String[]> pairs = new ArrayList<>();

  /** Splits a query, which may be null. */
  QueryPairs(String query) {
    if (query == null) {
      return;
    }
    int start = 0;
    while (start <= query.length()) {
      int end = query.indexOf('&', start);
      if (end < 0) {
        end = query.length();
      }
      if (end > start) {
        int equals = query.indexOf('=', start);
        boolean valued = equals >= 0 && equals < end;
        pairs.add(
            new String[] {
              query.substring(start, valued ? equals : end),
              valued ? query.substring(equals + 1, end) : ""
            });
      }
      start = end + 1;
    }
  }

  /** Whether there is a parameter of that name, with a value or without. */
  boolean has(String name) {
    return value(name) != null;
  }

  /** The decoded value of the first parameter of that name, or null. */
  String value(String name) {
    for (String[] pair : pairs) {
      if (pair[0].equals(name)
          || pair[0].indexOf('%') >= 0 && UriEncoding.decode(pair[0]).equals(name)) {
        return UriEncoding.decode(pair[1]);
      }
    }
    return null;
  }

  /**
   * The canonical form: encoded anew, sorted by name and value, without the parameters that are
   * left out (which may be null).
   */
  void canonical(StringBuilder out, String leftOut, String alsoLeftOut) {
    if (pairs.isEmpty()) {
      return;
    }
    List<String[]> sorted = new ArrayList<>(pairs.size());
    StringBuilder scratch = new StringBuilder();
    for (String[] pair : pairs) {
      String name = normalised(scratch, pair[0]);
      if (!name.equals(leftOut) && !name.equals(alsoLeftOut)) {
        sorted.add(new String[] {name, normalised(scratch, pair[1])});
      }
    }
    sorted.sort(QueryPairs::byNameThenValue);
    for (int i = 0; i < sorted.size(); i++) {
      if (i > 0) {
        out.append('&');
      }
      out.append(sorted.get(i)[0]).append('=').append(sorted.get(i)[1]);
    }
  }

  private static int byNameThenValue(String[] one, String[] other) {
    int byName = one[0].compareTo(other[0]);
    return byName != 0 ? byName : one[1].compareTo(other[1]);
  }

  private static String normalised(StringBuilder scratch, String text) {
    scratch.setLength(0);
    UriEncoding.normalise(scratch, text, false);
    return scratch.toString();
  }
}
