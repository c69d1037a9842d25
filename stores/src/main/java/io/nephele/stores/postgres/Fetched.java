package io.nephele.stores.postgres;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What one attempt at a transaction knows of its state of the database, and what it wants to know:
 * no key is asked for twice, and those that are wanted go with the next question.
 */
final class Fetched {
  /** A transaction that reads more than this goes through what it reads once. */
  private static final int MAX_VALUES = 512;

  /** More keys than this are not worth a guess. */
  private static final int MAX_WANTED = 256;

  /** Null for keys that are not there. */
  private final TreeMap<byte[], byte[]> values = new TreeMap<>(Arrays::compareUnsigned);

  private final List<byte[]> wanted = new ArrayList<>();

  boolean has(byte[] key) {
    return values.containsKey(key);
  }

  byte[] get(byte[] key) {
    return values.get(key);
  }

  void want(byte[] key) {
    if (wanted.size() < MAX_WANTED && !has(key) && !isWanted(key)) {
      wanted.add(key);
    }
  }

  private boolean isWanted(byte[] key) {
    for (byte[] one : wanted) {
      if (Arrays.equals(one, key)) {
        return true;
      }
    }
    return false;
  }

  /** What is wanted, which the caller is about to ask for. */
  List<byte[]> takeWanted() {
    List<byte[]> keys = List.copyOf(wanted);
    wanted.clear();
    return keys;
  }

  /**
   * Adds what was answered.
   *
   * @param keys all that were asked for
   * @param rows those that are there
   */
  void add(List<byte[]> keys, List<Row> rows) {
    if (values.size() + keys.size() > MAX_VALUES) {
      values.clear();
    }
    for (byte[] key : keys) {
      values.put(key, null);
    }
    for (Row row : rows) {
      if (isLarge(row.value())) {
        values.remove(row.key()); // too large to be kept: whoever needs it asks for it
      } else {
        values.put(row.key(), row.value());
      }
    }
  }

  /** Whether a row's value is too large to be kept, or even to have come with others. */
  static boolean isLarge(byte[] value) {
    return value == null || value.length > Statements.LARGE_VALUE;
  }

  /** All keys that are known, for another attempt. */
  List<byte[]> keys() {
    return List.copyOf(values.keySet());
  }

  /** Forgets all values, and wants them again; returns them. */
  Map<byte[], byte[]> doubt() {
    Map<byte[], byte[]> before = new TreeMap<>(values);
    values.clear();
    before.keySet().forEach(this::want);
    return before;
  }

  /** Whether all these values are known to be what they were. */
  boolean confirms(Map<byte[], byte[]> before) {
    for (Map.Entry<byte[], byte[]> one : before.entrySet()) {
      if (!has(one.getKey()) || !Arrays.equals(one.getValue(), get(one.getKey()))) {
        return false;
      }
    }
    return true;
  }
}
