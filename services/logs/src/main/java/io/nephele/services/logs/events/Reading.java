package io.nephele.services.logs.events;

import io.nephele.api.logs.GetLogEventsRequest;
import io.nephele.api.logs.GetLogEventsResponse;
import io.nephele.api.logs.OutputLogEvent;
import io.nephele.core.call.Call;
import io.nephele.core.store.Reader;
import io.nephele.services.logs.state.Group;
import io.nephele.services.logs.state.LogStreamRow;
import io.nephele.services.logs.state.LogsErrors;
import io.nephele.services.logs.state.LogsWorld;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Reads streams page by page, in both directions. */
public final class Reading {
  private static final int MOST_EVENTS = 10_000;
  private static final long MOST_BYTES = 1L << 20;

  private final LogsWorld logs;
  private final EventTable table;
  private final GroupKeys keys;
  private final Masking masking;

  /** Reads the events of a world. */
  public Reading(LogsWorld logs, EventTable table, GroupKeys keys, Masking masking) {
    this.logs = logs;
    this.table = table;
    this.keys = keys;
    this.masking = masking;
  }

  /** Where a page begins and which way it goes. */
  private record Token(boolean backward, Position at) {
    static Token parse(String text) {
      boolean shaped =
          text.length() > 4
              && (text.startsWith("f/") || text.startsWith("b/"))
              && text.endsWith("/s");
      Position at = shaped ? Position.parse(text.substring(2, text.length() - 2)) : null;
      if (at == null) {
        throw PageTokens.invalid();
      }
      return new Token(text.charAt(0) == 'b', at);
    }

    static String write(boolean backward, Position at) {
      return (backward ? "b/" : "f/") + at.digits() + "/s";
    }
  }

  /** Answers GetLogEvents. */
  public GetLogEventsResponse get(GetLogEventsRequest in, Call call) {
    Group group =
        logs.read(reader -> logs.require(reader, in.logGroupName(), in.logGroupIdentifier(), call));
    refuseInfrequent(group, "GetLogEvents");
    Token token = in.nextToken() == null ? null : Token.parse(in.nextToken());
    boolean backward = token == null ? !Boolean.TRUE.equals(in.startFromHead()) : token.backward;
    List<LogEvent> events = keys.read(reader -> page(reader, group, in, token, backward));
    Position first = token == null ? Position.START : token.at;
    Position last = first;
    if (!events.isEmpty()) {
      first = events.getFirst().at();
      last = events.getLast().at();
    }
    Masker masker = masking.of(group, in.unmask(), call);
    List<OutputLogEvent> out = new ArrayList<>(events.size());
    for (LogEvent event : events) {
      out.add(
          new OutputLogEvent()
              .timestamp(event.timestamp())
              .message(masker.mask(event.message()))
              .ingestionTime(event.ingestedAt()));
    }
    return new GetLogEventsResponse()
        .events(out)
        .nextForwardToken(Token.write(false, last))
        .nextBackwardToken(Token.write(true, first));
  }

  private List<LogEvent> page(
      Reader reader, Group group, GetLogEventsRequest in, Token token, boolean backward) {
    LogStreamRow stream = logs.stream(reader, group, in.logStreamName());
    long from = Math.max(in.startTime() == null ? 0 : in.startTime(), group.horizon(logs.now()));
    long to = in.endTime() == null ? Long.MAX_VALUE : in.endTime() - 1;
    if (token != null && backward) {
      to = Math.min(to, token.at.timestamp());
    } else if (token != null) {
      from = Math.max(from, token.at.timestamp());
    }
    List<LogEvent> events = new ArrayList<>();
    if (from > to) {
      return events;
    }
    StreamCursor cursor =
        new StreamCursor(
            table,
            reader,
            group,
            stream.id(),
            logs.statistics(reader, group, stream),
            new StreamCursor.Range(from, to, backward),
            keys.of(group));
    int most = in.limit() == null ? MOST_EVENTS : in.limit();
    long bytes = 0;
    for (Position at = cursor.peek();
        at != null && events.size() < most;
        cursor.step(), at = cursor.peek()) {
      if (token != null && (backward ? at.compareTo(token.at) >= 0 : at.compareTo(token.at) <= 0)) {
        continue;
      }
      LogEvent event = cursor.current();
      bytes += event.counted();
      if (bytes > MOST_BYTES && !events.isEmpty()) {
        break;
      }
      events.add(event);
    }
    if (backward) {
      Collections.reverse(events);
    }
    return events;
  }

  /** Groups of the class INFREQUENT_ACCESS can be read by Insights only. */
  static void refuseInfrequent(Group group, String operation) {
    if (Group.INFREQUENT_ACCESS.equals(group.kind())) {
      throw LogsErrors.invalid(
          operation
              + " is not supported for log groups of class "
              + Group.INFREQUENT_ACCESS
              + ": "
              + group.name());
    }
  }
}
