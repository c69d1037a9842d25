package io.nephele.core.time;

/** A clock cannot show the time that it was to show. The message is for the user. */
public final class ClockException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  ClockException(String message) {
    super(message);
  }
}
