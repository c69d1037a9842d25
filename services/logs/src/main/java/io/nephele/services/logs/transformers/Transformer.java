package io.nephele.services.logs.transformers;

import java.util.List;
import java.util.function.UnaryOperator;

/** Processors that are applied to messages one after the other. */
final class Transformer implements UnaryOperator<String> {
  private static final int MOST_CHARACTERS = 1 << 20;

  private final List<Processing> processors;

  Transformer(List<Processing> processors) {
    this.processors = List.copyOf(processors);
  }

  /** The JSON that becomes of a message; null if it cannot be transformed. */
  @Override
  public String apply(String message) {
    EventTree event = new EventTree(message);
    try {
      for (Processing each : processors) {
        each.apply(event);
      }
    } catch (UntransformableException e) {
      return null;
    }
    String json = event.isEmpty() ? null : event.json();
    return json == null || json.length() > MOST_CHARACTERS ? null : json;
  }
}
