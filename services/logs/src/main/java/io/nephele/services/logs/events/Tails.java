package io.nephele.services.logs.events;

import io.nephele.core.store.Key;
import io.nephele.services.logs.state.Group;

/** The names under which those wait who wait for new events. */
public final class Tails {
  private Tails() {}

  /** The name for a group. */
  public static Key name(Group group) {
    return Key.of("logs.tail").with(group.contentKey());
  }
}
