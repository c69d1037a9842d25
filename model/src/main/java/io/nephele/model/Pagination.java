package io.nephele.model;

import java.util.Map;

/**
 * How an operation pages its results; the names may be paths such as {@code Result.NextToken}.
 *
 * @param inputToken the input member that takes the token
 * @param outputToken the output member that gives the next token
 * @param pageSize the input member that bounds a page, or null
 * @param items the output member that is paged, or null
 */
public record Pagination(String inputToken, String outputToken, String pageSize, String items) {
  static Pagination of(Map<String, Object> trait) {
    return trait == null
        ? null
        : new Pagination(
            (String) trait.get("inputToken"),
            (String) trait.get("outputToken"),
            (String) trait.get("pageSize"),
            (String) trait.get("items"));
  }
}
