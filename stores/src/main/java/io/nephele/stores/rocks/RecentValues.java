package io.nephele.stores.rocks;

import io.nephele.core.store.Batch;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * The values, and absences, of keys that were lately written or read. What is remembered is exact:
 * it says since which state a key has had a value, up to the latest, so it is right for every
 * snapshot from that state on. As long as a value is remembered, readers are given the same array.
 * Bounded: a slot for each hash of a key, and no large values.
 */
final class RecentValues {
  private static final int SLOTS = 8192;
  private static final int MAX_VALUE = 4096;

  /** The state of what may not be used yet. */
  private static final long PENDING = Long.MAX_VALUE;

  private final AtomicReferenceArray<Recent> slots = new AtomicReferenceArray<>(SLOTS);

  /** For each slot, the number of the last state that wrote a key of it. */
  private final AtomicLongArray written = new AtomicLongArray(SLOTS);

  /** The last state that deleted a range. */
  private volatile long rangeDeleted;

  /** What a key has had since a state; the value is null where the key is absent. */
  static final class Recent {
    private final byte[] key;
    private final byte[] value;
    private volatile long since;

    private Recent(byte[] key, byte[] value, long since) {
      this.key = key;
      this.value = value;
      this.since = since;
    }

    byte[] value() {
      return value;
    }
  }

  /** What is known of a key at a state, or null. */
  Recent find(byte[] key, long state) {
    Recent recent = slots.get(slot(key));
    return recent != null && recent.since <= state && Arrays.equals(recent.key, key)
        ? recent
        : null;
  }

  /**
   * Remembers what a snapshot of that state has, unless the key may have been written since. A
   * writer first notes its key and then replaces what is in the slot, so of a reader and a writer
   * that meet, either the reader sees the note or the writer replaces what the reader put there.
   */
  void read(byte[] key, byte[] value, long state) {
    if (value != null && value.length > MAX_VALUE) {
      return;
    }
    int slot = slot(key);
    if (mayBeOutdated(slot, state)) {
      return;
    }
    Recent recent = new Recent(key, value, PENDING);
    slots.set(slot, recent);
    if (mayBeOutdated(slot, state)) {
      slots.compareAndSet(slot, recent, null);
    } else {
      recent.since = state;
    }
  }

  private boolean mayBeOutdated(int slot, long state) {
    return written.get(slot) > state || rangeDeleted > state;
  }

  /** Takes note of a batch that led to that state, before any snapshot has it. */
  void written(Batch batch, long state) {
    if (!batch.deletedRanges().isEmpty()) {
      rangeDeleted = state;
      for (int slot = 0; slot < SLOTS; slot++) {
        slots.set(slot, null);
      }
    }
    byte[][] keys = batch.keys();
    byte[][] values = batch.values();
    for (int i = 0; i < keys.length; i++) {
      int slot = slot(keys[i]);
      written.set(slot, state);
      boolean fits = values[i] == null || values[i].length <= MAX_VALUE;
      slots.set(slot, fits ? new Recent(keys[i], values[i], state) : null);
    }
  }

  private static int slot(byte[] key) {
    int hash = Arrays.hashCode(key) * 0x9E3779B9;
    return hash >>> 32 - Integer.numberOfTrailingZeros(SLOTS);
  }
}
