package io.nephele.core.store.history;

import io.nephele.core.store.Direction;
import io.nephele.core.store.Entry;
import io.nephele.core.store.Key;
import io.nephele.core.store.KeyRange;
import io.nephele.core.store.LockKey;
import io.nephele.core.store.Reader;
import io.nephele.core.store.Scan;
import io.nephele.core.store.Store;
import io.nephele.core.store.Transaction;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/** A small store with a flaw, for showing that the flaw is found. Every step lets others go. */
final class FlawedStore implements Store {
  /** Flaws, each the one thing that is done wrong. */
  enum Flaw {
    /** None: transactions are serialisable. */
    NONE,
    /** Only what a transaction writes is looked at for conflicts. */
    SNAPSHOT_ISOLATION,
    /** Scans are forgotten when a transaction looks for conflicts. */
    SCANS_UNCHECKED,
    /** Transactions write over each other's changes. */
    LOST_UPDATES,
    /** Transactions that only read see what was there a while ago. */
    STALE_READS,
    /** Changes are seen before they are committed, and undone. */
    DIRTY_READS,
    /** Every step of a transaction sees what is there at that time. */
    NON_REPEATABLE_READS,
    /** A transaction's changes appear in two parts. */
    TORN_COMMITS,
    /** A range's deletion spares what has come into it since the transaction began. */
    DELETIONS_OF_THE_PAST
  }

  private static final int LAG = 3;

  private final Flaw flaw;
  private final ReentrantLock committing = new ReentrantLock();
  private final ArrayDeque<NavigableMap<Key, byte[]>> past = new ArrayDeque<>();

  /** The ranges that each commit changed. */
  private final List<List<KeyRange>> log = new ArrayList<>();

  private volatile NavigableMap<Key, byte[]> state = new TreeMap<>();

  FlawedStore(Flaw flaw) {
    this.flaw = flaw;
  }

  @Override
  public <T> T read(Function<? super Reader, T> body) {
    NavigableMap<Key, byte[]> seen = state;
    if (flaw == Flaw.STALE_READS) {
      committing.lock();
      try {
        seen = past.isEmpty() ? seen : past.getFirst();
      } finally {
        committing.unlock();
      }
    }
    return body.apply(new Attempt(0, seen));
  }

  @Override
  public <T> T write(Function<? super Transaction, T> body) {
    while (true) {
      Attempt attempt = begin();
      T result;
      try {
        result = body.apply(attempt);
      } catch (RuntimeException e) {
        attempt.undo();
        throw e;
      }
      if (attempt.commit()) {
        return result;
      }
    }
  }

  private Attempt begin() {
    committing.lock();
    try {
      return new Attempt(log.size(), state);
    } finally {
      committing.unlock();
    }
  }

  @Override
  public <T> T write(LockKey hint, Function<? super Transaction, T> body) {
    return write(body);
  }

  @Override
  public void flush() {}

  @Override
  public void close() {}

  private void publish(NavigableMap<Key, byte[]> next) {
    past.addLast(state);
    if (past.size() > LAG) {
      past.removeFirst();
    }
    state = next;
  }

  private static NavigableMap<Key, byte[]> in(NavigableMap<Key, byte[]> map, KeyRange range) {
    NavigableMap<Key, byte[]> from = map.tailMap(Key.encoded(range.from()), true);
    return range.to() == null ? from : from.headMap(Key.encoded(range.to()), false);
  }

  private static boolean overlap(KeyRange a, KeyRange b) {
    return (a.to() == null || Arrays.compareUnsigned(b.from(), a.to()) < 0)
        && (b.to() == null || Arrays.compareUnsigned(a.from(), b.to()) < 0);
  }

  private static boolean same(Map<Key, byte[]> a, Map<Key, byte[]> b) {
    return a.keySet().equals(b.keySet())
        && a.entrySet().stream().allMatch(e -> Arrays.equals(e.getValue(), b.get(e.getKey())));
  }

  private final class Attempt implements Transaction {
    private final NavigableMap<Key, byte[]> snapshot;
    private final int logged;
    private final List<Key> gets = new ArrayList<>();
    private final List<KeyRange> scans = new ArrayList<>();
    private final List<Function<NavigableMap<Key, byte[]>, Void>> changes = new ArrayList<>();
    private final List<KeyRange> changed = new ArrayList<>();
    private final Map<Key, byte[]> undo = new HashMap<>();

    private Attempt(int logged, NavigableMap<Key, byte[]> snapshot) {
      this.logged = logged;
      this.snapshot = snapshot;
    }

    /** What this step sees: a state and over it the transaction's own changes. */
    private NavigableMap<Key, byte[]> view() {
      Thread.yield();
      if (flaw == Flaw.DIRTY_READS) {
        return state;
      }
      NavigableMap<Key, byte[]> view =
          new TreeMap<>(flaw == Flaw.NON_REPEATABLE_READS ? state : snapshot);
      changes.forEach(change -> change.apply(view));
      return view;
    }

