package io.nephele.conformance.simulation;

import io.nephele.core.store.Batch;
import io.nephele.core.store.KeyRange;
import java.util.Arrays;

/**
 * A sorted map that never changes: a change yields another map that shares most of this one. A
 * treap whose priorities come from the keys, so that its form is the same however it was made.
 */
final class PersistentMap {
  /** The map of nothing. */
  static final PersistentMap EMPTY = new PersistentMap(null);

  private final Node root;

  private PersistentMap(Node root) {
    this.root = root;
  }

  /** An entry; what is under it in the tree is nobody else's business. */
  static final class Node {
    final byte[] key;
    final byte[] value;
    private final Node left;
    private final Node right;

    private Node(byte[] key, byte[] value, Node left, Node right) {
      this.key = key;
      this.value = value;
      this.left = left;
      this.right = right;
    }

    private int priority() {
      int hash = Arrays.hashCode(key) * 0x9E3779B9;
      return hash ^ (hash >>> 15);
    }
  }

  /** The map after a batch, or after the first changes of it. */
  PersistentMap with(Batch batch, int changes) {
    Node changed = root;
    int left = changes;
    for (KeyRange range : batch.deletedRanges()) {
      if (left-- > 0) {
        Node rest = range.to() == null ? null : from(changed, range.to());
        changed = merge(before(changed, range.from()), rest);
      }
    }
    for (int i = 0; i < batch.keys().length && left-- > 0; i++) {
      byte[] key = batch.keys()[i];
      byte[] value = batch.values()[i];
      Node less = before(changed, key);
      Node more = from(changed, Arrays.copyOf(key, key.length + 1));
      Node own = value == null ? null : new Node(key, value, null, null);
      changed = merge(merge(less, own), more);
    }
    return new PersistentMap(changed);
  }

  /** How many changes a batch has. */
  static int changes(Batch batch) {
    return batch.deletedRanges().size() + batch.keys().length;
  }

  /** The value of a key, or null. */
  byte[] get(byte[] key) {
    Node found = ceiling(key);
    return found != null && Arrays.equals(found.key, key) ? found.value : null;
  }

  /** The first entry whose key is not less, or null. */
  Node ceiling(byte[] key) {
    Node found = null;
    for (Node at = root; at != null; ) {
      boolean enough = Arrays.compareUnsigned(at.key, key) >= 0;
      found = enough ? at : found;
      at = enough ? at.left : at.right;
    }
    return found;
  }

  /** The last entry whose key is less, or the last of all if the key is null; null if none is. */
  Node lower(byte[] key) {
    Node found = null;
    for (Node at = root; at != null; ) {
      boolean less = key == null || Arrays.compareUnsigned(at.key, key) < 0;
      found = less ? at : found;
      at = less ? at.right : at.left;
    }
    return found;
  }

  private static Node before(Node node, byte[] key) {
    if (node == null) {
      return null;
    }
    return Arrays.compareUnsigned(node.key, key) < 0
        ? new Node(node.key, node.value, node.left, before(node.right, key))
        : before(node.left, key);
  }

  private static Node from(Node node, byte[] key) {
    if (node == null) {
      return null;
    }
    return Arrays.compareUnsigned(node.key, key) < 0
        ? from(node.right, key)
        : new Node(node.key, node.value, from(node.left, key), node.right);
  }

  private static Node merge(Node less, Node more) {
    if (less == null || more == null) {
      return less == null ? more : less;
    }
    return less.priority() > more.priority()
        ? new Node(less.key, less.value, less.left, merge(less.right, more))
        : new Node(more.key, more.value, merge(less, more.left), more.right);
  }
}
