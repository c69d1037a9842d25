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
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
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
  private final ConcurrentLinkedQueue<Pending> waiting = new ConcurrentLinkedQueue<>();
  private final AtomicInteger waitingCount = new AtomicInteger();
  private final ReentrantLock lock = new ReentrantLock();

  /** How many events were written since the last mark; guarded by the lock. */
  private final Map<Key, Integer> sinceMark = new HashMap<>();

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
    String caller = call.accountId();
    Set<String> recipients = recipients(caller, about);
    boolean write = false;
    for (String recipient : recipients) {
      write |= note(record, operation, about, recipient, recipients.size() > 1, now);
    }
    if (write || waitingCount.get() >= WAITING) {
      flush();
    }
  }

  private boolean note(
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
      return false;
    }
    TrailEvent event = EventWriter.event(record, operation, about, recipient, region, shared);
    waiting.add(new Pending(recipient, region, event, management, takenBy));
    waitingCount.incrementAndGet();
    return !operation.readOnly() || !takenBy.isEmpty();
  }

  /** The caller's account, and those whose resources the call is about. */
  private static Set<String> recipients(String caller, List<Resource> about) {
    Set<String> recipients = HashSet.newHashSet(2);
    if (caller != null) {
      recipients.add(caller);
    }
    for (int i = 0; i < about.size(); i++) {
      String account = EventResources.account(about.get(i).arn());
      if (account != null) {
        recipients.add(account);
      }
    }
    return recipients;
  }

  /** Writes what waits in memory; returns when it is in the store. */
  public void flush() {
    lock.lock();
    try {
      List<Pending> batch = new ArrayList<>();
      for (Pending next = waiting.poll(); next != null; next = waiting.poll()) {
        batch.add(next);
      }
      if (batch.isEmpty()) {
        return;
      }
      waitingCount.addAndGet(-batch.size());
      Set<Key> marked = count(batch);
      world
          .store()
          .write(
              transaction -> {
                write(transaction, batch, marked);
                return null;
              });
    } finally {
      lock.unlock();
    }
  }

  private Set<Key> count(List<Pending> batch) {
    Set<Key> marked = HashSet.newHashSet(1);
    for (Pending pending : batch) {
      Key place = Key.of(pending.account).with(pending.region);
      if (sinceMark.merge(place, 1, Integer::sum) >= EventTables.MARK_EVERY) {
        sinceMark.remove(place);
        marked.add(place);
      }
    }
    return marked;
  }

  private void write(Transaction transaction, List<Pending> batch, Set<Key> marked) {
    for (Pending pending : batch) {
      TrailEvent event = pending.event;
      if (pending.management) {
        tables.add(transaction, Key.of(pending.account).with(pending.region), event);
      }
      for (Selection trail : pending.takenBy) {
        deliver(transaction, pending, trail);
      }
      boolean reads = pending.management && event.readOnly();
      boolean told =
          !pending.takenBy.isEmpty()
              && (!reads
                  || world.events().hearsReads(transaction, pending.account, pending.region));
      if (told) {
        world.events().emit(transaction, serviceEvent(pending));
      }
    }
    for (Key place : marked) {
      tables.mark(transaction, place, world.clock().millis());
    }
  }

  private void deliver(Transaction transaction, Pending pending, Selection trail) {
    TrailEvent event = pending.event;
    Key place = Key.of(pending.account).with(trail.region()).with(trail.trail());
    tables
        .outbox()
        .put(
            transaction,
            place.with(pending.region).with(event.time()).with(EventIds.number(event.id())),
            new Delivery(pending.region, event.time(), event.json()));
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
        pending.event.json(),
        pending.event.time());
  }

  /** Looks anew at what trails take, because that has changed. */
  public void selectionsChanged() {
    selections = null;
  }

  /** Forgets what is in memory, because the store has become another. */
  public void forget() {
    waiting.clear();
    waitingCount.set(0);
    selections = null;
    lock.lock();
    try {
      sinceMark.clear();
    } finally {
      lock.unlock();
    }
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
