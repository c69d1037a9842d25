package io.nephele.services.s3.encryption;

import io.nephele.model.Member;
import io.nephele.model.Struct;

/** Members that requests and results of several operations have under the same names. */
final class Members {
  private Members() {}

  /** The member's value; null if it is absent or the operation has no such member. */
  static Object value(Struct struct, String name) {
    Member member = struct.shape().member(name);
    return member == null ? null : struct.get(member);
  }

  /** As {@link #value}, of a text; one without characters is absent. */
  static String text(Struct struct, String name) {
    return value(struct, name) instanceof String text && !text.isEmpty() ? text : null;
  }

  /** Sets a member if the operation has it. */
  static void set(Struct struct, String name, Object value) {
    Member member = struct.shape().member(name);
    if (member != null) {
      struct.set(member, value);
    }
  }
}
