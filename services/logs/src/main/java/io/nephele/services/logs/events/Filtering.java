package io.nephele.services.logs.events;

import io.nephele.api.logs.FilterLogEventsRequest;
import io.nephele.api.logs.FilterLogEventsResponse;
import io.nephele.api.logs.FilteredLogEvent;
import io.nephele.core.call.Call;
import io.nephele.core.store.Reader;
import io.nephele.services.logs.patterns.FilterPattern;
import io.nephele.services.logs.state.Group;
import io.nephele.services.logs.state.LogsErrors;
import io.nephele.services.logs.state.LogsWorld;
import java.util.ArrayList;
import java.util.List;

/** Searches groups for the events that match a pattern. */
public final class Filtering {
  private static final int MOST_EVENTS = 10_000;
  private static final long MOST_BYTES = 1L << 20;
  private static final int MOST_STREAMS = 100;

  /** How many events a page looks at; the next one goes on. */
  private static final int MOST_SCANNED = 500_000;

  private final LogsWorld logs;
  private final GroupScan scan;
  private final Masking masking;

  /** Searches the events of a world. */
  public Filtering(LogsWorld logs, GroupScan scan, Masking masking) {
    this.logs = logs;
    this.scan = scan;
    this.masking = masking;
  }

  private record Page(List<FilteredLogEvent> events, Position next) {}

  /** Answers FilterLogEvents. */
  public FilterLogEventsResponse filter(FilterLogEventsRequest in, Call call) {
    if (in.logStreamNames() != null && in.logStreamNamePrefix() != null) {
      throw LogsErrors.invalid(
          "Only one of logStreamNames and logStreamNamePrefix can be specified.");
    }
    if (in.logStreamNames() != null && in.logStreamNames().size() > MOST_STREAMS) {
      throw LogsErrors.invalid("At most 100 log streams can be specified.");
    }
    Group group =
        logs.read(reader -> logs.require(reader, in.logGroupName(), in.logGroupIdentifier(), call));
    Reading.refuseInfrequent(group, "FilterLogEvents");
    FilterPattern pattern = FilterPattern.parse(in.filterPattern());
    Position after = null;
    if (in.nextToken() != null) {
      after = Position.parse(PageTokens.read(in.nextToken()));
      if (after == null) {
        throw PageTokens.invalid();
      }
    }
    Position begin = after;
    Masker masker = masking.of(group, in.unmask(), call);
    Page page = scan.read(group, reader -> page(reader, group, in, pattern, masker, begin));
    return new FilterLogEventsResponse()
        .events(page.events)
        .searchedLogStreams(List.of())
        .nextToken(page.next == null ? null : PageTokens.write(page.next.digits()));
  }

  private Page page(
      Reader reader,
      Group group,
      FilterLogEventsRequest in,
      FilterPattern pattern,
      Masker masker,
      Position after) {
    long from = Math.max(in.startTime() == null ? 0 : in.startTime(), group.horizon(logs.now()));
    from = after == null ? from : Math.max(from, after.timestamp());
    long to = in.endTime() == null ? Long.MAX_VALUE : in.endTime();
    GroupScan.Streams wanted = new GroupScan.Streams(in.logStreamNames(), in.logStreamNamePrefix());
    List<FilteredLogEvent> events = new ArrayList<>();
    if (from > to) {
      return new Page(events, null);
    }
    GroupCursor cursor = scan.open(reader, group, wanted, new StreamCursor.Range(from, to, false));
    int most = in.limit() == null ? MOST_EVENTS : in.limit();
    long bytes = 0;
    Position last = after;
    int scanned = 0;
    for (Position at = cursor.peek(); at != null; cursor.step(), at = cursor.peek()) {
      if (after != null && at.compareTo(after) <= 0) {
        continue;
      }
      if (scanned++ == MOST_SCANNED) {
        return new Page(events, last);
      }
      LogEvent event = cursor.current();
      if (pattern.matches(event.message())) {
        bytes += event.counted();
        if (events.size() == most || bytes > MOST_BYTES && !events.isEmpty()) {
          return new Page(events, last);
        }
        events.add(
            new FilteredLogEvent()
                .logStreamName(cursor.streamName())
                .timestamp(event.timestamp())
                .message(masker.mask(event.message()))
                .ingestionTime(event.ingestedAt())
                .eventId(at.digits()));
      }
      last = at;
    }
    return new Page(events, null);
  }
}
