package io.nephele.services.logs.transformers;

/** A processor at work. */
@FunctionalInterface
interface Processing {
  /**
   * Changes an event.
   *
   * @throws UntransformableException if it cannot be done to that event
   */
  void apply(EventTree event);
}
