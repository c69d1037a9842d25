package io.nephele.services.logs.events;

import io.nephele.core.call.Call;
import io.nephele.services.logs.state.Group;

/** Knows what is to be masked in a group's events. */
@FunctionalInterface
public interface Masking {
  /** Masks nothing. */
  Masking NONE = (group, unmask, call) -> Masker.NONE;

  /**
   * What masks the messages of a group for a caller.
   *
   * @param unmask whether the caller asked for the messages as they are; may be null
   * @throws io.nephele.model.AwsException if he may not have them
   */
  Masker of(Group group, Boolean unmask, Call call);
}
