package io.nephele.stores.rocks;

import io.nephele.core.store.Batch;
import io.nephele.core.store.KeyRange;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Stretches of keys that are known to be empty, so that scans step over them. RocksDB keeps deleted
 * keys until it merges files, and a scan has to look at each of them; at the head of a queue there
 * are as many as messages were ever taken. What is known is exact: a stretch is empty in every
 * state from the one it is known of up to the latest, since whatever is put into it shortens it.
 */
final class EmptyStretches {
  private static final int MAX_STRETCHES = 2048;

  /** How many parts of a stretch may stay known of different states. */
  private static final int MANY = 4;

  /** How many that touch are looked at, to make fewer of them. */
  private static final int MOST_TOUCHING = 8;

  /** States so near to each other are as good as one. */
  private static final int NEAR = 256;

  /** States so much older than the latest are hardly read any more. */
  private static final int OLD = 1024;

  private static final int MAX_RECENT = 256;
  private static final int MAX_RECENT_KEYS = 4096;

  private final ReentrantLock lock = new ReentrantLock();

  /** By their first key. They do not overlap, but may touch. */
  private final TreeMap<byte[], Stretch> stretches = new TreeMap<>(Arrays::compareUnsigned);

  /** The latest batches that put keys, for stretches that are learnt of a state before them. */
  private final ArrayDeque<Put> recent = new ArrayDeque<>();

  private int recentKeys;

  /** The state after which every put is among the recent ones. */
  private long recentSince;

  /** The latest state that is known of. */
  private long latest;

  private long uses;

  private static final class Stretch {
    /** The first key after it, or null for no end. */
    private final byte[] to;

    /** The first state in which all of it is empty. */
    private final long since;

    /** The same of the part of it that was known first. */
    private final long born;

    private long lastUse;

    private Stretch(byte[] to, long since, long born, long lastUse) {
      this.to = to;
      this.since = since;
      this.born = born;
      this.lastUse = lastUse;
    }
  }

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Put(long state, byte[][] keys, byte[][] values) {}

