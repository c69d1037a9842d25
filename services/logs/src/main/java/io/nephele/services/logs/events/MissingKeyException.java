package io.nephele.services.logs.events;

import io.nephele.services.logs.state.Group;

/** Says that what was read needs a data key that KMS has to decrypt first. */
final class MissingKeyException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final transient Group group;
  private final long number;

  MissingKeyException(Group group, long number) {
    super("data key " + number, null, false, false);
    this.group = group;
    this.number = number;
  }

  /** Whose it is. */
  Group group() {
    return group;
  }

  /** Which one. */
  long number() {
    return number;
  }
}
