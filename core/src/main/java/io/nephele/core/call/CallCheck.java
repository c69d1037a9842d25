package io.nephele.core.call;

import io.nephele.model.Struct;

/**
 * A place in the pipeline that lets a call pass or answers it with an error: authorisation, quotas,
 * injected faults.
 */
@FunctionalInterface
public interface CallCheck {
  /** Lets every call pass. */
  CallCheck PASS = (call, request) -> {};

  /** Returns if the call may go on; throws {@link io.nephele.model.AwsException} if not. */
  void check(Call call, Struct request);
}