    @Override
    public byte[] get(Key key) {
      gets.add(key);
      return view().get(key);
    }

    @Override
    public Scan scan(KeyRange range, Direction direction) {
      scans.add(range);
      boolean forward = direction == Direction.FORWARD;
      return new Scan() {
        private Key last;
        private NavigableMap<Key, byte[]> rest;

        private NavigableMap<Key, byte[]> rest() {
          if (rest == null) {
            NavigableMap<Key, byte[]> all = in(view(), range);
            NavigableMap<Key, byte[]> ordered = forward ? all : all.descendingMap();
            rest = last == null ? ordered : ordered.tailMap(last, false);
          }
          return rest;
        }

        @Override
        public boolean hasNext() {
          return !rest().isEmpty();
        }

        @Override
        public Entry next() {
          Map.Entry<Key, byte[]> first = rest().firstEntry();
          last = first.getKey();
          rest = null;
          return new Entry(first.getKey(), first.getValue());
        }

        @Override
        public Iterator<Entry> iterator() {
          return this;
        }
      };
    }

    @Override
    public void put(Key key, byte[] value) {
      byte[] end = Arrays.copyOf(key.encoded(), key.encoded().length + 1);
      change(
          new KeyRange(key.encoded(), end),
          map -> {
            map.put(key, value);
            return null;
          });
    }

    @Override
    public void delete(Key key) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void deleteRange(KeyRange range) {
      List<Key> seen = List.copyOf(in(snapshot, range).keySet());
      change(
          range,
          map -> {
            if (flaw == Flaw.DELETIONS_OF_THE_PAST) {
              seen.forEach(map::remove);
            } else {
              in(map, range).clear();
            }
            return null;
          });
    }

    private void change(KeyRange range, Function<NavigableMap<Key, byte[]>, Void> change) {
      changes.add(change);
      changed.add(range);
      if (flaw == Flaw.DIRTY_READS) {
        committing.lock();
        try {
          NavigableMap<Key, byte[]> next = new TreeMap<>(state);
          in(next, range).forEach(undo::putIfAbsent);
          change.apply(next);
          publish(next);
        } finally {
          committing.unlock();
        }
      }
    }

    private void undo() {
      if (flaw == Flaw.DIRTY_READS) {
        committing.lock();
        try {
          NavigableMap<Key, byte[]> next = new TreeMap<>(state);
          changed.forEach(range -> in(next, range).clear());
          next.putAll(undo);
          publish(next);
        } finally {
          committing.unlock();
        }
      }
    }

    @Override
    public void afterCommit(Runnable action) {
      throw new UnsupportedOperationException();
    }

    private boolean commit() {
      committing.lock();
      try {
        if (changes.isEmpty() || flaw == Flaw.DIRTY_READS) {
          return true;
        }
        if (conflicts()) {
          return false;
        }
        NavigableMap<Key, byte[]> next = new TreeMap<>(state);
        for (int i = 0; i < changes.size(); i++) {
          changes.get(i).apply(next);
          if (i == 0 && flaw == Flaw.TORN_COMMITS) {
            publish(new TreeMap<>(next));
            committing.unlock();
            Thread.yield();
            committing.lock();
          }
        }
        publish(next);
        log.add(List.copyOf(changed));
        return true;
      } finally {
        committing.unlock();
      }
    }

    private boolean conflicts() {
      return switch (flaw) {
        case LOST_UPDATES, DIRTY_READS -> false;
        case SNAPSHOT_ISOLATION, NON_REPEATABLE_READS -> anyWrittenSince();
        case SCANS_UNCHECKED -> anyChanged(ofGets());
        case NONE, STALE_READS, TORN_COMMITS, DELETIONS_OF_THE_PAST ->
            anyChanged(ofGets()) || anyChanged(scans);
      };
    }

    /** Deletions count as writes of whole ranges, whatever was there. */
    private boolean anyWrittenSince() {
      return log.subList(logged, log.size()).stream()
          .flatMap(List::stream)
          .anyMatch(theirs -> changed.stream().anyMatch(ours -> overlap(ours, theirs)));
    }

    private List<KeyRange> ofGets() {
      return gets.stream()
          .map(Key::encoded)
          .map(key -> new KeyRange(key, Arrays.copyOf(key, key.length + 1)))
          .toList();
    }

    private boolean anyChanged(List<KeyRange> ranges) {
      NavigableMap<Key, byte[]> now = Collections.unmodifiableNavigableMap(state);
      return ranges.stream().anyMatch(range -> !same(in(snapshot, range), in(now, range)));
    }
  }
}
