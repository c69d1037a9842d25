package io.nephele.services.xray;

import io.nephele.api.xray.GetTraceSummariesRequest;
import io.nephele.api.xray.GetTraceSummariesResult;
import io.nephele.api.xray.SamplingStrategy;
import io.nephele.api.xray.SamplingStrategyName;
import io.nephele.api.xray.TimeRangeType;
import io.nephele.api.xray.TraceSummary;
import io.nephele.core.World;
import io.nephele.core.call.Call;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Finds traces by time and filter expression. */
final class Summaries {
  private static final int PAGE = 100;

  /** How many traces one call looks at. */
  private static final int MOST_LOOKED_AT = 1000;

  /** How many traces of a time range are looked for by their events. */
  private static final int MOST_ACTIVE = 100_000;

  private static final Duration LONGEST = Duration.ofHours(24);

  private final World world;
  private final TraceTables tables;
  private final Segments segments;
  private final Groups groups;

  Summaries(World world, TraceTables tables, Segments segments, Groups groups) {
    this.world = world;
    this.tables = tables;
    this.segments = segments;
    this.groups = groups;
  }

  GetTraceSummariesResult get(GetTraceSummariesRequest in, Call call) {
    Instant from = in.startTime();
    Instant to = in.endTime();
    if (from.isAfter(to)) {
      throw XRayErrors.invalid("StartTime must be before EndTime");
    }
    if (Duration.between(from, to).compareTo(LONGEST) > 0) {
      throw XRayErrors.invalid("Time range cannot be longer than 24 hours");
    }
    double rate = rate(in);
    Filter filter = groups.parse(in.filterExpression(), call);
    String type = in.timeRangeType() == null ? TimeRangeType.TRACE_ID : in.timeRangeType();
    boolean byTraceId = type.equals(TimeRangeType.TRACE_ID);
    List<TraceTables.TracePlace> places =
        byTraceId
            ? world
                .store()
                .read(
                    reader ->
                        tables.traces(
                            reader, call, from, to, after(in.nextToken()), MOST_LOOKED_AT))
            : world
                .store()
                .read(reader -> tables.tracesActive(reader, call, from, to, MOST_ACTIVE));
    int begin = byTraceId ? 0 : Pages.offset(in.nextToken(), places.size());
    List<TraceSummary> found = new ArrayList<>();
    long looked = 0;
    int at = begin;
    while (at < places.size() && found.size() < PAGE && looked < MOST_LOOKED_AT) {
      TraceTables.TracePlace place = places.get(at++);
      AssembledTrace trace = segments.read(call, place.traceId());
      if (trace == null) {
        continue;
      }
      looked++;
      if (sampled(place.traceId(), rate) && filter.test(new TraceScope(trace))) {
        TraceSummary summary = new SummaryView(trace).tell();
        if (!byTraceId) {
          summary.matchedEventTime(matched(trace, from, to));
        }
        found.add(summary);
      }
    }
    boolean more = at < places.size() || byTraceId && places.size() == MOST_LOOKED_AT;
    return new GetTraceSummariesResult()
        .traceSummaries(found)
        .approximateTime(to)
        .tracesProcessedCount(looked)
        .nextToken(more ? token(places.get(at - 1), at, byTraceId) : null);
  }

  private static String token(TraceTables.TracePlace last, int at, boolean byTraceId) {
    return byTraceId ? Pages.encode(last.second() + "/" + last.traceId()) : Pages.token(at);
  }

  private static TraceTables.TracePlace after(String token) {
    if (token == null) {
      return null;
    }
    String[] parts = Pages.decode(token).split("/", 2);
    try {
      if (parts.length == 2 && SegmentRules.isTraceId(parts[1])) {
        return new TraceTables.TracePlace(Long.parseLong(parts[0]), parts[1]);
      }
    } catch (NumberFormatException e) {
      throw XRayErrors.token();
    }
    throw XRayErrors.token();
  }

  /** The share of the traces that is looked at, from 0 to 1. */
  private static double rate(GetTraceSummariesRequest in) {
    SamplingStrategy strategy = in.samplingStrategy();
    if (!Boolean.TRUE.equals(in.sampling()) || strategy == null) {
      return 1;
    }
    Double value = strategy.value();
    if (value != null && (value < 0 || value > 1)) {
      throw XRayErrors.invalid("The value of SamplingStrategy must be between 0 and 1");
    }
    boolean fixed = SamplingStrategyName.FIXED_RATE.equals(strategy.name());
    return fixed && value != null ? value : 1;
  }

  /** Whether a trace is in a sample of all; always the same for the same trace. */
  private static boolean sampled(String traceId, double rate) {
    long tail = Long.parseLong(traceId.substring(traceId.length() - 8), 16);
    return rate >= 1 || tail < rate * 0x1_0000_0000L;
  }

  /** When the first segment within the range began or ended. */
  private static Instant matched(AssembledTrace trace, Instant from, Instant to) {
    for (Entity segment : trace.segments()) {
      for (double seconds : new double[] {segment.start(), segment.end()}) {
        Instant time = SummaryView.instant(seconds);
        if (!time.isBefore(from) && !time.isAfter(to)) {
          return time;
        }
      }
    }
    return SummaryView.instant(trace.start());
  }
}
