package io.nephele.services.events;

import io.nephele.api.events.PutPartnerEventsRequest;
import io.nephele.api.events.PutPartnerEventsRequestEntry;
import io.nephele.api.events.PutPartnerEventsResponse;
import io.nephele.api.events.PutPartnerEventsResultEntry;
import io.nephele.core.call.Call;
import java.util.ArrayList;
import java.util.List;

/** Takes events of partners and brings them to the buses of the accounts that take their source. */
final class PartnerEntries {
  private final EventsWorld events;
  private final Entries entries;
  private final PartnerSources sources;
  private final Routing routing;

  PartnerEntries(EventsWorld events, Entries entries, PartnerSources sources, Routing routing) {
    this.events = events;
    this.entries = entries;
    this.sources = sources;
    this.routing = routing;
  }

  PutPartnerEventsResponse put(PutPartnerEventsRequest in, Call call) {
    List<PutPartnerEventsResultEntry> results = new ArrayList<>();
    int failed = 0;
    for (PutPartnerEventsRequestEntry entry : in.entries()) {
      EntryError error = EntryError.of(entry.source(), entry.detailType(), entry.detail());
      List<PartnerSource> offered =
          error != null
              ? List.of()
              : events.read(reader -> sources.offeredAs(reader, entry.source(), call));
      if (error == null && offered.isEmpty()) {
        error = EntryError.notAuthorizedForSource();
      }
      if (error != null) {
        failed++;
        results.add(
            new PutPartnerEventsResultEntry()
                .errorCode(error.code())
                .errorMessage(error.message()));
        continue;
      }
      String id = events.world().ids().uuid().toString();
      for (PartnerSource source : offered) {
        if (source.state().equals(PartnerSource.ACTIVE)) {
          routing.accept(
              new EventsWorld.BusName(source.customer(), source.region(), source.name()),
              event(id, entry, source, call));
        }
      }
      results.add(new PutPartnerEventsResultEntry().eventId(id));
    }
    entries.count(call, "PutPartnerEventsEntriesCount", in.entries().size());
    entries.count(call, "PutPartnerEventsFailedEntriesCount", failed);
    return new PutPartnerEventsResponse().failedEntryCount(failed).entries(results);
  }

  private Event event(
      String id, PutPartnerEventsRequestEntry entry, PartnerSource source, Call call) {
    return new Event(
        id,
        source.customer(),
        source.region(),
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
