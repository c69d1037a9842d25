package io.nephele.core.time;

import java.time.Instant;

/**
 * Things to do at certain times, such as the durable timers of a world. Asked by one thread at a
 * time.
 */
public interface Agenda {
  /** When the next thing is due, which may be in the past; null if there is none. */
  Instant nextDue();

  /** What the next thing is, in a word for users. */
  default String nextName() {
    return "timer";
  }

  /** Does the next thing if its time has come. */
  void doNext();

  /** Given whenever the next due time may have become earlier. */
  Signal changed();
}
