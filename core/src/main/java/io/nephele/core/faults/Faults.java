package io.nephele.core.faults;

import io.nephele.core.access.Authorization;
import io.nephele.core.call.Call;
import io.nephele.core.faults.InjectedFaults.Fired;
import io.nephele.core.ids.Ids;
import io.nephele.core.store.Key;
import io.nephele.core.store.LockKey;
import io.nephele.core.store.Reader;
import io.nephele.core.store.Remembered;
import io.nephele.core.store.Store;
import io.nephele.core.store.Table;
import io.nephele.core.store.Transaction;
import io.nephele.core.time.Signals;
import io.nephele.core.time.WorldClock;
import io.nephele.model.Struct;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The failures that a user asked for in a world. Rules and how often they were asked are rows of
 * the store, so they last as all state does, and what a rule does to its nth call is the same in
 * every run. Rules are asked in the order in which they were added, up to the first that ends the
 * call.
 */
public final class Faults {
  /** The most rules that there may be. */
  public static final int MOST = 1000;

  private static final String RULES = "faults.rules";
  private static final int ID_LENGTH = 8;

  /** Seeds are numbers that JSON keeps. */
  private static final long SEEDS = 1L << 53;

  private final Store store;
  private final WorldClock clock;
  private final Ids ids;
  private final Table<FaultRule> rules = Table.of(RULES, FaultRule.class);
  private final Table<FaultCounts> counts = Table.of("faults.counts", FaultCounts.class);
  private final Remembered<List<Rule>> remembered;
  private final FaultHits hits = new FaultHits();

  /** A rule in memory, which knows when it need not be asked any more. */
  private static final class Rule {
    private final FaultRule rule;
    private volatile boolean spent;

    private Rule(FaultRule rule) {
      this.rule = rule;
    }
  }

  /** Which of the rules befall a call, and which need not be asked again. */
  private record Drawn(List<Fired> fired, List<Rule> spent) {}

  /** The faults of a world. */
  public Faults(Store store, WorldClock clock, Ids ids, Signals signals) {
    this.store = store;
    this.clock = clock;
    this.ids = ids;
    this.remembered = new Remembered<>(store, clock, signals, Key.of(RULES), this::read);
  }

  private List<Rule> read(Reader reader) {
    List<Rule> all = new ArrayList<>();
    for (Table.Row<FaultRule> row : rules.scan(reader, Key.EMPTY)) {
      all.add(new Rule(row.value()));
    }
    all.sort((one, other) -> Long.compare(one.rule.place(), other.rule.place()));
    return List.copyOf(all);
  }

  /** Adds a rule; see {@link #add(List)}. Returns it with its id and seed. */
  public FaultRule add(FaultRule rule) {
    return add(List.of(rule)).getFirst();
  }

  /**
   * Adds rules, all or none. One with the id of a rule that is there takes its place and begins
   * anew.
   *
   * @return the rules with their ids and seeds
   * @throws IllegalArgumentException if a rule cannot be; the message begins with the name of what
   *     is wrong with it
   */
  public List<FaultRule> add(List<FaultRule> added) {
    return put(added, false);
  }

  /** As {@link #add(List)}, in place of all rules that are there. */
  public List<FaultRule> replace(List<FaultRule> all) {
    return put(all, true);
  }

  private List<FaultRule> put(List<FaultRule> added, boolean instead) {
    List<FaultRule> named = new ArrayList<>(added.size());
    Set<String> names = new HashSet<>();
    for (FaultRule rule : added) {
      FaultChecks.check(rule);
      FaultRule whole = rule.id() == null ? rule.withId(ids.hex(ID_LENGTH)) : rule;
      whole = whole.seed() == null ? whole.withSeed(ids.nextLong(SEEDS)) : whole;
      if (!names.add(whole.id())) {
        throw new IllegalArgumentException("id is there twice: " + whole.id());
      }
      named.add(whole);
    }
    List<FaultRule> stored = store.write(transaction -> put(transaction, named, instead));
    remembered.changed();
    return stored;
  }

  private List<FaultRule> put(Transaction transaction, List<FaultRule> added, boolean instead) {
    if (instead) {
      empty(transaction);
    }
    long last = 0;
    int there = 0;
    for (Table.Row<FaultRule> row : rules.scan(transaction, Key.EMPTY)) {
      last = Math.max(last, row.value().place());
      there++;
    }
    List<FaultRule> stored = new ArrayList<>(added.size());
    for (FaultRule rule : added) {
      FaultRule placed = rule.at(++last);
      Key key = Key.of(rule.id());
      there += rules.contains(transaction, key) ? 0 : 1;
      rules.put(transaction, key, placed);
      counts.delete(transaction, key);
      stored.add(placed);
    }
    if (there > MOST) {
      throw new IllegalArgumentException("There can be at most " + MOST + " rules");
    }
    return stored;
  }