  /** A scan upwards has nothing to see between the key and {@code end}, null for the last key. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Skip(byte[] end) {}

  /** Whether and how far nothing is at that key and above it, or null if that is not known. */
  Skip above(byte[] key, long state) {
    lock.lock();
    try {
      Map.Entry<byte[], Stretch> entry = stretches.floorEntry(key);
      byte[] reached = key;
      while (entry != null
          && isWithin(reached, entry.getKey(), entry.getValue().to)
          && use(entry.getValue(), state)) {
        reached = entry.getValue().to;
        if (reached == null) {
          return new Skip(null);
        }
        entry = stretches.floorEntry(reached);
      }
      return reached == key ? null : new Skip(reached);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Down to which key nothing is beneath that key, which may be null for above all keys; null if
   * that is not known.
   */
  byte[] beneath(byte[] key, long state) {
    lock.lock();
    try {
      Map.Entry<byte[], Stretch> entry =
          key == null ? stretches.lastEntry() : stretches.lowerEntry(key);
      byte[] reached = key;
      while (entry != null
          && reaches(entry.getValue().to, reached)
          && use(entry.getValue(), state)) {
        reached = entry.getKey();
        entry = stretches.lowerEntry(reached);
      }
      return reached == key ? null : reached;
    } finally {
      lock.unlock();
    }
  }

  private boolean use(Stretch stretch, long state) {
    stretch.lastUse = ++uses;
    return stretch.since <= state;
  }

  /**
   * A snapshot of that state has nothing between two keys, the second of which may be null for no
   * end. Of a stretch that was written to since, the part at the end where the scan began is kept.
   */
  void learn(byte[] from, byte[] to, long state, boolean forward) {
    lock.lock();
    try {
      if (state < recentSince) {
        return;
      }
      byte[] begin = from;
      byte[] end = to;
      for (Iterator<Put> newest = recent.descendingIterator(); newest.hasNext(); ) {
        Put put = newest.next();
        if (put.state <= state) {
          break;
        }
        for (int i = 0; i < put.keys.length; i++) {
          if (put.values[i] != null && isWithin(put.keys[i], begin, end)) {
            if (forward) {
              end = put.keys[i];
            } else {
              begin = after(put.keys[i]);
            }
          }
        }
      }
      if (end == null || Arrays.compareUnsigned(begin, end) < 0) {
        add(begin, end, state);
      }
    } finally {
      lock.unlock();
    }
  }

  private static boolean isWithin(byte[] key, byte[] from, byte[] to) {
    return Arrays.compareUnsigned(key, from) >= 0
        && (to == null || Arrays.compareUnsigned(key, to) < 0);
  }

  static byte[] after(byte[] key) {
    return Arrays.copyOf(key, key.length + 1);
  }

  /** Takes note of a batch that led to that state, before any snapshot has it. */
  void written(Batch batch, long state) {
    lock.lock();
    try {
      latest = state;
      for (KeyRange range : batch.deletedRanges()) {
        add(range.from(), range.to(), state);
      }
      byte[][] keys = batch.keys();
      byte[][] values = batch.values();
      if (!stretches.isEmpty()) {
        for (int i = 0; i < keys.length; i++) {
          if (values[i] != null) {
            split(keys[i]);
          }
        }
      }
      recent.addLast(new Put(state, keys, values));
      recentKeys += keys.length;
      while (recent.size() > MAX_RECENT || recentKeys > MAX_RECENT_KEYS) {
        Put oldest = recent.removeFirst();
        recentKeys -= oldest.keys.length;
        recentSince = oldest.state;
      }
    } finally {
      lock.unlock();
    }
  }

  private void split(byte[] key) {
    Map.Entry<byte[], Stretch> floor = stretches.floorEntry(key);
    if (floor == null) {
      return;
    }
    Stretch stretch = floor.getValue();
    if (stretch.to != null && Arrays.compareUnsigned(key, stretch.to) >= 0) {
      return;
    }
    stretches.remove(floor.getKey());
    put(floor.getKey(), key, stretch.since, stretch.born);
    put(after(key), stretch.to, stretch.since, stretch.born);
  }

  /**
   * Adds a stretch. What is known of parts of it since an earlier state stays known, unless there
   * are many such parts.
   */
  private void add(byte[] from, byte[] to, long state) {
    List<byte[]> inside = overlapped(from, to);
    if (inside.size() > MANY) {
      byte[] begin = from;
      byte[] end = to;
      long since = state;
      for (byte[] key : inside) {
        Stretch other = stretches.remove(key);
        begin = Arrays.compareUnsigned(key, begin) < 0 ? key : begin;
        end = reaches(other.to, end) ? other.to : end;
        since = Math.max(since, other.since);
      }
      insert(begin, end, since);
      return;
    }
    byte[] begin = from;
    for (byte[] key : inside) {
      Stretch other = stretches.get(key);
      if (other == null) {
        continue; // merged with the part before it
      }
      insert(begin, key, state);
      begin = other.to;
      if (begin == null) {
        return;
      }
    }
    insert(begin, to, state);
  }

  /** The first keys of the stretches that a range overlaps, in order. */
  private List<byte[]> overlapped(byte[] from, byte[] to) {
    List<byte[]> keys = new ArrayList<>(MANY);
    Map.Entry<byte[], Stretch> floor = stretches.floorEntry(from);
    if (floor != null && isWithin(from, floor.getKey(), floor.getValue().to)) {
      keys.add(floor.getKey());
    }
    byte[] key = stretches.higherKey(from);
    while (key != null && (to == null || Arrays.compareUnsigned(key, to) < 0)) {
      keys.add(key);
      key = stretches.higherKey(key);
    }
    return keys;
  }

  /** Whether a stretch up to {@code to} has all keys up to that end. */
  private static boolean reaches(byte[] to, byte[] end) {
    return to == null || end != null && Arrays.compareUnsigned(to, end) >= 0;
  }

  private void insert(byte[] from, byte[] to, long state) {
    if (to != null && Arrays.compareUnsigned(from, to) >= 0) {
      return;
    }
    latest = Math.max(latest, state);
    put(from, to, state, state);
    byte[] upper = from;
    for (int i = 0; i < MOST_TOUCHING; i++) {
      Map.Entry<byte[], Stretch> lower = stretches.lowerEntry(upper);
      if (lower == null || !Arrays.equals(lower.getValue().to, upper)) {
        break;
      }
      merge(lower.getKey(), upper);
      upper = lower.getKey();
    }
    byte[] lower = stretches.floorKey(from);
    for (int i = 0; i < MOST_TOUCHING; i++) {
      byte[] end = stretches.get(lower).to;
      if (end == null || !stretches.containsKey(end)) {
        break;
      }
      if (!merge(lower, end)) {
        lower = end;
      }
    }
  }

  /**
   * Makes one of two that touch, unless one of them is known of much earlier states that may still
   * be read: at the head of a queue there is a long one and, behind it, a few of the last moments.
   */
  private boolean merge(byte[] first, byte[] second) {
    Stretch a = stretches.get(first);
    Stretch b = stretches.get(second);
    long since = Math.max(a.since, b.since);
    long born = Math.min(a.born, b.born);
    boolean near = since - born < NEAR;
    if (!near && since >= latest - OLD) {
      return false;
    }
    stretches.remove(second);
    put(first, b.to, since, near ? born : since);
    return true;
  }

  private void put(byte[] from, byte[] to, long since, long born) {
    if (to != null && Arrays.compareUnsigned(from, to) >= 0) {
      return;
    }
    if (stretches.size() >= MAX_STRETCHES) {
      forgetHalf();
    }
    stretches.put(from, new Stretch(to, since, born, ++uses));
  }

  /** Forgets those that were not used for the longest time. */
  private void forgetHalf() {
    List<Long> byUse = new ArrayList<>(stretches.size());
    stretches.values().forEach(stretch -> byUse.add(stretch.lastUse));
    byUse.sort(null);
    long middle = byUse.get(byUse.size() / 2);
    stretches.values().removeIf(stretch -> stretch.lastUse <= middle);
  }

  /** How many are known. */
  int size() {
    lock.lock();
    try {
      return stretches.size();
    } finally {
      lock.unlock();
    }
  }
}
