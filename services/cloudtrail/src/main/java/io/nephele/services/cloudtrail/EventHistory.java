package io.nephele.services.cloudtrail;

import io.nephele.api.cloudtrail.Event;
import io.nephele.api.cloudtrail.InvalidLookupAttributesException;
import io.nephele.api.cloudtrail.InvalidNextTokenException;
import io.nephele.api.cloudtrail.InvalidTimeRangeException;
import io.nephele.api.cloudtrail.LookupAttribute;
import io.nephele.api.cloudtrail.LookupEventsRequest;
import io.nephele.api.cloudtrail.LookupEventsResponse;
import io.nephele.api.cloudtrail.Resource;
import io.nephele.core.World;
import io.nephele.core.call.Call;
import io.nephele.core.store.Key;
import io.nephele.core.store.KeyReader;
import io.nephele.core.trail.EventScan;
import io.nephele.core.trail.EventTables;
import io.nephele.core.trail.TrailEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;

/** Event history: the management events of the last 90 days, the newest first. */
final class EventHistory {
  private static final int PAGE = 50;

  private final World world;

  EventHistory(World world) {
    this.world = world;
  }

  LookupEventsResponse lookup(LookupEventsRequest in, Call call) {
    List<LookupAttribute> attributes = in.lookupAttributes();
    if (attributes != null && attributes.size() > 1) {
      throw new InvalidLookupAttributesException(
          "You can use only one attribute in the lookup attributes list.");
    }
    if (in.startTime() != null && in.endTime() != null && in.startTime().isAfter(in.endTime())) {
      throw new InvalidTimeRangeException("The start time must be before the end time.");
    }
    // There are no insights, so nothing of theirs is in history.
    if (in.eventCategory() != null) {
      return new LookupEventsResponse().events(List.of());
    }
    world.trail().flush();
    LookupAttribute wanted =
        attributes == null || attributes.isEmpty() ? null : attributes.getFirst();
    int most = in.maxResults() == null ? PAGE : in.maxResults();
    long from = world.clock().millis() - EventTables.KEPT_MILLIS;
    if (in.startTime() != null) {
      from = Math.max(from, millis(in.startTime()));
    }
    // The end is a second, and includes what happened in it.
    long to = in.endTime() == null ? Long.MAX_VALUE : millis(in.endTime()) / 1000 * 1000 + 1000;
    Place after = in.nextToken() == null ? null : Place.parse(in.nextToken());
    if (after != null && after.time < to) {
      to = after.time + 1;
    }
    long first = from;
    long end = Math.max(from, to);
    Key place = Key.of(call.accountId()).with(call.region().name());
    return world
        .store()
        .read(
            reader ->
                page(
                    world.trail().tables().history(reader, place, first, end),
                    wanted,
                    after,
                    most));
  }

  /** Where a page ended. */
  private record Place(long time, long number) {
    static Place of(TrailEvent event) {
      return new Place(event.time(), event.number());
    }

    static Place parse(String token) {
      try {
        KeyReader parts = Key.encoded(Base64.getUrlDecoder().decode(token)).reader();
        Place place = new Place(parts.nextLong(), parts.nextLong());
        if (!parts.hasNext()) {
          return place;
        }
      } catch (RuntimeException notOurs) {
        // Answered as any other that is not.
      }
      throw new InvalidNextTokenException("Invalid nextToken.");
    }

    String token() {
      byte[] key = Key.EMPTY.with(time).with(number).encoded();
      return Base64.getUrlEncoder().withoutPadding().encodeToString(key);
    }

    boolean isAfter(TrailEvent event) {
      return event.time() < time || event.time() == time && event.number() < number;
    }
  }

  private static long millis(Instant time) {
    long seconds = Math.clamp(time.getEpochSecond(), 0, 1L << 40);
    return seconds * 1000 + time.getNano() / 1_000_000;
  }

  private static LookupEventsResponse page(
      EventScan scan, LookupAttribute wanted, Place after, int most) {
    List<Event> events = new ArrayList<>();
    TrailEvent last = null;
    while (scan.hasNext()) {
      TrailEvent event = scan.next();
      if (after != null && !after.isAfter(event) || wanted != null && !matches(event, wanted)) {
        continue;
      }
      if (events.size() == most) {
        return new LookupEventsResponse().events(events).nextToken(Place.of(last).token());
      }
      events.add(event(event));
      last = event;
    }
    return new LookupEventsResponse().events(events);
  }

  private static boolean matches(TrailEvent event, LookupAttribute wanted) {
    String value = wanted.attributeValue();
    return switch (wanted.attributeKey()) {
      case "EventId" -> event.id().equals(value);
      case "EventName" -> event.name().equals(value);
      case "ReadOnly" -> Boolean.toString(event.readOnly()).equals(value);
      case "Username" -> Objects.equals(event.username(), value);
      case "EventSource" -> event.source().equals(value);
      case "AccessKeyId" -> Objects.equals(event.accessKeyId(), value);
      case "ResourceType" -> isAbout(event, value, true);
      case "ResourceName" -> isAbout(event, value, false);
      default -> throw new InvalidLookupAttributesException("Unknown attribute key.");
    };
  }

  private static boolean isAbout(TrailEvent event, String value, boolean type) {
    for (TrailEvent.Resource resource : event.resources()) {
      if (type
          ? resource.type().equals(value)
          : resource.name().equals(value) || resource.arn().equals(value)) {
        return true;
      }
    }
    return false;
  }

  private static Event event(TrailEvent event) {
    List<Resource> resources = new ArrayList<>(event.resources().size());
    for (TrailEvent.Resource resource : event.resources()) {
      resources.add(new Resource().resourceType(resource.type()).resourceName(resource.name()));
    }
    return new Event()
        .eventId(event.id())
        .eventName(event.name())
        .readOnly(Boolean.toString(event.readOnly()))
        .accessKeyId(event.accessKeyId())
        .eventTime(Instant.ofEpochSecond(event.time() / 1000))
        .eventSource(event.source())
        .username(event.username())
        .resources(resources)
        .cloudTrailEvent(event.text());
  }
}
