package io.nephele.model;

/**
 * Events that come one after another in one request or response: the value of a streaming union.
 * Each event is the union's {@link Struct} with one slot set.
 */
public interface EventStream extends AutoCloseable {
  /**
   * The next event, or null at the end. Waits until there is one; a typed error ends the stream
   * with that error.
   */
  Struct next();

  /** Says that no more events are wanted. */
  @Override
  void close();
}
