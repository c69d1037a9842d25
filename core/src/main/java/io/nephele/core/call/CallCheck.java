package io.nephele.core.call;

import io.nephele.model.Struct;

/** A place in the pipeline that lets a call pass or answers it with an error, as quotas do. */
@FunctionalInterface
public interface CallCheck {
  /** Returns if the call may go on; throws {@link io.nephele.model.AwsException} if not. */
  void check(Call call, Struct request);
}
