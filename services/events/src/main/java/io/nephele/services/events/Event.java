package io.nephele.services.events;

import io.nephele.core.json.JsonText;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;

/**
 * An event as it came to a bus.
 *
 * @param detail a JSON object, as it was given
 * @param ingestedAt in milliseconds
 * @param replayName the replay that it is part of, or null
 * @param hops how many buses it has come through
 */
record Event(
    String id,
    String accountId,
    String region,
    String source,
    String detailType,
    Instant time,
    List<String> resources,
    String detail,
    long ingestedAt,
    String replayName,
    int hops) {
  private static final String API_CALL = "AWS API Call via CloudTrail";

  /** The event as patterns match it and targets get it. */
  String json() {
    StringBuilder json = new StringBuilder(detail.length() + 300);
    json.append("{\"version\":\"0\"");
    add(json, "id", id);
    add(json, "detail-type", detailType);
    add(json, "source", source);
    add(json, "account", accountId);
    add(json, "time", time.truncatedTo(ChronoUnit.SECONDS).toString());
    add(json, "region", region);
    json.append(",\"resources\":").append(JsonText.write(resources));
    if (replayName != null) {
      add(json, "replay-name", replayName);
    }
    return json.append(",\"detail\":").append(detail).append('}').toString();
  }

  /** Whether it tells of a management call that only reads, of which most rules do not hear. */
  boolean isReadingCall() {
    return API_CALL.equals(detailType)
        && source.startsWith(Entries.OF_AWS)
        && JsonText.parse(detail) instanceof Map<?, ?> call
        && Boolean.TRUE.equals(call.get("readOnly"))
        && Boolean.TRUE.equals(call.get("managementEvent"));
  }

  private static void add(StringBuilder json, String name, String value) {
    json.append(",\"").append(name).append("\":").append(JsonText.write(value));
  }

  Event replayed(String replay) {
    return new Event(
        id,
        accountId,
        region,
        source,
        detailType,
        time,
        resources,
        detail,
        ingestedAt,
        replay,
        hops);
  }

  Event forwarded() {
    return new Event(
        id,
        accountId,
        region,
        source,
        detailType,
        time,
        resources,
        detail,
        ingestedAt,
        replayName,
        hops + 1);
  }
}
