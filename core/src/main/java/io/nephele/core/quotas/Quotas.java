package io.nephele.core.quotas;

import io.nephele.core.call.Call;
import io.nephele.core.call.CallCheck;
import io.nephele.core.errors.ThrottlingErrors;
import io.nephele.core.identity.AccountIds;
import io.nephele.core.ids.Ids;
import io.nephele.core.store.Key;
import io.nephele.core.store.Reader;
import io.nephele.core.store.Remembered;
import io.nephele.core.store.Store;
import io.nephele.core.store.Table;
import io.nephele.core.text.UserIds;
import io.nephele.core.text.Wildcards;
import io.nephele.core.time.Signals;
import io.nephele.core.time.WorldClock;
import io.nephele.model.Models;
import io.nephele.model.Struct;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keeps callers to AWS's request rates, where a user wants that, and to rates that a user sets.
 * What a user set is in the store. The buckets are in memory: they begin full with each run, and
 * each process has its own.
 */
public final class Quotas implements CallCheck {
  /** The most overrides that there may be. */
  public static final int MOST_OVERRIDES = 1000;

  private static final int MOST_BUCKETS = 10_000;
  private static final int ID_LENGTH = 8;
  private static final String SWITCHES = "quotas.switches";

  private final Store store;
  private final WorldClock clock;
  private final Ids ids;
  private final boolean onByDefault;
  private final Table<QuotaSwitch> switches = Table.of(SWITCHES, QuotaSwitch.class);
  private final Table<QuotaOverride> overrides = Table.of("quotas.overrides", QuotaOverride.class);
  private final Remembered<QuotaSettings> remembered;
  private final Map<Owner, TokenBucket> buckets = new ConcurrentHashMap<>();

  private record Owner(String service, String quota, String account, String region) {}

  /**
   * The quotas of a world.
   *
   * @param onByDefault whether AWS's rates are kept where the user did not say
   */
  public Quotas(Store store, WorldClock clock, Ids ids, Signals signals, boolean onByDefault) {
    this.store = store;
    this.clock = clock;
    this.ids = ids;
    this.onByDefault = onByDefault;
    this.remembered = new Remembered<>(store, clock, signals, Key.of(SWITCHES), this::read);
  }

  private QuotaSettings read(Reader reader) {
    List<QuotaSwitch> on = new ArrayList<>();
    for (Table.Row<QuotaSwitch> row : switches.scan(reader, Key.EMPTY)) {
      on.add(row.value());
    }
    List<QuotaOverride> set = new ArrayList<>();
    for (Table.Row<QuotaOverride> row : overrides.scan(reader, Key.EMPTY)) {
      set.add(row.value());
    }
    set.sort((one, other) -> Integer.compare(other.precision(), one.precision()));
    return new QuotaSettings(List.copyOf(on), List.copyOf(set), onByDefault);
  }

  /** The rates that AWS documents. */
  public List<Quota> documented() {
    return QuotaTable.bundled().all();
  }

  /** What was switched on and off. */
  public List<QuotaSwitch> switches() {
    return remembered.get().switches();
  }

  /** The rates that are set in place of AWS's. */
  public List<QuotaOverride> overrides() {
    return remembered.get().overrides();
  }

  /** Whether AWS's rates are kept for calls of a service by an account; either may be null. */
  public boolean isOn(String service, String account) {
    return remembered.get().isOn(service, account);
  }

  /**
   * Has AWS's rates kept or not.
   *
   * @param service for that service, or null for all
   * @param account for calls of that account, or null for all
   * @param on null to say nothing any more
   * @throws IllegalArgumentException if there is no such service, or the account is no account
   */
  public void turn(String service, String account, Boolean on) {
    check(service, account);
    Key key = Key.of(service == null ? "" : service).with(account == null ? "" : account);
    store.write(
        transaction -> {
          if (on == null) {
            switches.delete(transaction, key);
          } else {
            switches.put(transaction, key, new QuotaSwitch(service, account, on));
          }
          return null;
        });
    changed();
  }

  /** Sets a rate; see {@link #set(List)}. */
  public QuotaOverride set(QuotaOverride override) {
    return set(List.of(override)).getFirst();
  }

