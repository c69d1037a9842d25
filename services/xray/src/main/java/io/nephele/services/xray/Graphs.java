package io.nephele.services.xray;

import io.nephele.api.xray.GetServiceGraphRequest;
import io.nephele.api.xray.GetServiceGraphResult;
import io.nephele.api.xray.GetTimeSeriesServiceStatisticsRequest;
import io.nephele.api.xray.GetTimeSeriesServiceStatisticsResult;
import io.nephele.api.xray.GetTraceGraphRequest;
import io.nephele.api.xray.GetTraceGraphResult;
import io.nephele.api.xray.Service;
import io.nephele.api.xray.TimeSeriesServiceStatistics;
import io.nephele.core.World;
import io.nephele.core.call.Call;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Service graphs of times and of traces, and statistics by time. */
final class Graphs {
  private static final Duration LONGEST = Duration.ofHours(6);
  private static final int MOST_TRACES = 10_000;
  private static final int MOST_IDS = 100;
  private static final int PAGE = 100;
  private static final int DEFAULT_PERIOD = 60;

  private final World world;
  private final TraceTables tables;
  private final Segments segments;
  private final Groups groups;

  Graphs(World world, TraceTables tables, Segments segments, Groups groups) {
    this.world = world;
    this.tables = tables;
    this.segments = segments;
    this.groups = groups;
  }

  GetServiceGraphResult serviceGraph(GetServiceGraphRequest in, Call call) {
    checkRange(in.startTime(), in.endTime());
    Filter filter = groups.filter(in.groupName(), in.groupARN(), call);
    ServiceGraph graph = new ServiceGraph();
    each(
        in.startTime(),
        in.endTime(),
        filter,
        call,
        trace -> graph.add(trace, segment -> within(segment, in.startTime(), in.endTime())));
    Pages<Service> page = Pages.of(graph.tell(), in.nextToken(), PAGE);
    return new GetServiceGraphResult()
        .startTime(in.startTime())
        .endTime(in.endTime())
        .services(page.items())
        .containsOldGroupVersions(false)
        .nextToken(page.nextToken());
  }

  GetTraceGraphResult traceGraph(GetTraceGraphRequest in, Call call) {
    if (in.traceIds().isEmpty() || in.traceIds().size() > MOST_IDS) {
      throw XRayErrors.invalid("Between 1 and " + MOST_IDS + " trace IDs are needed.");
    }
    ServiceGraph graph = new ServiceGraph();
    for (String id : in.traceIds()) {
      if (!SegmentRules.isTraceId(id)) {
        throw XRayErrors.invalid("Invalid trace id: " + id);
      }
      AssembledTrace trace = segments.read(call, id);
      if (trace != null) {
        graph.add(trace, segment -> true);
      }
    }
    Pages<Service> page = Pages.of(graph.tell(), in.nextToken(), PAGE);
    return new GetTraceGraphResult().services(page.items()).nextToken(page.nextToken());
  }

  GetTimeSeriesServiceStatisticsResult timeSeries(
      GetTimeSeriesServiceStatisticsRequest in, Call call) {
    checkRange(in.startTime(), in.endTime());
    int period = in.period() == null ? DEFAULT_PERIOD : in.period();
    if (period != 60 && period != 300) {
      throw XRayErrors.invalid("Period must be 60 or 300");
    }
    if (Boolean.TRUE.equals(in.forecastStatistics())) {
      throw XRayErrors.notImplemented("ForecastStatistics of GetTimeSeriesServiceStatistics");
    }
    Filter filter = groups.filter(in.groupName(), in.groupARN(), call);
    Filter selected = groups.parse(in.entitySelectorExpression(), call);
    boolean services = selected instanceof Filter.OnService;
    if (!services && !(selected instanceof Filter.OnEdge) && selected != Filter.ALL) {
      throw XRayErrors.invalid(
          "EntitySelectorExpression must be a service() or an edge() expression");
    }
    Map<Long, CallStatistics> periods = new TreeMap<>();
    each(
        in.startTime(),
        in.endTime(),
        filter,
        call,
        trace -> {
          for (Entity entity : selected(new TraceScope(trace), selected)) {
            if (within(entity, in.startTime(), in.endTime())) {
              long begin = Math.floorDiv((long) entity.start(), period) * period;
              periods.computeIfAbsent(begin, second -> new CallStatistics()).add(entity);
            }
          }
        });
    List<TimeSeriesServiceStatistics> series = new ArrayList<>();
    periods.forEach(
        (second, statistics) -> {
          TimeSeriesServiceStatistics one =
              new TimeSeriesServiceStatistics()
                  .timestamp(Instant.ofEpochSecond(second))
                  .responseTimeHistogram(statistics.histogram());
          series.add(
              services
                  ? one.serviceSummaryStatistics(statistics.service())
                  : one.edgeSummaryStatistics(statistics.edge()));
        });
    Pages<TimeSeriesServiceStatistics> page = Pages.of(series, in.nextToken(), PAGE);
    return new GetTimeSeriesServiceStatisticsResult()
        .timeSeriesServiceStatistics(page.items())
        .containsOldGroupVersions(false)
        .nextToken(page.nextToken());
  }

  /** The segments or calls that a selector means; without one, all calls and those of clients. */
  private static List<Entity> selected(TraceScope scope, Filter selector) {
    List<Scope.OfEntity> candidates =
        switch (selector) {
          case Filter.OnService service ->
              passing(scope.services(service.node()), service.filter());
          case Filter.OnEdge edge -> passing(scope.edges(edge.from(), edge.to()), edge.filter());
          default -> scope.edges(Filter.NodeId.ANY, Filter.NodeId.ANY);
        };
    List<Entity> entities = new ArrayList<>();
    for (Scope.OfEntity one : candidates) {
      entities.add(one.entity());
    }
    if (selector == Filter.ALL) {
      for (Entity segment : scope.trace().segments()) {
        if (segment.parentId() == null && !segment.isSubsegment()) {
          entities.add(segment);
        }
      }
    }
    return entities;
  }

  private static List<Scope.OfEntity> passing(List<Scope.OfEntity> all, Filter filter) {
    return all.stream().filter(filter::test).toList();
  }

  private static void checkRange(Instant from, Instant to) {
    if (from.isAfter(to)) {
      throw XRayErrors.invalid("StartTime must be before EndTime");
    }
    if (Duration.between(from, to).compareTo(LONGEST) > 0) {
      throw XRayErrors.invalid("Time range cannot be longer than 6 hours");
    }
  }

  private static boolean within(Entity entity, Instant from, Instant to) {
    return !SummaryView.instant(entity.end()).isBefore(from)
        && !SummaryView.instant(entity.start()).isAfter(to);
  }

  private void each(
      Instant from, Instant to, Filter filter, Call call, Consumer<AssembledTrace> visitor) {
    List<TraceTables.TracePlace> places =
        world.store().read(reader -> tables.tracesActive(reader, call, from, to, MOST_TRACES));
    for (TraceTables.TracePlace place : places) {
      AssembledTrace trace = segments.read(call, place.traceId());
      if (trace != null && filter.test(new TraceScope(trace))) {
        visitor.accept(trace);
      }
    }
  }
}
