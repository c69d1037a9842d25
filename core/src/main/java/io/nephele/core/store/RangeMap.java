package io.nephele.core.store;

import java.util.Arrays;
import java.util.Map;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.Page;
import org.h2.mvstore.RootReference;
import org.h2.mvstore.type.ByteArrayDataType;

/**
 * MVStore's map of byte arrays in unsigned order, with what it lacks: deleting a range by cutting
 * whole pages out of the tree (a million entries in well under a millisecond in memory), writing
 * many keys in one walk, and going back to an earlier root.
 */
final class RangeMap extends MVMap<byte[], byte[]> {
  /** As many keys as split a leaf more than once. */
  private static final int MANY = 48;

  private int unsavedMemory;

  private RangeMap(Map<String, Object> config) {
    super(config, ByteArrayDataType.INSTANCE, ByteArrayDataType.INSTANCE);
  }

  /** Removes all keys of the range. The caller sees to it that nobody else changes the map. */
  void deleteRange(KeyRange range) {
    RootReference<byte[], byte[]> locked = lock();
    Page<byte[], byte[]> root = locked.root;
    try {
      unsavedMemory = 0;
      Page<byte[], byte[]> cut = cut(root, range, locked.version);
      root = cut == null ? createEmptyLeaf() : cut;
      registerUnsavedMemory(unsavedMemory);
    } finally {
      unlockRoot(root);
    }
  }

  /**
   * Writes values under keys in ascending order; null removes the key. The caller sees to it that
   * nobody else changes the map.
   */
  void write(byte[][] keys, byte[][] values) {
    beforeWrite();
    BulkWrite bulk = new BulkWrite(keys, values, store);
    do {
      RootReference<byte[], byte[]> locked = lock();
      Page<byte[], byte[]> root = locked.root;
      try {
        Page<byte[], byte[]> written = bulk.into(root, locked.version);
        root = written == null ? createEmptyLeaf() : written;
        registerUnsavedMemory(bulk.unsavedMemory());
      } finally {
        unlockRoot(root);
      }
      // Each splits a leaf; where a leaf must be split often, walking again would be of no use.
      for (int left = bulk.leftOver(); left > 0; left = bulk.leftOver() - MANY) {
        byte[] key = bulk.takeKey();
        put(key, bulk.takenValue());
      }
    } while (bulk.leftOver() > 0);
  }

  /** Puts an earlier root back in place after a failure. */
  void restore(RootReference<byte[], byte[]> earlier) {
    lock();
    unlockRoot(earlier.root);
  }

  private RootReference<byte[], byte[]> lock() {
    RootReference<byte[], byte[]> locked;
    int attempt = 0;
    do {
      locked = tryLock(getRoot(), attempt++);
    } while (locked == null);
    return locked;
  }

  /**
   * The page without the keys of the range: itself if it has none of them, null if it has no
   * others.
   */
  private Page<byte[], byte[]> cut(Page<byte[], byte[]> page, KeyRange range, long version) {
    return page.isLeaf() ? cutLeaf(page, range, version) : cutNode(page, range, version);
  }

  private Page<byte[], byte[]> cutLeaf(Page<byte[], byte[]> page, KeyRange range, long version) {
    int first = ceiling(page, range.from());
    int end = range.to() == null ? page.getKeyCount() : ceiling(page, range.to());
    if (first >= end) {
      return page;
    }
    unsavedMemory += page.removePage(version);
    if (end - first == page.getKeyCount()) {
      return null;
    }
    Page<byte[], byte[]> copy = page.copy();
    for (int i = end - 1; i >= first; i--) {
      copy.remove(i);
    }
    unsavedMemory += copy.getMemory();
    return copy;
  }

  /** Child i has the keys from key i-1 (inclusive) up to key i (exclusive). */
  @SuppressWarnings("ReferenceEquality") // the very page says that nothing was cut
  private Page<byte[], byte[]> cutNode(Page<byte[], byte[]> page, KeyRange range, long version) {
    int lastChild = page.getKeyCount();
    int first = floorChild(page, range.from());
    int last = range.to() == null ? lastChild : Math.min(lastChild, ceiling(page, range.to()));
    Page<byte[], byte[]> copy = null;
    for (int i = last; i >= first; i--) {
      boolean whole =
          (i > first
                  || (i == 0
                      ? range.from().length == 0
                      : Arrays.equals(page.getKey(i - 1), range.from())))
              && (range.to() == null || i < last);
      Page<byte[], byte[]> child = page.getChildPage(i);
      Page<byte[], byte[]> rest;
      if (whole) {
        unsavedMemory += child.removeAllRecursive(version);
        rest = null;
      } else {
        rest = cut(child, range, version);
        if (rest == child) {
          continue;
        }
      }
      copy = copy == null ? page.copy() : copy;
      if (rest != null) {
        copy.setChild(i, rest);
      } else if (copy.getKeyCount() == 0) {
        // The only child left has gone too.
        unsavedMemory += page.removePage(version);
        return null;
      } else {
        copy.remove(i);
      }
    }
    if (copy == null) {
      return page;
    }
    unsavedMemory += page.removePage(version);
    if (copy.getKeyCount() == 0) {
      return copy.getChildPage(0);
    }
    unsavedMemory += copy.getMemory();
    return copy;
  }

  /** The place of the first key of the page that is not less. */
  static int ceiling(Page<byte[], byte[]> page, byte[] key) {
    int low = 0;
    int high = page.getKeyCount();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (Arrays.compareUnsigned(page.getKey(middle), key) < 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** The child in which a key lies. */
  static int floorChild(Page<byte[], byte[]> page, byte[] key) {
    int at = ceiling(page, key);
    boolean equal = at < page.getKeyCount() && Arrays.equals(page.getKey(at), key);
    return equal ? at + 1 : at;
  }

  /** Makes the map. */
  static final class Builder extends BasicBuilder<RangeMap, byte[], byte[]> {
    Builder() {
      setKeyType(ByteArrayDataType.INSTANCE);
      setValueType(ByteArrayDataType.INSTANCE);
    }

    @Override
    protected RangeMap create(Map<String, Object> config) {
      return new RangeMap(config);
    }

    @Override
    public RangeMap create(MVStore store, Map<String, Object> config) {
      return super.create(store, config);
    }
  }
}
