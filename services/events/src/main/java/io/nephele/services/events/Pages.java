package io.nephele.services.events;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.function.Function;

/**
 * A page of a list that is in the order of its names.
 *
 * @param nextToken names where the next page begins, or null
 */
record Pages<T>(List<T> items, String nextToken) {
  private static final int MOST = 100;

  /** The page that a token names, or the first one. */
  static <T> Pages<T> of(List<T> sorted, Function<T, String> name, String token, Integer limit) {
    String after = token == null ? null : decoded(token);
    int most = limit == null ? MOST : limit;
    int from = 0;
    while (after != null
        && from < sorted.size()
        && name.apply(sorted.get(from)).compareTo(after) <= 0) {
      from++;
    }
    int to = Math.min(sorted.size(), from + most);
    String next =
        to == sorted.size()
            ? null
            : Base64.getEncoder()
                .encodeToString(name.apply(sorted.get(to - 1)).getBytes(StandardCharsets.UTF_8));
    return new Pages<>(sorted.subList(from, to), next);
  }

  private static String decoded(String token) {
    try {
      return new String(Base64.getDecoder().decode(token), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw EventsErrors.validation("Parameter NextToken is not valid.");
    }
  }

  <R> List<R> map(Function<T, R> told) {
    return items.stream().map(told).toList();
  }
}
