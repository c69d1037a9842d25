package io.nephele.identity.action;

import java.util.List;

/** Something that policies have to allow for an operation. */
@FunctionalInterface
interface Requirement {
  /** Adds what this call needs, which may be nothing. */
  void add(CallContext context, List<ActionRequest> requests);
}
