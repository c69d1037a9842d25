package io.nephele.core.call;

import io.nephele.model.AwsException;
import io.nephele.model.Struct;

/**
 * The end of the pipeline: is told of every call that got as far as an operation, whatever became
 * of it.
 */
@FunctionalInterface
public interface CallRecorder {
  /** Takes no note. */
  CallRecorder NONE = (call, request, result, error) -> {};

  /**
   * Takes note of a call.
   *
   * @param result the result, or null where there was an error
   * @param error the error, or null where there was a result
   */
  void record(Call call, Struct request, Struct result, AwsException error);
}
