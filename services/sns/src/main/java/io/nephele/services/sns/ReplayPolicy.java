package io.nephele.services.sns;

import io.nephele.core.json.JsonText;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Map;

/**
 * Which archived messages a subscription wants again.
 *
 * @param from the time of the first, in milliseconds since 1970
 * @param to the time after the last, in milliseconds since 1970
 */
record ReplayPolicy(long from, long to) {

  /** The policy as it is kept, null for none; an error to the caller if it cannot be. */
  static String check(TopicAddress topic, String json) {
    if (json.isEmpty() || json.equals("{}")) {
      return null;
    }
    if (!topic.isFifo()) {
      throw SnsErrors.invalid("ReplayPolicy", "attribute is only supported for FIFO topics");
    }
    parse(json);
    return json;
  }

  static ReplayPolicy parse(String json) {
    if (!(JsonText.parse(json) instanceof Map<?, ?> policy)) {
      throw SnsErrors.invalid("ReplayPolicy", "failed to parse JSON");
    }
    for (Object name : policy.keySet()) {
      if (!name.equals("PointType")
          && !name.equals("StartingPoint")
          && !name.equals("EndingPoint")) {
        throw SnsErrors.invalid("ReplayPolicy", "Unexpected member " + name);
      }
    }
    if (!"Timestamp".equals(policy.get("PointType"))) {
      throw SnsErrors.invalid("ReplayPolicy", "PointType must be Timestamp");
    }
    long from = time(policy.get("StartingPoint"), "StartingPoint");
    long to =
        policy.get("EndingPoint") == null
            ? Long.MAX_VALUE
            : time(policy.get("EndingPoint"), "EndingPoint");
    if (to <= from) {
      throw SnsErrors.invalid("ReplayPolicy", "EndingPoint must be after StartingPoint");
    }
    return new ReplayPolicy(from, to);
  }

  private static long time(Object value, String name) {
    if (value instanceof String text && text.length() < 64) {
      try {
        return text.endsWith("Z")
            ? Instant.parse(text).toEpochMilli()
            : OffsetDateTime.parse(text).toInstant().toEpochMilli();
      } catch (DateTimeException | ArithmeticException e) {
        // told below
      }
    }
    throw SnsErrors.invalid("ReplayPolicy", name + " must be a time in the form of ISO 8601");
  }
}
