package io.nephele.services.logs.events;

import io.nephele.core.store.Reader;
import io.nephele.services.logs.state.Group;
import java.util.function.UnaryOperator;

/** Knows what transforms the messages of a group. */
@FunctionalInterface
public interface Transforming {
  /**
   * What makes another text of each message that is put into a group, or null; for a message that
   * cannot be transformed it answers null.
   */
  UnaryOperator<String> of(Reader reader, Group group);
}
