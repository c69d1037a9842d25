package io.nephele.core.time;

import java.time.Instant;

/**
 * Something that is going to happen.
 *
 * @param at when, which may be in the past if it could not be done yet
 * @param what the kind of the timer, or {@link #WAITING}
 */
public record Due(Instant at, String what) {
  /** Somebody's waiting ends, for example a long poll. */
  public static final String WAITING = "waiting";
}
