package io.nephele.services.firehose;

import io.nephele.core.json.JsonText;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A record that could not be delivered, as the object of errors tells of it.
 *
 * @param type what the prefix of errors calls it, for example {@code processing-failed}
 * @param lambdaArn the function that failed, or null
 * @param attempts how often it was tried
 */
record Failure(
    String type, String code, String message, Item item, String lambdaArn, int attempts) {
  static final String PROCESSING = "processing-failed";

  /** One line of JSON. */
  byte[] line(long now) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("attemptsMade", attempts);
    line.put("arrivalTimestamp", item.arrivedAt());
    line.put("errorCode", code);
    line.put("errorMessage", message);
    line.put("attemptEndingTimestamp", now);
    line.put("rawData", Base64.getEncoder().encodeToString(item.data()));
    if (lambdaArn != null) {
      line.put("lambdaArn", lambdaArn);
    }
    return (JsonText.write(line) + "\n").getBytes(StandardCharsets.UTF_8);
  }
}
