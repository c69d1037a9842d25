package io.nephele.core.sources;

import java.time.Instant;

/**
 * Where the reading of a shard goes on.
 *
 * @param after the number of the last record that was read, or null if none was
 * @param start where it begins without one: {@code TRIM_HORIZON}, {@code LATEST} or {@code
 *     AT_TIMESTAMP}
 * @param at the time of {@code AT_TIMESTAMP}, or null
 * @param begunAt when the shard was begun, which is where {@code LATEST} was
 * @param first whether it is begun now
 */
public record StreamPosition(
    String after, String start, Instant at, Instant begunAt, boolean first) {
  static final String LATEST = "LATEST";
  static final String AT_TIMESTAMP = "AT_TIMESTAMP";

  /** Whether it has read nothing yet of what came after it was begun. */
  boolean isLatest() {
    return after == null && start.equals(LATEST);
  }
}
