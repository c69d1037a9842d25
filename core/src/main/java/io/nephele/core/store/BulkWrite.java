package io.nephele.core.store;

import java.util.Arrays;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.Page;

/**
 * Writes many keys into a tree of pages in one walk: a page is copied once for all its keys, where
 * MVStore's own put and remove copy all pages from the root to the leaf for each. What a leaf has
 * no room for is left over, since only MVStore can split leaves.
 */
final class BulkWrite {
  private final int keysPerPage;
  private final long maxPageSize;

  /** What is to be written, in ascending order of keys. */
  private byte[][] keys;

  private byte[][] values;
  private int count;

  /** What leaves had no room for, in ascending order too. */
  private byte[][] leftKeys = {};

  private byte[][] leftValues = {};
  private int leftOver;

  private long version;
  private int unsavedMemory;

  /**
   * A write into a map of that store.
   *
   * @param keys in ascending order
   * @param values the value of each key; null removes it
   */
  BulkWrite(byte[][] keys, byte[][] values, MVStore store) {
    this.keys = keys;
    this.values = values;
    this.count = keys.length;
    this.keysPerPage = store.getKeysPerPage();
    this.maxPageSize = store.getMaxPageSize();
  }

  /**
   * The page with the keys written, or, at the next call, with those that were left over; itself if
   * that changes nothing, null if it is empty then.
   */
  Page<byte[], byte[]> into(Page<byte[], byte[]> root, long newVersion) {
    version = newVersion;
    if (leftOver > 0) {
      keys = leftKeys;
      values = leftValues;
      count = leftOver;
      leftKeys = new byte[count][];
      leftValues = new byte[count][];
      leftOver = 0;
    }
    return write(root, 0, count);
  }

  /** How many keys there are left that leaves had no room for. */
  int leftOver() {
    return leftOver;
  }

  /** Takes the last of the keys that were left over. */
  byte[] takeKey() {
    return leftKeys[--leftOver];
  }

  /** The value of the key that was taken last. */
  byte[] takenValue() {
    return leftValues[leftOver];
  }

  /** By how much unsaved memory has grown since last asked, as MVStore counts it. */
  int unsavedMemory() {
    int memory = unsavedMemory;
    unsavedMemory = 0;
    return memory;
  }

  private Page<byte[], byte[]> write(Page<byte[], byte[]> page, int from, int to) {
    return page.isLeaf() ? writeLeaf(page, from, to) : writeNode(page, from, to);
  }

  private Page<byte[], byte[]> writeLeaf(Page<byte[], byte[]> page, int from, int to) {
    Page<byte[], byte[]> copy = page;
    for (int i = from; i < to; i++) {
      byte[] key = keys[i];
      byte[] value = values[i];
      int at = RangeMap.ceiling(copy, key);
      boolean present = at < copy.getKeyCount() && Arrays.equals(copy.getKey(at), key);
      if (!present && value == null) {
        continue;
      }
      if (!present && isFull(copy, key.length + value.length)) {
        leave(key, value);
        continue;
      }
      copy = copy == page ? copyOf(page) : copy;
      if (value == null) {
        copy.remove(at);
      } else if (present) {
        copy.setValue(at, value);
      } else {
        copy.insertLeaf(at, key, value);
      }
    }
    if (copy == page) {
      return page;
    }
    if (copy.getKeyCount() == 0) {
      return null;
    }
    unsavedMemory += copy.getMemory();
    return copy;
  }

  private void leave(byte[] key, byte[] value) {
    if (leftKeys.length == 0) {
      leftKeys = new byte[count][];
      leftValues = new byte[count][];
    }
    leftKeys[leftOver] = key;
    leftValues[leftOver++] = value;
  }

  private boolean isFull(Page<byte[], byte[]> leaf, int more) {
    return leaf.getKeyCount() >= keysPerPage || leaf.getMemory() + (long) more > maxPageSize;
  }

  private Page<byte[], byte[]> writeNode(Page<byte[], byte[]> page, int from, int to) {
    Page<byte[], byte[]> copy = page;
    int removed = 0;
    for (int begin = from; begin < to; ) {
      int index = RangeMap.floorChild(page, keys[begin]);
      int end = endOfChild(page, index, begin, to);
      Page<byte[], byte[]> child = page.getChildPage(index);
      Page<byte[], byte[]> written = write(child, begin, end);
      begin = end;
      if (written == child) {
        continue;
      }
      copy = copy == page ? copyOf(page) : copy;
      if (written != null) {
        copy.setChild(index - removed, written);
      } else if (copy.getKeyCount() == 0) {
        return null; // the only child left has gone too
      } else {
        copy.remove(index - removed++);
      }
    }
    if (copy == page) {
      return page;
    }
    if (copy.getKeyCount() == 0) {
      return copy.getChildPage(0);
    }
    unsavedMemory += copy.getMemory();
    return copy;
  }

  /** The first of the keys that lies behind that child. */
  private int endOfChild(Page<byte[], byte[]> page, int index, int begin, int to) {
    if (index == page.getKeyCount()) {
      return to;
    }
    byte[] behind = page.getKey(index);
    int end = begin + 1;
    while (end < to && Arrays.compareUnsigned(keys[end], behind) < 0) {
      end++;
    }
    return end;
  }

  private Page<byte[], byte[]> copyOf(Page<byte[], byte[]> page) {
    unsavedMemory += page.removePage(version);
    return page.copy();
  }
}
