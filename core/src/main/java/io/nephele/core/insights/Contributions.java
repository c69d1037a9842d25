package io.nephele.core.insights;

import io.nephele.core.store.Direction;
import io.nephele.core.store.Key;
import io.nephele.core.store.KeyRange;
import io.nephele.core.store.LockKey;
import io.nephele.core.store.Reader;
import io.nephele.core.store.Store;
import io.nephele.core.store.Table;
import io.nephele.core.store.Transaction;
import io.nephele.core.time.WorldClock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What services count by contributor. What is counted in the current minute is in memory and goes
 * to the store when a later minute begins or somebody reads; a crash loses at most that minute, as
 * of metrics. Of a minute the first thousand contributors are kept, for 15 days.
 */
public final class Contributions {
  private static final long MINUTE_MILLIS = 60_000;
  private static final long KEPT_MINUTES = 15 * 24 * 60;
  private static final int MOST = 1000;

  private final Store store;
  private final WorldClock clock;
  private final Map<RuleId, Minute> recent = new ConcurrentHashMap<>();

  /** Their forms are looked into when they are first needed. */
  private static final class Tables {
    static final Table<ServiceRule> RULES = Table.of("cloudwatch.serviceRules", ServiceRule.class);
    static final Table<Shares> SHARES = Table.of("cloudwatch.contributions", Shares.class);
  }

  /** What there was in a minute. */
  record Shares(List<Share> shares) {}

  /** A minute that goes on. Its lock is held for some nanoseconds and nothing blocks under it. */
  private static final class Minute {
    private final long number;
    private final Map<List<String>, Share> shares = new HashMap<>();
    private boolean ended;

    private Minute(long number) {
      this.number = number;
    }

    /** Adds a share; false if the minute has ended. */
    private synchronized boolean add(long now, Share share) {
      if (ended || now != number) {
        return false;
      }
      if (shares.size() < MOST || shares.containsKey(share.keys())) {
        shares.merge(share.keys(), share, Share::plus);
      }
      return true;
    }

    /** What there was; null if somebody has ended it before. */
    private synchronized List<Share> end() {
      if (ended) {
        return null;
      }
      ended = true;
      return List.copyOf(shares.values());
    }
  }

  /** What is counted in a world. */
  public Contributions(Store store, WorldClock clock) {
    this.store = store;
    this.clock = clock;
  }

  /** Makes a rule, so that CloudWatch knows it. */
  public void declare(Transaction transaction, RuleId id, List<String> keys, boolean sum) {
    Tables.RULES.put(transaction, id.key(), new ServiceRule(id.name(), keys, sum));
  }

  /** Ends a rule and forgets what was counted. */
  public void withdraw(Transaction transaction, RuleId id) {
    Tables.RULES.delete(transaction, id.key());
    Tables.SHARES.deletePrefix(transaction, id.key());
    transaction.afterCommit(() -> recent.remove(id));
  }

  /** A rule, or null. */
  public ServiceRule find(Reader reader, RuleId id) {
    return Tables.RULES.get(reader, id.key());
  }

  /** The rules of an account and region by name. */
  public List<ServiceRule> rules(Reader reader, String accountId, String region) {
    List<ServiceRule> rules = new ArrayList<>();
    for (Table.Row<ServiceRule> row : Tables.RULES.scan(reader, Key.of(accountId).with(region))) {
      rules.add(row.value());
    }
    return rules;
  }

  /** Counts, now. Not inside a transaction of the store, because it may begin one. */
  public void record(RuleId rule, List<String> contributor, double value) {
    long now = Math.floorDiv(clock.millis(), MINUTE_MILLIS);
    Share share = Share.of(contributor, value);
    while (true) {
      Minute minute = recent.computeIfAbsent(rule, first -> new Minute(now));
      if (minute.add(now, share)) {
        return;
      }
      end(rule, minute);
    }
  }

  /** Moves what is in memory to the store. Not inside a transaction. */
  public void settle() {
    recent.forEach(this::end);
  }

  private void end(RuleId rule, Minute minute) {
    recent.remove(rule, minute);
    List<Share> shares = minute.end();
    if (shares == null || shares.isEmpty()) {
      return;
    }
    store.write(
        new LockKey(rule.key()),
        transaction -> {
          save(transaction, rule, minute.number, shares);
          return null;
        });
  }

  private static void save(Transaction transaction, RuleId rule, long minute, List<Share> shares) {
    if (Tables.RULES.get(transaction, rule.key()) == null) {
      return;
    }
    Key key = rule.key().with(minute);
    Shares known = Tables.SHARES.get(transaction, key);
    Map<List<String>, Share> all = new HashMap<>();
    if (known != null) {
      known.shares.forEach(share -> all.put(share.keys(), share));
    }
    for (Share share : shares) {
      if (all.size() < MOST || all.containsKey(share.keys())) {
        all.merge(share.keys(), share, Share::plus);
      }
    }
    Tables.SHARES.put(transaction, key, new Shares(List.copyOf(all.values())));
    KeyRange old = KeyRange.between(rule.key(), rule.key().with(minute - KEPT_MINUTES));
    for (Table.Row<Shares> row : Tables.SHARES.scan(transaction, old, Direction.FORWARD)) {
      Tables.SHARES.delete(transaction, row.key());
    }
  }

  /** What was counted in minutes that begin in [from, to), by their beginnings. */
  public NavigableMap<Instant, List<Share>> read(RuleId rule, Instant from, Instant to) {
    settle();
    long first = Math.ceilDiv(Math.max(0, from.toEpochMilli()), MINUTE_MILLIS);
    long end = Math.ceilDiv(Math.max(0, to.toEpochMilli()), MINUTE_MILLIS);
    NavigableMap<Instant, List<Share>> minutes = new TreeMap<>();
    if (first >= end) {
      return minutes;
    }
    return store.read(
        reader -> {
          minutes.clear();
          KeyRange range = KeyRange.between(rule.key().with(first), rule.key().with(end));
          for (Table.Row<Shares> row : Tables.SHARES.scan(reader, range, Direction.FORWARD)) {
            long minute = row.key().without(rule.key()).reader().nextLong();
            minutes.put(Instant.ofEpochMilli(minute * MINUTE_MILLIS), row.value().shares);
          }
          return minutes;
        });
  }

  /** Drops what is not in the store. */
  public void forget() {
    recent.clear();
  }
}
