package io.nephele.core.time;

import io.nephele.core.logging.LazyLogger;
import io.nephele.core.store.Direction;
import io.nephele.core.store.Key;
import io.nephele.core.store.KeyRange;
import io.nephele.core.store.KeyReader;
import io.nephele.core.store.LockKey;
import io.nephele.core.store.Reader;
import io.nephele.core.store.Store;
import io.nephele.core.store.Table;
import io.nephele.core.store.Transaction;
import io.nephele.model.Bytes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * Durable timers of a world. They live in its store, are scheduled and cancelled by transactions,
 * survive restarts, and are fired by its clock. Kinds are named {@code <service>.<kind>}; by
 * convention ids begin with account and region.
 */
public final class Timers implements AutoCloseable {
  private static final System.Logger LOG = new LazyLogger(Timers.class);
  private static final Duration FIRST_BACKOFF = Duration.ofSeconds(1);
  private static final int MAX_DOUBLINGS = 8;

  /** How often a node looks for timers that others have scheduled. */
  private static final Duration LOOK = Duration.ofSeconds(1);

  /** How late a timer is when other nodes fire it than the one whose it is. */
  private static final Duration COURTESY = Duration.ofSeconds(2);

  private final Store store;
  private final WorldClock clock;
  private final Table<Row> byDue = Table.of("timers.byDue", Row.class);
  private final Table<Place> byId = Table.of("timers.byId", Place.class);
  private final Map<String, TimerHandler> handlers = new ConcurrentHashMap<>();
  private final Map<String, TimerWork> works = new ConcurrentHashMap<>();
  private final Peers peers;
  private final Set<Key> running = ConcurrentHashMap.newKeySet();

  /** Those that were scheduled anew for the very same time while their work went on. */
  private final Set<Key> renewed = ConcurrentHashMap.newKeySet();

  private final AtomicBoolean started = new AtomicBoolean();
  private final Agenda agenda = new TimerAgenda();
  private final Signal changed = new Signal();

  private volatile Consumer<String> unknown = kind -> {};

  /** Kinds that nobody handles though it was said that they are due. */
  private final Set<String> unserved = ConcurrentHashMap.newKeySet();

  /** What the clock waits for; null while it is being found out. */
  private volatile Instant awaited;

  /**
   * The timers of a store, fired by a clock. Nothing is read until {@link #start} or the first
   * timer is scheduled.
   */
  public Timers(Store store, WorldClock clock) {
    this(store, clock, null);
  }

  /**
   * As the other, for a store that other nodes share. Each timer is fired by the node that
   * scheduled it, or by the heir of that node if it is dead; another one fires it if it is two
   * seconds late.
   *
   * @param peers the other nodes, or null if the store is not shared
   */
  public Timers(Store store, WorldClock clock, Peers peers) {
    this.store = store;
    this.clock = clock;
    this.peers = peers;
  }

  /** Says what is to be done about timers of a kind that nobody handles yet, if anything can be. */
  public void onUnknown(Consumer<String> kinds) {
    unknown = kinds;
  }

  /**
   * Says who handles timers of a kind, exactly once each, in the transaction that removes the
   * timer.
   */
  public void on(String kind, TimerHandler handler) {
    handlers.put(kind, handler);
    unserved.remove(kind);
    changed.give();
  }

  /** Says who handles timers of a kind by longer work, at least once each. */
  public void onWork(String kind, TimerWork work) {
    works.put(kind, work);
    unserved.remove(kind);
    changed.give();
  }

  /**
   * Begins firing if the store has timers of an earlier run, or may get some from other nodes.
   * Timers of kinds without a handler wait for one.
   */
  public void start() {
    boolean any = peers != null || store.read(reader -> byDue.first(reader, Key.EMPTY) != null);
    if (any) {
      begin();
    }
  }

  /** Looks what is due next, because the store has become another. */
  public void lookAgain() {
    awaited = null;
    changed.give();
  }

  /** The kinds of which there are timers: one step a kind, however many timers it has. */
  public List<String> kinds(Reader reader) {
    List<String> kinds = new ArrayList<>();
    KeyRange rest = KeyRange.prefix(Key.EMPTY);
    for (Table.Rows<Place> rows = byId.scan(reader, rest, Direction.FORWARD);
        rows.hasNext();
        rows = byId.scan(reader, rest, Direction.FORWARD)) {
      String kind = rows.next().key().reader().nextText();
      kinds.add(kind);
      rest = rest.startingAfter(Key.of(kind));
    }
    return kinds;
  }

  /**
   * Schedules a timer once the transaction commits, in place of the one of that kind and id if
   * there is one.
   */
  public void schedule(Transaction transaction, String kind, Key id, Instant due, Bytes payload) {
    cancel(transaction, kind, id);
    Key key = dueKey(due, kind, id);
    if (running.contains(key)) {
      transaction.afterCommit(() -> renewed.add(key));
    }
    insert(transaction, kind, id, due, new Row(payload, due, 0, number(), false));
  }

