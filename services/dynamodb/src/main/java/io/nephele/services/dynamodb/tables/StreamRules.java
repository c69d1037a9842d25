package io.nephele.services.dynamodb.tables;

import io.nephele.api.dynamodb.StreamSpecification;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** What may be said of a table's stream. */
final class StreamRules {
  private static final DateTimeFormatter LABEL =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS").withZone(ZoneOffset.UTC);

  private StreamRules() {}

  /** The stream of a new table, or null if it has none. */
  static StreamSettings created(StreamSpecification in, Instant now) {
    if (in == null) {
      return null;
    }
    check(in);
    return in.streamEnabled() ? opened(in.streamViewType(), now) : null;
  }

  private static void check(StreamSpecification in) {
    if (in.streamEnabled() && in.streamViewType() == null) {
      throw DynamoErrors.invalidParameter(
          "Stream view type is missing in StreamSpecification when stream is enabled");
    }
    if (!in.streamEnabled() && in.streamViewType() != null) {
      throw DynamoErrors.invalidParameter(
          "Stream view type is specified in StreamSpecification when stream is disabled");
    }
  }

  /** A stream that begins now. */
  static StreamSettings opened(String viewType, Instant now) {
    return new StreamSettings(true, viewType, LABEL.format(now));
  }

  /** What a table's stream becomes. */
  static StreamSettings changed(StreamSpecification in, StreamSettings now, Instant at) {
    check(in);
    boolean enabled = now != null && now.enabled();
    if (in.streamEnabled() && enabled) {
      throw DynamoErrors.validation("Table already has an enabled stream");
    }
    if (!in.streamEnabled() && !enabled) {
      throw DynamoErrors.validation("Table does not have a stream to disable");
    }
    if (!in.streamEnabled()) {
      return new StreamSettings(false, now.viewType(), now.label());
    }
    StreamSettings opened = opened(in.streamViewType(), at);
    // Two streams of a table in the same millisecond, as a clock that stands still makes them.
    while (now != null && opened.label().compareTo(now.label()) <= 0) {
      at = at.plusMillis(1);
      opened = opened(in.streamViewType(), at);
    }
    return opened;
  }
}
