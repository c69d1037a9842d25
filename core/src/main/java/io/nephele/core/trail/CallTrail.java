package io.nephele.core.trail;

import io.nephele.core.World;
import io.nephele.core.call.Call;
import io.nephele.core.call.CallRecord;
import io.nephele.core.events.ServiceEvent;
import io.nephele.core.store.Key;
import io.nephele.core.store.Table;
import io.nephele.core.store.Transaction;
import io.nephele.core.trail.RecordedOperation.Kind;
import io.nephele.core.trail.TrailEvent.Resource;
import io.nephele.model.Bytes;
import io.nephele.model.Operation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/**
 * Keeps the record of calls: event history of 90 days, and what trails have to deliver. Worlds
 * without CloudTrail keep none.
 *
 * <p>The event of a call that changed something, or that a trail takes, is in the store before the
 * call is answered, so that it survives what the answer survives; those who come at the same time
 * share a transaction. Events of calls that only read wait in memory until there are some, until
 * something is written anyway, or until somebody looks. A call on data that no trail takes costs
 * two looks into memory.
 */
public final class CallTrail {
  /** The kind of the timers that have trails deliver. */
  public static final String DELIVERY = "cloudtrail.delivery";

  private static final Duration DELIVERY_INTERVAL = Duration.ofMinutes(5);
  private static final String SERVICE_PRINCIPAL = "cloudtrail.amazonaws.com";
  private static final String GLOBAL_REGION = "us-east-1";
  private static final int WAITING = 128;
  private static final long SHARED_SELECTIONS_MILLIS = 1000;

  private final World world;
  private final boolean kept;
  private final EventTables tables = new EventTables();
  private final RecordedOperations operations = new RecordedOperations();
  private final EventResources resources = new EventResources();
  private final EventWriter writer = new EventWriter();
  private final GatheredWrites<Pending> writes = new GatheredWrites<>(this::write);

  /** How many events of a place were written since the last mark. */
  private final Map<Key, Integer> sinceMark = new ConcurrentHashMap<>();

  private volatile Selections selections;

  private record Pending(
      String account,
      String region,
      TrailEvent event,
      boolean management,
      List<Selection> takenBy) {}

  private record Selections(Map<String, List<Selection>> byAccount, boolean data, long readAt) {}

  /** The record of a world's calls. */
  public CallTrail(World world) {
    this.world = world;
    this.kept = world.services().names().contains("cloudtrail");
  }

  /** The tables of the record, for CloudTrail; {@link #flush} before reading. */
  public EventTables tables() {
    return tables;
  }

  /**
   * Takes note of a call.
   *
   * @param readOnly whether an operation only reads, as far as its permissions tell
   */
  public void note(CallRecord record, Predicate<Operation> readOnly) {
    if (!kept) {
      return;
    }
    Call call = record.call();
    RecordedOperation operation = operations.of(call.operation(), readOnly);
    if (operation.kind() == Kind.NEVER) {
      return;
    }
    Selections now = selections(call);
    if (operation.kind() == Kind.DATA && !now.data) {
      return;
    }
    List<Resource> about = resources.of(record);
    List<String> recipients = recipients(call.accountId(), about);
    List<Pending> pending = new ArrayList<>(recipients.size());
    boolean write = false;
    for (int i = 0; i < recipients.size(); i++) {
      Pending each =
          pending(record, operation, about, recipients.get(i), recipients.size() > 1, now);
      if (each != null) {
        pending.add(each);
        write |= !operation.readOnly() || !each.takenBy.isEmpty();
      }
    }
    if (write) {
      writes.write(pending);
    } else if (writes.keep(pending) >= WAITING) {
      writes.flush();
    }
  }

  private Pending pending(
      CallRecord record,
      RecordedOperation operation,
      List<Resource> about,
      String recipient,
      boolean shared,
      Selections now) {
    Call call = record.call();
    String region = operation.global() ? GLOBAL_REGION : call.region().name();
    boolean management = operation.kind() == Kind.MANAGEMENT;
    List<Selection> takenBy = List.of();
    List<Selection> possible = now.byAccount.get(recipient);
    // What CloudTrail itself does to deliver is no reason to deliver again.
    if (possible != null && !SERVICE_PRINCIPAL.equals(call.origin().sourceAddress())) {
      EventFields fields = new EventFields(record, operation, about);
      takenBy = new ArrayList<>(possible.size());
      for (Selection selection : possible) {
        if (selection.takes(region, operation.global(), fields)) {
          takenBy.add(selection);
        }
      }
    }
    if (!management && takenBy.isEmpty()) {
      return null;
    }
    TrailEvent event = writer.event(record, operation, about, recipient, region, shared);
    return new Pending(recipient, region, event, management, takenBy);
  }