  /** Cancels a timer; returns whether there was one. */
  public boolean cancel(Transaction transaction, String kind, Key id) {
    Key place = Key.of(kind).with(id);
    Place at = byId.get(transaction, place);
    if (at == null) {
      return false;
    }
    byDue.delete(transaction, dueKey(at.at, kind, id));
    byId.delete(transaction, place);
    return true;
  }

  /** When a timer will fire, or null if there is none. */
  public Instant due(Reader reader, String kind, Key id) {
    Place at = byId.get(reader, Key.of(kind).with(id));
    return at == null ? null : at.at;
  }

  /** Cancels all timers of a kind whose ids begin with these parts. */
  public void cancelAll(Transaction transaction, String kind, Key leading) {
    cancelRange(transaction, KeyRange.prefix(Key.of(kind).with(leading)));
  }

  /** Cancels all timers of all kinds whose names begin so, for example with {@code sqs.}. */
  public void cancelKinds(Transaction transaction, String kindPrefix) {
    cancelRange(transaction, KeyRange.textPrefix(Key.EMPTY, kindPrefix));
  }

  private void cancelRange(Transaction transaction, KeyRange range) {
    for (Table.Row<Place> row : byId.scan(transaction, range, Direction.FORWARD)) {
      KeyReader parts = row.key().reader();
      String kind = parts.nextText();
      byDue.delete(transaction, dueKey(row.value().at, kind, parts.rest()));
      byId.delete(transaction, row.key());
    }
  }

  /** Stops firing; returns when no handler runs in a transaction any more. */
  @Override
  public void close() {
    if (started.get()) {
      clock.forget(agenda);
    }
  }

  private void insert(Transaction transaction, String kind, Key id, Instant at, Row row) {
    byDue.put(transaction, dueKey(at, kind, id), row);
    byId.put(transaction, Key.of(kind).with(id), new Place(at));
    transaction.afterCommit(() -> scheduled(at));
  }

  private void scheduled(Instant at) {
    begin();
    Instant waitsFor = awaited;
    if (waitsFor == null || at.isBefore(waitsFor)) {
      changed.give();
    }
  }

  private void begin() {
    if (!started.get() && started.compareAndSet(false, true)) {
      clock.keep(agenda);
    }
  }

  private static Key dueKey(Instant at, String kind, Key id) {
    return Key.EMPTY.with(at).with(kind).with(id);
  }

  /** The number of this node; 0 where there are no others. */
  private int number() {
    return peers == null ? 0 : peers.number();
  }

  /** The first timer that has a handler and is not being worked on, or null. */
  private Pending first() {
    return peers == null ? firstOfAll() : firstAmongPeers();
  }

  private Pending firstOfAll() {
    return store.read(
        reader -> {
          for (Table.Row<Row> row : byDue.scan(reader, Key.EMPTY)) {
            // There may be thousands of them.
            if (running.contains(row.key())) {
              continue;
            }
            KeyReader parts = row.key().reader();
            Instant at = parts.nextInstant();
            String kind = parts.nextText();
            if (!unserved.contains(kind)) {
              return new Pending(row.key(), at, kind, parts.rest(), row.value());
            }
          }
          return null;
        });
  }

  private boolean isServed(String kind) {
    return handlers.containsKey(kind) || works.containsKey(kind);
  }

  /** As the other, of those that are due before this node looks again. */
  private Pending firstAmongPeers() {
    Set<String> kinds = new HashSet<>();
    Instant horizon = clock.now().plus(LOOK);
    Pending found = store.read(reader -> firstAmongPeers(reader, horizon, kinds));
    for (String kind : kinds) {
      unknown.accept(kind);
    }
    return found;
  }

  private Pending firstAmongPeers(Reader reader, Instant horizon, Set<String> unknownKinds) {
    unknownKinds.clear();
    Pending first = null;
    for (Table.Row<Row> row : byDue.scan(reader, Key.EMPTY)) {
      KeyReader parts = row.key().reader();
      Instant at = parts.nextInstant();
      if (at.isAfter(first == null ? horizon : first.at)) {
        break;
      }
      String kind = parts.nextText();
      if (!isServed(kind)) {
        unknownKinds.add(kind);
      } else if (!running.contains(row.key())) {
        Instant turn = turn(row.key(), at, row.value());
        if (turn != null && (first == null || turn.isBefore(first.at))) {
          first = new Pending(row.key(), turn, kind, parts.rest(), row.value());
        }
      }
    }
    return first;
  }

  /** When it is this node's turn to fire a timer, or null if another one works on it. */
  private Instant turn(Key key, Instant at, Row row) {
    boolean alive = peers.isAlive(row.node);
    if (alive && row.working && row.node != peers.number()) {
      return null;
    }
    int first = alive ? row.node : peers.heirOf(key);
    return first == peers.number() ? at : at.plus(COURTESY);
  }

