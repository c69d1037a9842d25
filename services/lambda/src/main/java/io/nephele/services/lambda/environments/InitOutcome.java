package io.nephele.services.lambda.environments;

import io.nephele.core.json.JsonText;
import io.nephele.model.Bytes;
import java.time.Duration;
import java.util.Map;

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

  /** What the error's document says, or null if it went well. */
  public String message() {
    if (document == null) {
      return errorType;
    }
    return JsonText.parse(document.utf8()) instanceof Map<?, ?> map
            && map.get("errorMessage") instanceof String message
        ? message
        : document.utf8();
  }
}
