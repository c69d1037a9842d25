package io.nephele.services.events;

import io.nephele.api.events.CreateEventBusRequest;
import io.nephele.api.events.CreateEventBusResponse;
import io.nephele.api.events.DeadLetterConfig;
import io.nephele.api.events.DeleteEventBusRequest;
import io.nephele.api.events.DescribeEventBusRequest;
import io.nephele.api.events.DescribeEventBusResponse;
import io.nephele.api.events.EventBus;
import io.nephele.api.events.ListEventBusesRequest;
import io.nephele.api.events.ListEventBusesResponse;
import io.nephele.api.events.LogConfig;
import io.nephele.api.events.UpdateEventBusRequest;
import io.nephele.api.events.UpdateEventBusResponse;
import io.nephele.core.call.Call;
import io.nephele.core.store.Key;
import io.nephele.core.store.LockKey;
import io.nephele.core.store.Table;
import io.nephele.model.Unit;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Makes, describes and removes buses. */
final class Buses {
  private static final int MOST_BUSES = 100;

  private final EventsWorld events;
  private final PartnerSources partners;

  Buses(EventsWorld events, PartnerSources partners) {
    this.events = events;
    this.partners = partners;
  }

  CreateEventBusResponse create(CreateEventBusRequest in, Call call) {
    String name = in.name();
    requirePlain(in.kmsKeyIdentifier(), in.logConfig());
    boolean ofPartner = in.eventSourceName() != null;
    if (ofPartner && !name.equals(in.eventSourceName())) {
      throw EventsErrors.validation(
          "Event bus name must be the same as the name of the partner event source.");
    }
    if (name.equals(Bus.DEFAULT)) {
      throw EventsErrors.exists("Event bus", name);
    }
    if (name.contains("/") && !ofPartner) {
      throw EventsErrors.validation("Event bus name must not contain '/'.");
    }
    long now = events.now();
    Bus bus =
        new Bus(
            call.accountId(),
            call.region().name(),
            name,
            in.description(),
            arn(in.deadLetterConfig()),
            null,
            now,
            now,
            EventTags.of(in.tags()));
    events
        .world()
        .store()
        .write(
            new LockKey(place(call)),
            transaction -> {
              if (events.buses().contains(transaction, bus.key())) {
                throw EventsErrors.exists("Event bus", name);
              }
              int count = 1;
              for (Table.Row<Bus> row : events.buses().scan(transaction, place(call))) {
                count += row.value().name().equals(Bus.DEFAULT) ? 0 : 1;
              }
              if (count >= MOST_BUSES) {
                throw EventsErrors.tooMany();
              }
              if (ofPartner) {
                partners.taken(transaction, name, call);
              }
              events.buses().put(transaction, bus.key(), bus);
              return null;
            });
    return new CreateEventBusResponse()
        .eventBusArn(bus.arn())
        .description(in.description())
        .deadLetterConfig(in.deadLetterConfig());
  }

  private static void requirePlain(String kmsKey, LogConfig logs) {
    if (kmsKey != null && !kmsKey.isEmpty()) {
      throw EventsErrors.notImplemented("event buses under keys of customers yet");
    }
    if (logs != null && logs.level() != null && !logs.level().equals("OFF")) {
      throw EventsErrors.notImplemented("logs of event buses yet");
    }
  }

  private static String arn(DeadLetterConfig config) {
    return config == null ? null : config.arn();
  }

  UpdateEventBusResponse update(UpdateEventBusRequest in, Call call) {
    requirePlain(in.kmsKeyIdentifier(), in.logConfig());
    EventsWorld.BusName name = EventsWorld.busName(in.name(), call);
    Bus updated =
        events.write(
            transaction -> {
              Bus bus = events.requireBus(transaction, name);
              Bus changed =
                  bus.with(
                      in.description() == null ? bus.description() : in.description(),
                      in.deadLetterConfig() == null
                          ? bus.deadLetterArn()
                          : in.deadLetterConfig().arn(),
                      events.now());
              events.buses().put(transaction, bus.key(), changed);
              return changed;
            });
    return new UpdateEventBusResponse()
        .arn(updated.arn())
        .name(updated.name())
        .description(updated.description())
        .deadLetterConfig(deadLetters(updated));
  }

  private static DeadLetterConfig deadLetters(Bus bus) {
    return bus.deadLetterArn() == null ? null : new DeadLetterConfig().arn(bus.deadLetterArn());
  }

  DescribeEventBusResponse describe(DescribeEventBusRequest in, Call call) {
    EventsWorld.BusName name = EventsWorld.busName(in.name(), call);
    Bus bus = events.read(reader -> events.requireBus(reader, name));
    return new DescribeEventBusResponse()
        .name(bus.name())
        .arn(bus.arn())
        .description(bus.description())
        .deadLetterConfig(deadLetters(bus))
        .policy(bus.policy())
        .creationTime(time(bus.createdAt()))
        .lastModifiedTime(time(bus.modifiedAt()));
  }

  private static Instant time(long millis) {
    return millis == 0 ? null : Instant.ofEpochMilli(millis);
  }

  ListEventBusesResponse list(ListEventBusesRequest in, Call call) {
    List<Bus> all = new ArrayList<>();
    events.read(
        reader -> {
          all.clear();
          for (Table.Row<Bus> row : events.buses().scan(reader, place(call))) {
            all.add(row.value());
          }
          return null;
        });
    if (all.stream().noneMatch(bus -> bus.name().equals(Bus.DEFAULT))) {
      all.add(Bus.ofDefault(call.accountId(), call.region().name()));
    }
    all.sort(java.util.Comparator.comparing(Bus::name));
    Pages<Bus> pages =
        Pages.of(
            all.stream()
                .filter(bus -> in.namePrefix() == null || bus.name().startsWith(in.namePrefix()))
                .toList(),
            Bus::name,
            in.nextToken(),
            in.limit());
    return new ListEventBusesResponse()
        .eventBuses(pages.map(Buses::summary))
        .nextToken(pages.nextToken());
  }

  private static EventBus summary(Bus bus) {
    return new EventBus()
        .name(bus.name())
        .arn(bus.arn())
        .description(bus.description())
        .policy(bus.policy())
        .creationTime(time(bus.createdAt()))
        .lastModifiedTime(time(bus.modifiedAt()));
  }

  Unit delete(DeleteEventBusRequest in, Call call) {
    EventsWorld.BusName name = EventsWorld.busName(in.name(), call);
    if (name.name().equals(Bus.DEFAULT)) {
      throw EventsErrors.validation("Cannot delete event bus default.");
    }
    events.write(
        transaction -> {
          if (events.rules().first(transaction, name.key()) != null) {
            throw EventsErrors.validation("Event bus can't be deleted since it has rules.");
          }
          events.buses().delete(transaction, name.key());
          partners.left(transaction, name);
          return null;
        });
    return EventsWorld.nothing(call);
  }

  private static Key place(Call call) {
    return Key.of(call.accountId()).with(call.region().name());
  }
}
