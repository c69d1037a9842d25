package io.nephele.services.lambda.mappings;

import java.time.Instant;

/**
 * How far a shard has been processed.
 *
 * @param position where it began: {@code TRIM_HORIZON}, {@code LATEST} or {@code AT_TIMESTAMP}
 * @param begunAt when it was begun, for those that began with the latest record
 * @param after the number of the last record that was processed, or null
 * @param finished whether it is closed and all was processed
 * @param windowStart when the tumbling window began, in seconds since 1970; -1 if there is none
 * @param windowState what the function returned in the window, JSON, or null
 */
public record Checkpoint(
    String position,
    Instant begunAt,
    String after,
    boolean finished,
    long windowStart,
    String windowState) {
  /** The beginning of a shard. */
  public static Checkpoint begin(String position, Instant now) {
    return new Checkpoint(position, now, null, false, -1, null);
  }

  /** After a record. */
  public Checkpoint after(String sequenceNumber) {
    return new Checkpoint(position, begunAt, sequenceNumber, finished, windowStart, windowState);
  }

  /** At the end. */
  public Checkpoint finish() {
    return new Checkpoint(position, begunAt, after, true, windowStart, windowState);
  }

  /** In a window, or in none: -1. */
  public Checkpoint inWindow(long start, String state) {
    return new Checkpoint(position, begunAt, after, finished, start, state);
  }
}
