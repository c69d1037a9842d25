package io.nephele.services.events;

import io.nephele.api.events.PutEventsRequest;
import io.nephele.api.events.PutEventsRequestEntry;
import io.nephele.api.events.PutEventsResponse;
import io.nephele.api.events.PutEventsResultEntry;
import io.nephele.core.call.Call;
import io.nephele.core.identity.Principal;
import io.nephele.core.json.JsonText;
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
  private final Routing routing;

  Entries(EventsWorld events, Routing routing) {
    this.events = events;
    this.routing = routing;
  }

  PutEventsResponse put(PutEventsRequest in, Call call) {
    if (in.endpointId() != null) {
      throw EventsErrors.notImplemented("global endpoints of EventBridge yet");
    }
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
      PutEventsResultEntry refusal = refusal(entry, call);
      if (refusal != null) {
        failed++;
        results.add(refusal);
      } else {
        Event event = event(entry, call);
        routing.accept(EventsWorld.busName(entry.eventBusName(), call), event);
        results.add(new PutEventsResultEntry().eventId(event.id()));
      }
    }
    count(call, "PutEventsEntriesCount", in.entries().size());
    count(call, "PutEventsFailedEntriesCount", failed);
    count(call, "PutEventsRequestSize", bytes);
    return new PutEventsResponse().failedEntryCount(failed).entries(results);
  }

  private void count(Call call, String metric, double value) {
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

  private static PutEventsResultEntry refusal(PutEventsRequestEntry entry, Call call) {
    if (isEmpty(entry.source())) {
      return required("Source");
    }
    if (isEmpty(entry.detailType())) {
      return required("DetailType");
    }
    if (isEmpty(entry.detail())) {
      return required("Detail");
    }
    if (entry.source().startsWith(OF_AWS) && call.principal().type() != Principal.Type.SERVICE) {
      return refused("NotAuthorizedForSourceException", "Not authorized for the source.");
    }
    if (!(JsonText.parse(entry.detail()) instanceof Map<?, ?>)) {
      return refused("MalformedDetail", "Detail is malformed.");
    }
    return null;
  }

  private static boolean isEmpty(String text) {
    return text == null || text.isBlank();
  }

  private static PutEventsResultEntry required(String parameter) {
    return refused(
        "InvalidArgument",
        "Parameter "
            + parameter
            + " is not valid. Reason: "
            + parameter
            + " is a required argument.");
  }

  private static PutEventsResultEntry refused(String code, String message) {
    return new PutEventsResultEntry().errorCode(code).errorMessage(message);
  }

  private Event event(PutEventsRequestEntry entry, Call call) {
    return new Event(
        events.world().ids().uuid().toString(),
        call.accountId(),
        call.region().name(),
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