  /** The caller's account, and those whose resources the call is about. */
  private static List<String> recipients(String caller, List<Resource> about) {
    List<String> recipients = new ArrayList<>(2);
    if (caller != null) {
      recipients.add(caller);
    }
    for (int i = 0; i < about.size(); i++) {
      String account = EventResources.account(about.get(i).arn());
      if (account != null && !recipients.contains(account)) {
        recipients.add(account);
      }
    }
    return recipients;
  }

  /** Writes what waits in memory; returns when it is in the store. */
  public void flush() {
    writes.flush();
  }

  private void write(List<Pending> batch) {
    batch.sort(Comparator.comparingLong(pending -> pending.event.time()));
    Map<Key, List<TrailEvent>> history = LinkedHashMap.newLinkedHashMap(1);
    for (Pending pending : batch) {
      if (pending.management) {
        history
            .computeIfAbsent(
                Key.of(pending.account).with(pending.region), none -> new ArrayList<>())
            .add(pending.event);
      }
    }
    Map<Key, List<TrailEvent>> lake = inLake(batch);
    List<Key> marked = new ArrayList<>(0);
    history.forEach(
        (place, events) -> {
          if (sinceMark.merge(place, events.size(), Integer::sum) >= EventTables.MARK_EVERY) {
            sinceMark.remove(place);
            marked.add(place);
          }
        });
    world
        .store()
        .write(
            transaction -> {
              history.forEach((place, events) -> tables.add(transaction, place, events));
              lake.forEach((place, events) -> tables.addToLake(transaction, place, events));
              for (Pending pending : batch) {
                takeByTrails(transaction, pending);
              }
              for (Key place : marked) {
                tables.mark(transaction, place, world.clock().millis());
              }
              return null;
            });
  }

  /** The events that event data stores take. */
  private static Map<Key, List<TrailEvent>> inLake(List<Pending> batch) {
    Map<Key, List<TrailEvent>> lake = LinkedHashMap.newLinkedHashMap(1);
    for (Pending pending : batch) {
      for (Selection store : pending.takenBy) {
        if (store.lake()) {
          Key place = Key.of(pending.account).with(store.region()).with(store.trail());
          lake.computeIfAbsent(place, none -> new ArrayList<>()).add(pending.event);
        }
      }
    }
    return lake;
  }

  private void takeByTrails(Transaction transaction, Pending pending) {
    boolean taken = false;
    for (Selection trail : pending.takenBy) {
      if (!trail.lake()) {
        deliver(transaction, pending, trail);
        taken = true;
      }
    }
    boolean reads = pending.management && pending.event.readOnly();
    boolean told =
        taken
            && (!reads || world.events().hearsReads(transaction, pending.account, pending.region));
    if (told) {
      world.events().emit(transaction, serviceEvent(pending));
    }
  }

  private void deliver(Transaction transaction, Pending pending, Selection trail) {
    TrailEvent event = pending.event;
    Key place = Key.of(pending.account).with(trail.region()).with(trail.trail());
    tables
        .outbox()
        .put(
            transaction,
            place.with(pending.region).with(event.time()).with(event.number()),
            new Delivery(pending.region, event.time(), event.text()));
    if (world.timers().due(transaction, DELIVERY, place) == null) {
      world
          .timers()
          .schedule(
              transaction,
              DELIVERY,
              place,
              world.clock().now().plus(DELIVERY_INTERVAL),
              Bytes.EMPTY);
    }
  }

  private static ServiceEvent serviceEvent(Pending pending) {
    String source = pending.event.source();
    return new ServiceEvent(
        source,
        "aws." + source.substring(0, source.indexOf('.')),
        pending.account,
        pending.region,
        "AWS API Call via CloudTrail",
        List.of(),
        pending.event.text(),
        pending.event.time());
  }

  /** Looks anew at what trails take, because that has changed. */
  public void selectionsChanged() {
    selections = null;
  }

  /** Forgets what is in memory, because the store has become another. */
  public void forget() {
    writes.forget();
    sinceMark.clear();
    selections = null;
  }

  private Selections selections(Call call) {
    Selections known = selections;
    boolean shared = world.nodes().isShared();
    long now = call.time().toEpochMilli();
    if (known == null || shared && now - known.readAt > SHARED_SELECTIONS_MILLIS) {
      known = read(now);
      selections = known;
    }
    return known;
  }

  private Selections read(long now) {
    return world
        .store()
        .read(
            reader -> {
              Map<String, List<Selection>> byAccount = new HashMap<>();
              boolean data = false;
              for (Table.Row<Selection> row : tables.selections().scan(reader, Key.EMPTY)) {
                String account = row.key().reader().nextText();
                byAccount.computeIfAbsent(account, none -> new ArrayList<>()).add(row.value());
                data |= row.value().takesData();
              }
              return new Selections(byAccount, data, now);
            });
  }
}