  private void fire(Pending pending) {
    if (!isServed(pending.kind)) {
      unknown.accept(pending.kind);
      if (!isServed(pending.kind)) {
        unserved.add(pending.kind);
        changed.give();
        return;
      }
    }
    TimerWork work = works.get(pending.kind);
    if (work != null) {
      running.add(pending.key);
      clock.start("timer " + pending.kind, () -> doWork(work, pending));
      return;
    }
    TimerHandler handler = handlers.get(pending.kind);
    try {
      // A timer's id names what it is about, and so what its handler changes.
      store.write(
          new LockKey(pending.id),
          transaction -> {
            if (remove(transaction, pending)) {
              handler.fire(transaction, pending.timer());
            }
            return null;
          });
    } catch (RuntimeException | Error e) {
      postpone(pending, e);
    }
  }

  private void doWork(TimerWork work, Pending pending) {
    Pending claimed = pending;
    try {
      if (peers != null) {
        claimed = claim(pending);
      }
      if (claimed != null) {
        Pending done = claimed;
        work.run(done.timer());
        if (!renewed.remove(done.key)) {
          store.write(transaction -> remove(transaction, done));
        }
      }
    } catch (Exception | Error e) {
      if (e instanceof InterruptedException) {
        Thread.currentThread().interrupt();
      }
      if (claimed != null) {
        postpone(claimed, e);
      }
    } finally {
      renewed.remove(pending.key);
      running.remove(pending.key);
      changed.give();
    }
  }

  /**
   * Keeps other nodes from a timer as long as this one lives; null if it has been cancelled,
   * scheduled anew or claimed by another meanwhile.
   */
  private Pending claim(Pending pending) {
    Row row = new Row(pending.row.payload, pending.row.due, pending.row.failures, number(), true);
    return store.write(
        transaction -> {
          if (!pending.row.equals(byDue.get(transaction, pending.key))) {
            return null;
          }
          byDue.put(transaction, pending.key, row);
          return new Pending(pending.key, pending.at, pending.kind, pending.id, row);
        });
  }

  /** Tries a timer again later: after 1 s, then 2, 4 and so on up to about 4 minutes. */
  private void postpone(Pending pending, Throwable cause) {
    Duration backoff =
        FIRST_BACKOFF.multipliedBy(1L << Math.min(pending.row.failures, MAX_DOUBLINGS));
    LOG.log(
        System.Logger.Level.WARNING,
        "Timer " + pending.kind + " " + pending.id + " failed and is tried again in " + backoff,
        cause);
    store.write(
        transaction -> {
          if (remove(transaction, pending)) {
            int failures = pending.row.failures + 1;
            Row again = new Row(pending.row.payload, pending.row.due, failures, number(), false);
            insert(transaction, pending.kind, pending.id, clock.now().plus(backoff), again);
          }
          return null;
        });
  }

  /**
   * Removes the timer unless it has been cancelled or scheduled anew meanwhile; returns whether it
   * was there.
   */
  private boolean remove(Transaction transaction, Pending pending) {
    if (!pending.row.equals(byDue.get(transaction, pending.key))) {
      return false;
    }
    byDue.delete(transaction, pending.key);
    byId.delete(transaction, Key.of(pending.kind).with(pending.id));
    return true;
  }

  /** What the clock asks for. */
  private final class TimerAgenda implements Agenda {
    @Override
    public Instant nextDue() {
      awaited = null;
      Pending first = first();
      Instant due = first == null ? Instant.MAX : first.at;
      if (peers != null) {
        Instant look = clock.now().plus(LOOK);
        due = due.isBefore(look) ? due : look;
      }
      awaited = due;
      return due.equals(Instant.MAX) ? null : due;
    }

    @Override
    public String nextName() {
      Pending first = first();
      return first == null ? "timer" : first.kind;
    }

    @Override
    public void doNext() {
      Pending first = first();
      if (first != null && !first.at.isAfter(clock.now())) {
        fire(first);
      }
    }

    @Override
    public Signal changed() {
      return changed;
    }
  }

  /**
   * What is stored of a timer under the time of its next try.
   *
   * @param node the number of the node that scheduled it or works on it; 0 if there are no others
   * @param working whether that node works on it
   */
  record Row(Bytes payload, Instant due, int failures, int node, boolean working) {}

  /** What is stored under a timer's kind and id: where its row is. */
  record Place(Instant at) {}

  /**
   * A timer that is going to be fired.
   *
   * @param at when it is this node's turn to do it
   */
  private record Pending(Key key, Instant at, String kind, Key id, Row row) {
    private Timer timer() {
      return new Timer(kind, id, row.due, row.payload, row.failures);
    }
  }
}
