package io.nephele.services.events;

import io.nephele.api.events.CreateArchiveRequest;
import io.nephele.api.events.CreateArchiveResponse;
import io.nephele.api.events.DeleteArchiveRequest;
import io.nephele.api.events.DeleteArchiveResponse;
import io.nephele.api.events.DescribeArchiveRequest;
import io.nephele.api.events.DescribeArchiveResponse;
import io.nephele.api.events.ListArchivesRequest;
import io.nephele.api.events.ListArchivesResponse;
import io.nephele.api.events.UpdateArchiveRequest;
import io.nephele.api.events.UpdateArchiveResponse;
import io.nephele.core.call.Call;
import io.nephele.core.store.Direction;
import io.nephele.core.store.Key;
import io.nephele.core.store.KeyRange;
import io.nephele.core.store.Reader;
import io.nephele.core.store.Table;
import io.nephele.core.store.Transaction;
import io.nephele.core.time.Timer;
import io.nephele.model.Bytes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Keeps the events of buses to be replayed. */
final class Archives {
  static final String TIMER = "events.retention";
  private static final String ENABLED = "ENABLED";
  private static final Duration DAY = Duration.ofDays(1);

  private final EventsWorld events;
  private final Table<Archive> archives = Table.of("events.archives", Archive.class);
  private final Table<Event> kept = Table.of("events.archived", Event.class);

  Archives(EventsWorld events) {
    this.events = events;
  }

  CreateArchiveResponse create(CreateArchiveRequest in, Call call) {
    requirePlain(in.kmsKeyIdentifier());
    EventsWorld.BusName bus = EventsWorld.busName(in.eventSourceArn(), call);
    if (in.eventPattern() != null) {
      Patterns.check(in.eventPattern());
    }
    Archive archive =
        new Archive(
            call.accountId(),
            call.region().name(),
            in.archiveName(),
            bus.name(),
            in.description(),
            in.eventPattern(),
            in.retentionDays() == null ? 0 : in.retentionDays(),
            events.now());
    events.write(
        transaction -> {
          events.requireBus(transaction, bus);
          if (archives.contains(transaction, archive.key())) {
            throw EventsErrors.exists("Archive", archive.name());
          }
          put(transaction, archive);
          return null;
        });
    return new CreateArchiveResponse()
        .archiveArn(archive.arn())
        .state(ENABLED)
        .creationTime(Instant.ofEpochMilli(archive.createdAt()));
  }

  private void put(Transaction transaction, Archive archive) {
    archives.put(transaction, archive.key(), archive);
    events.touch(transaction, Bus.key(archive.accountId(), archive.region(), archive.bus()));
    events.world().timers().cancel(transaction, TIMER, archive.key());
    if (archive.retentionDays() > 0) {
      schedule(transaction, archive.key());
    }
  }

  private void schedule(Transaction transaction, Key archive) {
    Instant due = events.world().clock().now().plus(DAY);
    events.world().timers().schedule(transaction, TIMER, archive, due, Bytes.EMPTY);
  }

  /** Drops what is older than its archive keeps it. */
  void expire(Transaction transaction, Timer timer) {
    Archive archive = archives.get(transaction, timer.id());
    if (archive == null || archive.retentionDays() == 0) {
      return;
    }
    long before = events.now() - DAY.multipliedBy(archive.retentionDays()).toMillis();
    kept.deleteRange(
        transaction, KeyRange.between(archive.key(), archive.key().with(Math.max(0, before))));
    schedule(transaction, archive.key());
  }

  /** An archive of the caller's, or its error. */
  Archive require(Reader reader, String name, Call call) {
    Archive archive =
        archives.get(reader, Key.of(call.accountId()).with(call.region().name()).with(name));
    if (archive == null) {
      throw EventsErrors.missing("Archive", name);
    }
    return archive;
  }

  private static void requirePlain(String kmsKey) {
    if (kmsKey != null && !kmsKey.isEmpty()) {
      throw EventsErrors.notImplemented("archives under keys of customers yet");
    }
  }

  UpdateArchiveResponse update(UpdateArchiveRequest in, Call call) {
    requirePlain(in.kmsKeyIdentifier());
    if (in.eventPattern() != null) {
      Patterns.check(in.eventPattern());
    }
    Archive updated =
        events.write(
            transaction -> {
              Archive before = require(transaction, in.archiveName(), call);
              Archive changed =
                  new Archive(
                      before.accountId(),
                      before.region(),
                      before.name(),
                      before.bus(),
                      in.description() == null ? before.description() : in.description(),
                      in.eventPattern() == null ? before.pattern() : in.eventPattern(),
                      in.retentionDays() == null ? before.retentionDays() : in.retentionDays(),
                      before.createdAt());
              put(transaction, changed);
              return changed;
            });
    return new UpdateArchiveResponse()
        .archiveArn(updated.arn())
        .state(ENABLED)
        .creationTime(Instant.ofEpochMilli(updated.createdAt()));
  }

