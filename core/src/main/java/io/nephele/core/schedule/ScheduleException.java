package io.nephele.core.schedule;

/** A text is no schedule expression; the message says why, in our words. */
public final class ScheduleException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  ScheduleException(String message) {
    super(message);
  }
}
