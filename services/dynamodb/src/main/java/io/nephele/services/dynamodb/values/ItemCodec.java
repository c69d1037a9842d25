package io.nephele.services.dynamodb.values;

import io.nephele.core.store.Codec;
import io.nephele.core.store.StoreException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;

/**
 * The stored form of an item: a version, its size as AWS counts it, and its attributes, each a
 * name, a tag for its type and the value. Collections know their length in bytes, so attributes
 * that nobody asked for are passed over.
 */
public final class ItemCodec implements Codec<Map<String, Value>> {
  /** The one codec. */
  public static final ItemCodec INSTANCE = new ItemCodec();

  static final int TAG_S = 1;
  static final int TAG_N = 2;
  static final int TAG_B = 3;
  static final int TAG_SS = 4;
  static final int TAG_NS = 5;
  static final int TAG_BS = 6;
  static final int TAG_M = 7;
  static final int TAG_L = 8;
  static final int TAG_NULL = 9;
  static final int TAG_TRUE = 10;
  static final int TAG_FALSE = 11;

  private static final int VERSION = 1;

  private ItemCodec() {}

  @Override
  public byte[] encode(Map<String, Value> item) {
    return encode(item, Sizes.item(item));
  }

  /** The stored form of an item whose size is known. */
  public static byte[] encode(Map<String, Value> item, int size) {
    ItemWriter to = new ItemWriter(size + 8 * item.size() + 16);
    to.octet(VERSION);
    to.count(size);
    to.attributes(item);
    return to.bytes();
  }

  @Override
  public Map<String, Value> decode(byte[] stored) {
    try {
      ItemReader from = open(stored);
      from.count();
      return from.attributes();
    } catch (IndexOutOfBoundsException e) {
      throw broken(e);
    }
  }

  /** Those of the item's attributes that are asked for and there. */
  public static Map<String, Value> decode(byte[] stored, Set<String> names) {
    try {
      ItemReader from = open(stored);
      from.count();
      return from.attributes(names);
    } catch (IndexOutOfBoundsException e) {
      throw broken(e);
    }
  }

  /** One attribute of the item, or null. */
  public static Value attribute(byte[] stored, String name) {
    try {
      ItemReader from = open(stored);
      from.count();
      return from.attribute(name.getBytes(StandardCharsets.UTF_8));
    } catch (IndexOutOfBoundsException e) {
      throw broken(e);
    }
  }

  /** The item's size in bytes, as AWS counts it. */
  public static int size(byte[] stored) {
    return open(stored).count();
  }

  private static ItemReader open(byte[] stored) {
    ItemReader from = new ItemReader(stored);
    int version = from.octet();
    if (version != VERSION) {
      throw new StoreException("an item of version " + version, null);
    }
    return from;
  }

  private static StoreException broken(IndexOutOfBoundsException e) {
    return new StoreException("an item of the store ends too early", e);
  }
}
