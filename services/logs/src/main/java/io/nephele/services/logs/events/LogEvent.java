package io.nephele.services.logs.events;

/**
 * An event as it was stored.
 *
 * @param at where it stands
 * @param ingestedAt in milliseconds since 1970
 * @param size of the message in bytes of UTF-8
 * @param transformed what a transformer made of the message, or null
 */
public record LogEvent(Position at, long ingestedAt, String message, int size, String transformed) {
  /** What AWS counts for an event beside its message, in bytes. */
  public static final int OVERHEAD = 26;

  /** When it happened, in milliseconds since 1970. */
  public long timestamp() {
    return at.timestamp();
  }

  /** The message, or what a transformer made of it if that is wanted and there is one. */
  public String text(boolean wantsTransformed) {
    return wantsTransformed && transformed != null ? transformed : message;
  }

  /** The bytes that AWS counts. */
  public int counted() {
    return size + OVERHEAD;
  }
}
