package io.nephele.services.events;

import io.nephele.api.events.Target;
import io.nephele.core.json.JsonText;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;

/** What a log group gets of an event. */
record LogLine(Instant time, String message) {

  /**
   * An input transformer says in an object of two what time and message are; anything else is the
   * message itself.
   */
  static LogLine of(Target target, String input, Instant now) {
    if (target.inputTransformer() == null
        || !(JsonText.parse(input) instanceof Map<?, ?> line)
        || !line.containsKey("message")) {
      return new LogLine(now, input);
    }
    Object message = line.get("message");
    return new LogLine(
        time(line.get("timestamp"), now),
        message instanceof String text ? text : JsonText.write(message));
  }

  private static Instant time(Object given, Instant now) {
    if (given instanceof Number millis) {
      return Instant.ofEpochMilli(millis.longValue());
    }
    try {
      return given instanceof String text ? Instant.parse(text) : now;
    } catch (DateTimeException e) {
      return now;
    }
  }
}
