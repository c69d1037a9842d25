package io.nephele.core.store;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.TreeMap;

/**
 * A snapshot with a transaction's own writes laid over it, and the memory of what was read beneath
 * them.
 */
public final class OptimisticTransaction implements Transaction, AutoCloseable {
  private final Engine.Snapshot snapshot;
  private final ReadSet reads = new ReadSet();

  /** What this transaction has put or, where null, deleted. */
  private final TreeMap<byte[], byte[]> writes = new TreeMap<>(Arrays::compareUnsigned);

  private List<KeyRange> deletedRanges = List.of();
  private List<Runnable> actions = List.of();
  private boolean ended;

  /** A transaction on a snapshot, which it will close. */
  public OptimisticTransaction(Engine.Snapshot snapshot) {
    this.snapshot = snapshot;
  }

  @Override
  public byte[] get(Key key) {
    check();
    byte[] encoded = key.encoded();
    if (!writes.isEmpty()) {
      byte[] own = writes.get(encoded);
      if (own != null || writes.containsKey(encoded)) {
        return own;
      }
    }
    if (deletedRangeWith(encoded) != null) {
      return null;
    }
    reads.add(encoded);
    return snapshot.get(encoded);
  }

  @Override
  public Scan scan(KeyRange range, Direction direction) {
    check();
    return new MergedScan(range, direction);
  }

  @Override
  public void prefetch(List<Key> keys) {
    check();
    for (Key key : keys) {
      byte[] encoded = key.encoded();
      if (!writes.containsKey(encoded) && deletedRangeWith(encoded) == null) {
        snapshot.prefetch(encoded);
      }
    }
  }

  @Override
  public void put(Key key, byte[] value) {
    check();
    if (value == null) {
      throw new NullPointerException("value");
    }
    writes.put(key.encoded(), value);
  }

  @Override
  public void delete(Key key) {
    check();
    writes.put(key.encoded(), null);
  }

  @Override
  public void deleteRange(KeyRange range) {
    check();
    if (range.isEmpty()) {
      return;
    }
    if (range.to() == null) {
      writes.tailMap(range.from(), true).clear();
    } else {
      writes.subMap(range.from(), true, range.to(), false).clear();
    }
    if (deletedRanges.isEmpty()) {
      deletedRanges = new ArrayList<>(2);
    }
    deletedRanges.add(range);
  }

  @Override
  public void afterCommit(Runnable action) {
    check();
    if (actions.isEmpty()) {
      actions = new ArrayList<>(2);
    }
    actions.add(action);
  }

  /** Whether it has changed anything so far. */
  public boolean hasWrites() {
    return !writes.isEmpty() || !deletedRanges.isEmpty();
  }

  /** What it has changed so far. */
  public Batch batch() {
    byte[][] none = {};
    return new Batch(deletedRanges, writes.keySet().toArray(none), writes.values().toArray(none));
  }

  ReadSet reads() {
    return reads;
  }

  Engine.Snapshot snapshot() {
    return snapshot;
  }

  /** What is to be done once it is committed, in order. */
  public List<Runnable> actions() {
    return actions;
  }

  /** The body has returned: what it kept of this transaction is of no more use. */
  public void end() {
    ended = true;
  }

  @Override
  public void close() {
    ended = true;
    snapshot.close();
  }

  private void check() {
    if (ended) {
      throw new IllegalStateException("The body that this transaction was given to has ended");
    }
  }

  private KeyRange deletedRangeWith(byte[] key) {
    for (KeyRange range : deletedRanges) {
      if (range.contains(key)) {
        return range;
      }
    }
    return null;
  }

  /**
   * The snapshot's entries and the transaction's own, merged. Own writes are looked up step by
   * step, so that a body may write while it scans.
   */
  private final class MergedScan implements Scan {
    private final KeyRange range;
    private final boolean forward;
    private final ReadSet.Stretch stretch;
    private Engine.Cursor cursor;

    /** The snapshot's entry that is next in turn, or null. */
    private byte[] stored;

    private byte[] storedValue;

    /** The key last yielded or passed over. */
    private byte[] last;

    private Entry next;
    private boolean done;

    private MergedScan(KeyRange range, Direction direction) {
      this.range = range;
      this.forward = direction == Direction.FORWARD;
      this.stretch = reads.begin(range, direction);
      this.done = range.isEmpty();
      if (!done) {
        this.cursor = snapshot.scan(range, direction);
        fetchStored();
      }
    }

    @Override
    public boolean hasNext() {
      while (next == null && !done) {
        step();
      }
      return next != null;
    }

    @Override
    public Entry next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      Entry entry = next;
      next = null;
      return entry;
    }

    private void step() {
      check();
      byte[] own = nextOwn();
      boolean ownFirst =
          own != null && (stored == null || before(own, stored) || Arrays.equals(own, stored));
      if (ownFirst) {
        if (stored != null && Arrays.equals(own, stored)) {
          fetchStored();
        }
        last = own;
        byte[] value = writes.get(own);
        if (value != null) {
          emit(own, value);
        }
      } else if (stored == null) {
        done = true;
        stretch.finished();
      } else {
        last = stored;
        KeyRange deleted = deletedRangeWith(stored);
        if (deleted == null) {
          byte[] value = storedValue;
          byte[] key = stored;
          fetchStored();
          emit(key, value);
        } else {
          skip(deleted);
        }
      }
    }

    private void emit(byte[] key, byte[] value) {
      stretch.reached(key);
      next = new Entry(Key.encoded(key), value);
    }

    /** The transaction's next own key after the last one, or null. */
    private byte[] nextOwn() {
      if (writes.isEmpty()) {
        return null;
      }
      byte[] own;
      if (forward) {
        own = last == null ? writes.ceilingKey(range.from()) : writes.higherKey(last);
      } else if (last != null) {
        own = writes.lowerKey(last);
      } else if (range.to() == null) {
        own = writes.lastEntry().getKey();
      } else {
        own = writes.lowerKey(range.to());
      }
      return own != null && range.contains(own) ? own : null;
    }

    private boolean before(byte[] a, byte[] b) {
      int order = KeyRange.compare(a, b);
      return forward ? order < 0 : order > 0;
    }

    private void fetchStored() {
      boolean present = cursor.next();
      stored = present ? cursor.key() : null;
      storedValue = present ? cursor.value() : null;
    }

    /** Goes on behind a deleted range rather than through what may be millions of entries. */
    private void skip(KeyRange deleted) {
      KeyRange rest;
      if (forward) {
        rest = deleted.to() == null ? null : new KeyRange(deleted.to(), range.to());
      } else {
        rest = new KeyRange(range.from(), deleted.from());
      }
      if (rest == null || rest.isEmpty()) {
        stored = null;
        storedValue = null;
      } else {
        cursor = snapshot.scan(rest, forward ? Direction.FORWARD : Direction.REVERSE);
        fetchStored();
      }
    }
  }
}
