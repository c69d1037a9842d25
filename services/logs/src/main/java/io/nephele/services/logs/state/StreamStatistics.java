package io.nephele.services.logs.state;

/**
 * What is known of the events of a stream. Timestamps are in milliseconds since 1970.
 *
 * @param nextSequence the number of the next row of events
 * @param widest the longest time between the first and the last event of one row
 */
public record StreamStatistics(
    long nextSequence, long firstTimestamp, long lastTimestamp, long lastIngestion, long widest) {
  /** Of a stream without events. */
  public static final StreamStatistics NONE =
      new StreamStatistics(1, Long.MAX_VALUE, Long.MIN_VALUE, 0, 0);

  /** Whether there ever was an event. */
  public boolean isEmpty() {
    return nextSequence == 1;
  }
}
