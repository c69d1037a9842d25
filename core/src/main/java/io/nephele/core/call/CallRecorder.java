package io.nephele.core.call;

/**
 * The end of the pipeline: is told of every call that got as far as an operation, whatever became
 * of it.
 */
@FunctionalInterface
public interface CallRecorder {
  /** Takes no note. */
  CallRecorder NONE = record -> {};

  /** Takes note of a call. */
  void record(CallRecord record);
}
