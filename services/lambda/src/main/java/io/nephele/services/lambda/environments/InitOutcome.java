package io.nephele.services.lambda.environments;

import io.nephele.model.Bytes;
import java.time.Duration;

/**
 * How an init phase ended.
 *
 * @param duration how long it took
 * @param errorType such as {@code Runtime.ImportModuleError}, or null if it went well
 * @param document the error's JSON document, or null
 */
public record InitOutcome(Duration duration, String errorType, Bytes document) {
  /** Whether the environment waits for invocations. */
  public boolean succeeded() {
    return errorType == null;
  }
}
