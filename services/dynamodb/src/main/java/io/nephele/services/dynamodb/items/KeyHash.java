package io.nephele.services.dynamodb.items;

import io.nephele.core.store.Key;

/**
 * Spreads partition keys: items are stored, and so scanned, in order of the hash of their partition
 * key, and the segments of a parallel scan are ranges of hashes. Must never change.
 */
final class KeyHash {
  /** There are hashes from zero up to, but not including, this. */
  static final long END = 1L << 32;

  private KeyHash() {}

  /** The hash of the parts of a partition key. */
  static long of(Key parts) {
    int hash = 0x811C9DC5;
    for (byte b : parts.encoded()) {
      hash = (hash ^ b) * 0x01000193;
    }
    hash ^= hash >>> 16;
    hash *= 0x85EBCA6B;
    hash ^= hash >>> 13;
    hash *= 0xC2B2AE35;
    hash ^= hash >>> 16;
    return hash & 0xFFFFFFFFL;
  }
}
