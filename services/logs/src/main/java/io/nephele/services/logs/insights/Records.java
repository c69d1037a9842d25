package io.nephele.services.logs.insights;

import io.nephele.api.logs.GetLogGroupFieldsRequest;
import io.nephele.api.logs.GetLogGroupFieldsResponse;
import io.nephele.api.logs.GetLogRecordRequest;
import io.nephele.api.logs.GetLogRecordResponse;
import io.nephele.api.logs.LogGroupField;
import io.nephele.core.call.Call;
import io.nephele.services.logs.events.GroupCursor;
import io.nephele.services.logs.events.GroupScan;
import io.nephele.services.logs.events.LogEvent;
import io.nephele.services.logs.events.Masker;
import io.nephele.services.logs.events.Masking;
import io.nephele.services.logs.events.Position;
import io.nephele.services.logs.events.StreamCursor;
import io.nephele.services.logs.state.Group;
import io.nephele.services.logs.state.LogsErrors;
import io.nephele.services.logs.state.LogsWorld;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Single events with all their fields, and the fields that the events of a group have. */
public final class Records {
  private static final long SPAN_MILLIS = 8 * 60_000L;
  private static final long RECENT_MILLIS = 15 * 60_000L;
  private static final int MOST_LOOKED_AT = 10_000;
  private static final int MOST_FIELDS = 200;

  private final LogsWorld logs;
  private final GroupScan scan;
  private final Masking masking;

  /** The events of a world. */
  public Records(LogsWorld logs, GroupScan scan, Masking masking) {
    this.logs = logs;
    this.scan = scan;
    this.masking = masking;
  }

  /** Answers GetLogRecord. */
  public GetLogRecordResponse get(GetLogRecordRequest in, Call call) {
    Pointers pointer = Pointers.read(in.logRecordPointer());
    Group group = logs.read(reader -> logs.identified(reader, pointer.groupArn(), call));
    if (!group.accountId().equals(call.accountId())) {
      throw LogsErrors.noGroup();
    }
    long time = pointer.at().timestamp();
    GroupScan.Streams stream = new GroupScan.Streams(List.of(pointer.stream()), null);
    LogEvent event =
        scan.read(
            group,
            reader -> {
              GroupCursor cursor =
                  scan.open(reader, group, stream, new StreamCursor.Range(time, time, false));
              for (Position at = cursor.peek(); at != null; cursor.step(), at = cursor.peek()) {
                if (at.equals(pointer.at())) {
                  return cursor.current();
                }
              }
              return null;
            });
    if (event == null || time < group.horizon(logs.now())) {
      throw LogsErrors.notFound("The specified log record does not exist.");
    }
    Masker masker = masking.of(group, in.unmask(), call);
    String message = masker.mask(event.message());
    Map<String, String> fields = new HashMap<>();
    DiscoveredFields.of(message).forEach((name, value) -> fields.put(name, Values.text(value)));
    fields.put("@message", message);
    fields.put("@timestamp", Long.toString(event.timestamp()));
    fields.put("@ingestionTime", Long.toString(event.ingestedAt()));
    fields.put("@logStream", pointer.stream());
    fields.put("@log", group.accountId() + ":" + group.name());
    return new GetLogRecordResponse().logRecord(fields);
  }

  /** Answers GetLogGroupFields. */
  public GetLogGroupFieldsResponse fields(GetLogGroupFieldsRequest in, Call call) {
    Group group =
        logs.read(reader -> logs.require(reader, in.logGroupName(), in.logGroupIdentifier(), call));
    // The time is in seconds; what is looked at lies around it, or was put lately.
    long at = in.time() == null ? 0 : in.time() * 1000;
    long from = in.time() == null ? logs.now() - RECENT_MILLIS : at - SPAN_MILLIS;
    long to = in.time() == null ? Long.MAX_VALUE : at + SPAN_MILLIS;
    long first = Math.max(Math.max(0, from), group.horizon(logs.now()));
    Map<String, Integer> counts = new TreeMap<>();
    int looked =
        scan.read(
            group,
            reader -> {
              counts.clear();
              GroupCursor cursor =
                  scan.open(
                      reader,
                      group,
                      GroupScan.Streams.ALL,
                      new StreamCursor.Range(first, to, true));
              int seen = 0;
              for (; cursor.peek() != null && seen < MOST_LOOKED_AT; cursor.step()) {
                seen++;
                for (String name : DiscoveredFields.of(cursor.current().message()).keySet()) {
                  counts.merge(name, 1, Integer::sum);
                }
              }
              return seen;
            });
    List<LogGroupField> found = new ArrayList<>();
    if (looked > 0) {
      for (String name :
          List.of("@ingestionTime", "@log", "@logStream", "@message", "@timestamp")) {
        found.add(new LogGroupField().name(name).percent(100));
      }
    }
    counts.forEach(
        (name, count) -> {
          if (found.size() < MOST_FIELDS) {
            found.add(new LogGroupField().name(name).percent(Math.max(1, 100 * count / looked)));
          }
        });
    return new GetLogGroupFieldsResponse().logGroupFields(found);
  }
}