  /**
   * Sets rates, all or none, each in place of the one of the same id if there is one.
   *
   * @param rates their ids may be null, to be given some
   * @return the rates with their ids
   * @throws IllegalArgumentException if there is no such service or operation, or the account is no
   *     account
   */
  public List<QuotaOverride> set(List<QuotaOverride> rates) {
    List<QuotaOverride> named = new ArrayList<>(rates.size());
    for (QuotaOverride rate : rates) {
      check(rate);
      named.add(rate.id() != null ? rate : rate.withId(ids.hex(ID_LENGTH)));
    }
    store.write(
        transaction -> {
          int there = 0;
          for (Table.Row<QuotaOverride> row : overrides.scan(transaction, Key.EMPTY)) {
            there += row == null ? 0 : 1;
          }
          for (QuotaOverride rate : named) {
            Key key = Key.of(rate.id());
            there += overrides.contains(transaction, key) ? 0 : 1;
            overrides.put(transaction, key, rate);
          }
          if (there > MOST_OVERRIDES) {
            throw new IllegalArgumentException(
                "There can be at most " + MOST_OVERRIDES + " overrides");
          }
          return null;
        });
    changed();
    return named;
  }

  /** Removes a rate that was set; false if there is none of that id. */
  public boolean remove(String id) {
    boolean removed =
        store.write(
            transaction -> {
              boolean there = overrides.contains(transaction, Key.of(id));
              overrides.delete(transaction, Key.of(id));
              return there;
            });
    changed();
    return removed;
  }

  /** Removes all that was set; the buckets are full again. */
  public void clear() {
    store.write(
        transaction -> {
          switches.deletePrefix(transaction, Key.EMPTY);
          overrides.deletePrefix(transaction, Key.EMPTY);
          return null;
        });
    changed();
    buckets.clear();
  }

  private void changed() {
    remembered.changed();
  }

  private static void check(String service, String account) {
    if (service != null && !Models.bundled().entries().containsKey(service)) {
      throw new IllegalArgumentException("service is none that AWS has: " + service);
    }
    if (account != null && !AccountIds.isAccountId(account)) {
      throw new IllegalArgumentException("account must be 12 digits");
    }
  }

  private static void check(QuotaOverride override) {
    if (override.service() == null) {
      throw new IllegalArgumentException("service is needed");
    }
    if (override.size() == null) {
      throw new IllegalArgumentException("rate is needed");
    }
    if (override.id() != null && !UserIds.isGood(override.id())) {
      throw new IllegalArgumentException("id " + UserIds.RULE);
    }
    check(override.service(), override.account());
    String pattern = override.operation();
    if (pattern != null
        && Models.bundled().service(override.service()).operationNames().stream()
            .noneMatch(name -> Wildcards.matches(pattern, name))) {
      throw new IllegalArgumentException(
          "operation is none of " + override.service() + ": " + pattern);
    }
  }

  /** Forgets what is in memory of a store that was emptied or restored; buckets are full again. */
  public void forget() {
    remembered.forget();
    buckets.clear();
  }

  /** The buckets that are not full. */
  public List<BucketLevel> levels() {
    Instant now = clock.now();
    List<BucketLevel> levels = new ArrayList<>();
    buckets.forEach(
        (owner, bucket) -> {
          if (!bucket.isFull(now)) {
            levels.add(
                new BucketLevel(
                    owner.service,
                    owner.quota,
                    owner.account,
                    owner.region,
                    bucket.size(),
                    bucket.tokens(now)));
          }
        });
    return levels;
  }

  @Override
  public void check(Call call, Struct request) {
    QuotaSettings settings = remembered.get();
    if (settings.countsNothing()) {
      return;
    }
    QuotaOverride override = settings.override(call);
    if (override != null) {
      take(call, "override " + override.id(), override.size(), 1);
      return;
    }
    if (settings.isOn(call.operation().service().name(), call.accountId())) {
      boolean counted = false;
      for (Quota quota : QuotaTable.bundled().of(call.operation())) {
        boolean applies = quota.cost() != null || !counted;
        if (applies && quota.isOf(call, request)) {
          counted |= quota.cost() == null;
          take(call, quota.nameFor(call.operation().name()), quota.size(), quota.tokens(request));
        }
      }
    }
  }

  private void take(Call call, String quota, BucketSize size, long tokens) {
    Instant now = call.time();
    Owner owner =
        new Owner(
            call.operation().service().name(),
            quota,
            call.accountId() == null ? "anonymous" : call.accountId(),
            call.region().name());
    TokenBucket bucket = buckets.get(owner);
    if (bucket == null || !bucket.size().equals(size)) {
      bucket = make(owner, size, now);
    }
    if (!bucket.take(tokens, now)) {
      throw ThrottlingErrors.of(call.operation(), null);
    }
  }

  private TokenBucket make(Owner owner, BucketSize size, Instant now) {
    if (buckets.size() >= MOST_BUCKETS) {
      // A full bucket is as good as none.
      buckets.values().removeIf(bucket -> bucket.isFull(now));
      if (buckets.size() >= MOST_BUCKETS) {
        buckets.clear();
      }
    }
    return buckets.compute(
        owner,
        (key, known) -> known != null && known.size().equals(size) ? known : new TokenBucket(size));
  }
}
