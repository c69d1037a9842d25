package io.nephele.services.logs.filters;

import io.nephele.core.json.JsonText;
import io.nephele.model.Bytes;
import io.nephele.services.logs.events.LogEvent;
import io.nephele.services.logs.events.Masker;
import io.nephele.services.logs.events.Written;
import io.nephele.services.logs.patterns.FilterPattern;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

/** The documents that subscribers get, compressed. */
final class SubscriptionData {
  private SubscriptionData() {}

  /** What tells whether a destination takes anything. */
  static Bytes control(String kind, long now) {
    Map<String, Object> event = new LinkedHashMap<>();
    event.put("id", "");
    event.put("timestamp", now);
    event.put("message", "CWL CONTROL MESSAGE: Checking health of destination " + kind + ".");
    return document("CONTROL_MESSAGE", "CloudwatchLogs", "", "", List.of(), List.of(event));
  }

  /** The events for a subscriber. */
  static Bytes of(
      Written written,
      Subscription filter,
      FilterPattern pattern,
      List<LogEvent> events,
      Masker masker) {
    List<Object> all = new ArrayList<>(events.size());
    for (LogEvent event : events) {
      Map<String, Object> one = new LinkedHashMap<>();
      one.put("id", event.at().digits());
      one.put("timestamp", event.timestamp());
      String message = masker.mask(event.text(filter.transformed()));
      one.put("message", message);
      Map<String, String> fields = pattern.fields(message);
      if (!fields.isEmpty()) {
        one.put("extractedFields", fields);
      }
      all.add(one);
    }
    return document(
        "DATA_MESSAGE",
        written.group().accountId(),
        written.group().name(),
        written.stream().name(),
        List.of(filter.name()),
        all);
  }

  private static Bytes document(
      String type,
      String owner,
      String group,
      String stream,
      List<Object> filters,
      List<Object> events) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("messageType", type);
    document.put("owner", owner);
    document.put("logGroup", group);
    document.put("logStream", stream);
    document.put("subscriptionFilters", filters);
    document.put("logEvents", events);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(JsonText.write(document).getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException("in memory", e);
    }
    return Bytes.of(out.toByteArray());
  }
}