  DeleteArchiveResponse delete(DeleteArchiveRequest in, Call call) {
    events.write(
        transaction -> {
          Archive archive = require(transaction, in.archiveName(), call);
          archives.delete(transaction, archive.key());
          kept.deletePrefix(transaction, archive.key());
          events.world().timers().cancel(transaction, TIMER, archive.key());
          events.touch(transaction, Bus.key(archive.accountId(), archive.region(), archive.bus()));
          return null;
        });
    return new DeleteArchiveResponse();
  }

  /** How much an archive holds. */
  private record Held(long count, long bytes) {}

  private Held held(Reader reader, Archive archive) {
    long count = 0;
    long bytes = 0;
    for (Table.Row<Event> row : kept.scan(reader, archive.key())) {
      count++;
      bytes += row.value().json().length();
    }
    return new Held(count, bytes);
  }

  DescribeArchiveResponse describe(DescribeArchiveRequest in, Call call) {
    return events.read(
        reader -> {
          Archive archive = require(reader, in.archiveName(), call);
          Held held = held(reader, archive);
          return new DescribeArchiveResponse()
              .archiveArn(archive.arn())
              .archiveName(archive.name())
              .eventSourceArn(archive.sourceArn())
              .description(archive.description())
              .eventPattern(archive.pattern())
              .state(ENABLED)
              .retentionDays(archive.retentionDays())
              .eventCount(held.count())
              .sizeBytes(held.bytes())
              .creationTime(Instant.ofEpochMilli(archive.createdAt()));
        });
  }

  ListArchivesResponse list(ListArchivesRequest in, Call call) {
    return events.read(
        reader -> {
          List<Archive> all = new ArrayList<>();
          for (Table.Row<Archive> row :
              archives.scan(reader, Key.of(call.accountId()).with(call.region().name()))) {
            Archive archive = row.value();
            if ((in.namePrefix() == null || archive.name().startsWith(in.namePrefix()))
                && (in.eventSourceArn() == null || in.eventSourceArn().equals(archive.sourceArn()))
                && (in.state() == null || in.state().equals(ENABLED))) {
              all.add(archive);
            }
          }
          Pages<Archive> pages = Pages.of(all, Archive::name, in.nextToken(), in.limit());
          return new ListArchivesResponse()
              .archives(pages.map(archive -> summary(reader, archive)))
              .nextToken(pages.nextToken());
        });
  }

  private io.nephele.api.events.Archive summary(Reader reader, Archive archive) {
    Held held = held(reader, archive);
    return new io.nephele.api.events.Archive()
        .archiveName(archive.name())
        .eventSourceArn(archive.sourceArn())
        .state(ENABLED)
        .retentionDays(archive.retentionDays())
        .eventCount(held.count())
        .sizeBytes(held.bytes())
        .creationTime(Instant.ofEpochMilli(archive.createdAt()));
  }

  /** The archives of a bus. */
  List<Archive> of(Reader reader, Bus bus) {
    List<Archive> found = new ArrayList<>();
    for (Table.Row<Archive> row :
        archives.scan(reader, Key.of(bus.accountId()).with(bus.region()))) {
      if (row.value().bus().equals(bus.name())) {
        found.add(row.value());
      }
    }
    return found;
  }

  /** Keeps an event. */
  void keep(Transaction transaction, List<Archive> in, Event event) {
    for (Archive archive : in) {
      Key key = archive.key().with(event.time().toEpochMilli()).with(event.id());
      kept.put(transaction, key, event);
    }
  }

  /**
   * Events of an archive in the order of their times.
   *
   * @param after the key of the last one that was had, or null
   */
  List<Table.Row<Event>> next(Archive archive, long from, long to, Key after, int most) {
    KeyRange all = KeyRange.between(archive.key().with(from), archive.key().with(to));
    KeyRange range = after == null ? all : all.startingAfter(after);
    return events.read(
        reader -> {
          List<Table.Row<Event>> rows = new ArrayList<>();
          for (Table.Row<Event> row : kept.scan(reader, range, Direction.FORWARD)) {
            rows.add(row);
            if (rows.size() == most) {
              break;
            }
          }
          return rows;
        });
  }
}
