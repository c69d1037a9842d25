package io.nephele.services.events;

import io.nephele.api.events.PutEventsRequest;
import io.nephele.api.events.PutEventsRequestEntry;
import io.nephele.api.events.PutEventsResponse;
import io.nephele.api.events.PutEventsResultEntry;
import io.nephele.core.call.Call;
import io.nephele.core.identity.Principal;
import io.nephele.core.metrics.MetricKey;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Takes events. */
final class Entries {
  /** What all entries of a call may come to; 256 KB until January 2026. */
  private static final long MOST_BYTES = 1 << 20;

  private static final int TIME_BYTES = 14;
  static final String OF_AWS = "aws.";

  private final EventsWorld events;
  private final Endpoints endpoints;
  private final Routing routing;

  Entries(EventsWorld events, Endpoints endpoints, Routing routing) {
    this.events = events;
    this.endpoints = endpoints;
    this.routing = routing;
  }

  PutEventsResponse put(PutEventsRequest in, Call call) {
    Endpoint endpoint = in.endpointId() == null ? null : endpoints.ofId(in.endpointId(), call);
    long bytes = 0;
    for (PutEventsRequestEntry entry : in.entries()) {
      bytes += size(entry);
    }
    if (bytes > MOST_BYTES) {
      throw EventsErrors.validation("Total size of the entries in the request is over the limit.");
    }
    List<PutEventsResultEntry> results = new ArrayList<>();
    int failed = 0;
    for (PutEventsRequestEntry entry : in.entries()) {
      EntryError error = error(entry, call);
      if (error != null) {
        failed++;
        results.add(
            new PutEventsResultEntry().errorCode(error.code()).errorMessage(error.message()));
      } else {
        EventsWorld.BusName bus = bus(entry, endpoint, call);
        Event event =
            event(entry, endpoint == null ? call.region().name() : endpoint.region(), call);
        routing.accept(bus, event);
        results.add(new PutEventsResultEntry().eventId(event.id()));
      }
    }
    count(call, "PutEventsEntriesCount", in.entries().size());
    count(call, "PutEventsFailedEntriesCount", failed);
    count(call, "PutEventsRequestSize", bytes);
    return new PutEventsResponse().failedEntryCount(failed).entries(results);
  }

  /** Tells CloudWatch of a call. */
  void count(Call call, String metric, double value) {
    events
        .world()
        .metrics()
        .record(
            new MetricKey(
                call.accountId(),
                call.region().name(),
                "AWS/Events",
                metric,
                Map.of(),
                metric.endsWith("Size") ? "Bytes" : "Count"),
            value);
  }

  /** The size of an entry as AWS counts it. */
  private static long size(PutEventsRequestEntry entry) {
    long size = entry.time() == null ? 0 : TIME_BYTES;
    size += bytes(entry.source()) + bytes(entry.detailType()) + bytes(entry.detail());
    if (entry.resources() != null) {
      for (String resource : entry.resources()) {
        size += bytes(resource);
      }
    }
    return size;
  }

  private static long bytes(String text) {
    return text == null ? 0 : text.getBytes(StandardCharsets.UTF_8).length;
  }

  private static EntryError error(PutEventsRequestEntry entry, Call call) {
    boolean ofAws = entry.source() != null && entry.source().startsWith(OF_AWS);
    return ofAws && call.principal().type() != Principal.Type.SERVICE
        ? EntryError.notAuthorizedForSource()
        : EntryError.of(entry.source(), entry.detailType(), entry.detail());
  }

  /** The bus of an entry; an endpoint's, which may be named by either of its ARNs, is its own. */
  private static EventsWorld.BusName bus(
      PutEventsRequestEntry entry, Endpoint endpoint, Call call) {
    EventsWorld.BusName named = EventsWorld.busName(entry.eventBusName(), call);
    if (endpoint == null) {
      return named;
    }
    if (!named.name().equals(endpoint.bus())) {
      throw EventsErrors.validation(
          "Event bus " + named.name() + " is not that of the endpoint " + endpoint.name() + ".");
    }
    return endpoint.primaryBus();
  }

  private Event event(PutEventsRequestEntry entry, String region, Call call) {
    return new Event(
        events.world().ids().uuid().toString(),
        call.accountId(),
        region,
        entry.source(),
        entry.detailType(),
        entry.time() == null ? call.time() : entry.time(),
        entry.resources() == null ? List.of() : entry.resources(),
        entry.detail(),
        events.now(),
        null,
        0);
  }
}