  /** Removes a rule; false if there is none of that id. */
  public boolean remove(String id) {
    Key key = Key.of(id);
    boolean removed =
        store.write(
            transaction -> {
              boolean there = rules.contains(transaction, key);
              rules.delete(transaction, key);
              counts.delete(transaction, key);
              return there;
            });
    remembered.changed();
    return removed;
  }

  /** Removes all rules. */
  public void clear() {
    store.write(
        transaction -> {
          empty(transaction);
          return null;
        });
    remembered.changed();
  }

  private void empty(Transaction transaction) {
    rules.deletePrefix(transaction, Key.EMPTY);
    counts.deletePrefix(transaction, Key.EMPTY);
  }

  /** All rules in the order in which they are asked, and how far each has come. */
  public List<FaultStatus> list() {
    return store.read(
        reader -> {
          List<FaultStatus> all = new ArrayList<>();
          for (Rule one : read(reader)) {
            all.add(new FaultStatus(one.rule, counts(reader, one.rule)));
          }
          return all;
        });
  }

  /** The rule of that id, or null. */
  public FaultStatus find(String id) {
    return store.read(
        reader -> {
          FaultRule rule = rules.get(reader, Key.of(id));
          return rule == null ? null : new FaultStatus(rule, counts(reader, rule));
        });
  }

  private FaultCounts counts(Reader reader, FaultRule rule) {
    FaultCounts stored = counts.get(reader, Key.of(rule.id()));
    return stored == null ? FaultCounts.NONE : stored;
  }

  /** The last thousand faults that befell calls in this process, the latest first. */
  public List<FaultHit> hits() {
    return hits.list();
  }

  /** Forgets what is in memory of a store that was emptied or restored. */
  public void forget() {
    remembered.forget();
    hits.clear();
  }

  /** Decides what befalls a call. */
  public InjectedFaults decide(Call call, Struct request, Authorization authorization) {
    List<Rule> all = remembered.get();
    return all.isEmpty() ? InjectedFaults.NONE : decide(all, call, request, authorization);
  }

  private InjectedFaults decide(
      List<Rule> all, Call call, Struct request, Authorization authorization) {
    Instant now = clock.now();
    List<Rule> asked = new ArrayList<>(2);
    for (Rule one : all) {
      if (!one.spent
          && one.rule.isInForce(now)
          && one.rule.scope().matches(call, request, authorization)) {
        asked.add(one);
      }
    }
    if (asked.isEmpty()) {
      return InjectedFaults.NONE;
    }
    LockKey turn = new LockKey(Key.of(RULES));
    Drawn drawn = store.write(turn, transaction -> draw(transaction, asked, call, now));
    drawn.spent.forEach(one -> one.spent = true);
    if (drawn.fired.isEmpty()) {
      return InjectedFaults.NONE;
    }
    InjectedFaults injected = new InjectedFaults(clock, call, drawn.fired);
    hits.add(injected.hits());
    return injected;
  }

  private Drawn draw(Transaction transaction, List<Rule> asked, Call call, Instant now) {
    Drawn drawn = new Drawn(new ArrayList<>(asked.size()), new ArrayList<>(0));
    for (Rule one : asked) {
      FaultRule rule = one.rule;
      Key key = Key.of(rule.id());
      FaultRule stored = rules.get(transaction, key);
      if (stored == null || stored.place() != rule.place()) {
        continue; // removed or replaced a moment ago
      }
      FaultCounts before = counts(transaction, rule);
      if (rule.count() != null && before.fired() >= rule.count()) {
        drawn.spent.add(one);
        continue;
      }
      boolean fires = Draws.chance(rule.seed(), before.matched()) < rule.probability();
      counts.put(
          transaction,
          key,
          new FaultCounts(before.matched() + 1, before.fired() + (fires ? 1 : 0)));
      if (fires) {
        Duration latency = InjectedFaults.latency(rule, rule.seed(), before.matched());
        drawn.fired.add(new Fired(rule, latency, InjectedFaults.hit(now, rule, latency, call)));
        if (InjectedFaults.ends(rule)) {
          break;
        }
      }
    }
    return drawn;
  }
}
