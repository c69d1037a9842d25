package io.nephele.services.schemas;

import java.util.List;
import java.util.function.Function;

/**
 * A page of a list that is in the order of its names.
 *
 * @param nextToken the name of the last item, or null
 */
record Pages<T>(List<T> items, String nextToken) {
  private static final int MOST = 100;

  /** The page that a token names, or the first one. */
  static <T> Pages<T> of(List<T> sorted, Function<T, String> name, String token, Integer limit) {
    if (limit != null && (limit < 1 || limit > MOST)) {
      throw SchemasErrors.bad("Limit has to be between 1 and " + MOST + ".");
    }
    int from = 0;
    while (token != null
        && from < sorted.size()
        && name.apply(sorted.get(from)).compareTo(token) <= 0) {
      from++;
    }
    int to = Math.min(sorted.size(), from + (limit == null ? MOST : limit));
    String next = to == sorted.size() ? null : name.apply(sorted.get(to - 1));
    return new Pages<>(sorted.subList(from, to), next);
  }
}
