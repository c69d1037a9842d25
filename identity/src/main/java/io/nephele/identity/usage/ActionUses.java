package io.nephele.identity.usage;

import io.nephele.core.store.Key;
import io.nephele.core.store.Reader;
import io.nephele.core.store.Store;
import io.nephele.core.store.Table;
import io.nephele.core.store.Transaction;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What identities used: each action on each resource, kept in the store. A use is written when it
 * is new and then once a minute at most, so that a busy caller costs next to nothing; whoever reads
 * gets all.
 */
public final class ActionUses {
  private static final Duration INTERVAL = Duration.ofMinutes(1);

  /** Of an action on more resources than this, those beyond are told by a pattern. */
  private static final int RESOURCES = 50;

  private final Store store;
  private final Table<ActionUse> table = Table.of("iam.uses", ActionUse.class);
  private final Map<UseKey, Tally> tallies = new ConcurrentHashMap<>();
  private final Map<UseKey, Set<String>> resources = new ConcurrentHashMap<>();

  /**
   * What is counted together. Compares itself, because Java would make the code of a record's own
   * methods at the first call of every run.
   */
  private record UseKey(String accountId, String entityArn, String action, String resource) {
    @Override
    public boolean equals(Object other) {
      return other instanceof UseKey key
          && accountId.equals(key.accountId)
          && entityArn.equals(key.entityArn)
          && action.equals(key.action)
          && Objects.equals(resource, key.resource);
    }

    @Override
    public int hashCode() {
      int hash = 31 * accountId.hashCode() + entityArn.hashCode();
      return 31 * (31 * hash + action.hashCode()) + Objects.hashCode(resource);
    }
  }

  /** The uses in that store. */
  public ActionUses(Store store) {
    this.store = store;
  }

  /** Takes note of a use. */
  public void note(String accountId, ActionUse use) {
    UseKey key = new UseKey(accountId, use.entityArn(), use.action(), use.resource());
    Tally tally = tallies.get(key);
    if (tally == null) {
      UseKey bounded = bounded(key);
      tally = tallies.computeIfAbsent(bounded, none -> new Tally());
      key = bounded;
    }
    ActionUse due = tally.add(use, key.resource());
    if (due != null) {
      write(List.of(Map.entry(key, due)));
    }
  }

  /** What an identity used, in the order of actions and resources. */
  public List<ActionUse> of(String accountId, String entityArn) {
    flush();
    return store.read(reader -> read(reader, Key.of(accountId).with(entityArn)));
  }

  /** What the identities of an account used, in the order of their ARNs. */
  public List<ActionUse> of(String accountId) {
    flush();
    return store.read(reader -> read(reader, Key.of(accountId)));
  }

  /** Forgets what is in memory, when the world was emptied. */
  public void forget() {
    tallies.clear();
    resources.clear();
  }

  private List<ActionUse> read(Reader reader, Key leading) {
    List<ActionUse> uses = new ArrayList<>();
    for (Table.Row<ActionUse> row : table.scan(reader, leading)) {
      uses.add(row.value());
    }
    return uses;
  }

  private void flush() {
    List<Map.Entry<UseKey, ActionUse>> pending = new ArrayList<>();
    tallies.forEach(
        (key, tally) -> {
          ActionUse use = tally.take();
          if (use != null) {
            pending.add(Map.entry(key, use));
          }
        });
    if (!pending.isEmpty()) {
      write(pending);
    }
  }

  private void write(List<Map.Entry<UseKey, ActionUse>> uses) {
    store.write(
        transaction -> {
          uses.forEach(use -> write(transaction, use.getKey(), use.getValue()));
          return null;
        });
  }

  private void write(Transaction transaction, UseKey key, ActionUse use) {
    Key row = Key.of(key.accountId()).with(key.entityArn()).with(key.action()).with(key.resource());
    ActionUse earlier = table.get(transaction, row);
    table.put(transaction, row, earlier == null ? use : earlier.and(use));
  }

  /** The key of a use, with a pattern for its resource if there are too many. */
  private UseKey bounded(UseKey key) {
    UseKey action = new UseKey(key.accountId(), key.entityArn(), key.action(), null);
    Set<String> known = resources.get(action);
    if (known == null) {
      // Read before and not inside the map, which would have others wait at its lock for the store.
      Set<String> read = knownResources(action);
      Set<String> earlier = resources.putIfAbsent(action, read);
      known = earlier == null ? read : earlier;
    }
    synchronized (known) {
      String resource = key.resource();
      if (!known.contains(resource) && known.size() >= RESOURCES) {
        resource = ResourcePatterns.around(resource);
        if (!known.contains(resource) && known.size() >= 2 * RESOURCES) {
          resource = "*";
        }
      }
      known.add(resource);
      return new UseKey(key.accountId(), key.entityArn(), key.action(), resource);
    }
  }

  private Set<String> knownResources(UseKey action) {
    Key leading = Key.of(action.accountId()).with(action.entityArn()).with(action.action());
    Set<String> known = new HashSet<>();
    store.read(reader -> read(reader, leading)).forEach(use -> known.add(use.resource()));
    return known;
  }

  /** What was noted of one key and is not written yet. */
  private static final class Tally {
    private ActionUse pending;
    private Instant writtenAt;

    /** Adds a use; returns what is to be written now, or null. */
    synchronized ActionUse add(ActionUse use, String resource) {
      ActionUse named = use.resource().equals(resource) ? use : withResource(use, resource);
      pending = pending == null ? named : pending.and(named);
      boolean due = writtenAt == null || !use.lastAt().isBefore(writtenAt.plus(INTERVAL));
      if (!due) {
        return null;
      }
      writtenAt = use.lastAt();
      return take();
    }

    synchronized ActionUse take() {
      ActionUse taken = pending;
      pending = null;
      return taken;
    }

    private static ActionUse withResource(ActionUse use, String resource) {
      return new ActionUse(
          use.entityArn(),
          use.action(),
          resource,
          use.service(),
          use.region(),
          use.firstAt(),
          use.lastAt(),
          use.allowed(),
          use.denied());
    }
  }
}
