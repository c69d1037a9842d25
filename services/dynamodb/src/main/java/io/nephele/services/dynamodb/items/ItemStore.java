package io.nephele.services.dynamodb.items;

import io.nephele.core.store.Codec;
import io.nephele.core.store.Key;
import io.nephele.core.store.Reader;
import io.nephele.core.store.Table;
import io.nephele.core.store.Transaction;
import io.nephele.services.dynamodb.tables.IndexDefinition;
import io.nephele.services.dynamodb.tables.TableDefinition;
import io.nephele.services.dynamodb.values.ItemCodec;
import io.nephele.services.dynamodb.values.Sizes;
import io.nephele.services.dynamodb.values.Value;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Where items are: a row each, under the hash of the partition key, the partition key and the sort
 * key, and an entry in each secondary index that has them. Whatever changes items changes them
 * here, so that indexes, streams and whoever else follows a table change in the same transaction.
 */
public final class ItemStore {
  /** The name of the table of items. */
  public static final String ITEMS_TABLE = "dynamodb.items";

  /** The name of the table of index entries. */
  public static final String INDEXES_TABLE = "dynamodb.indexes";

  /** Items in their stored form. */
  public static final Table<byte[]> ITEMS = Table.of(ITEMS_TABLE, new AsStored());

  /** Entries of secondary indexes, in the form of items. */
  public static final Table<byte[]> INDEXES = Table.of(INDEXES_TABLE, new AsStored());

  private static final int UNIT = 1024;

  private final List<Follower> followers;
  private final Stamps stamps;

  /** Is told of every change of an item in the transaction that makes it. */
  public interface Follower {
    /** An item becomes another. */
    void changed(Transaction transaction, ItemChange change);
  }

  /** Adds to items of some global tables. */
  public interface Stamps {
    /**
     * An item as it is stored.
     *
     * @param before the item as it is, or null
     */
    Map<String, Value> stamped(
        TableDefinition table, Map<String, Value> before, Map<String, Value> after);
  }

  private static final class AsStored implements Codec<byte[]> {
    @Override
    public byte[] encode(byte[] value) {
      return value;
    }

    @Override
    public byte[] decode(byte[] stored) {
      return stored;
    }
  }

  /** A store of items whose changes those follow, and where those stamp what they have to. */
  public ItemStore(List<Follower> followers, Stamps stamps) {
    this.followers = List.copyOf(followers);
    this.stamps = stamps;
  }

  /** The stored form of an item, or null. */
  public byte[] get(Reader reader, ItemKey key) {
    return ITEMS.get(reader, key.key());
  }

  /** The stored form of the item under the key of a row, or null. */
  public byte[] get(Reader reader, Key key) {
    return ITEMS.get(reader, key);
  }

  /**
   * Makes an item another.
   *
   * @param storedBefore the stored form of the item as it is, or null
   * @param before the item as it is, or null; not needed where nobody follows the table
   * @param wanted what it becomes, or null to delete it; its size is no more than allowed
   * @return the units that this takes
   */
  public WriteUnits write(
      Transaction transaction,
      TableDefinition table,
      ItemKey key,
      byte[] storedBefore,
      Map<String, Value> before,
      Map<String, Value> wanted,
      ItemChange.Cause cause) {
    Map<String, Value> after =
        wanted != null && table.isStamped() && cause != ItemChange.Cause.REPLICATION
            ? stamps.stamped(table, before, wanted)
            : wanted;
    int sizeBefore = storedBefore == null ? 0 : ItemCodec.size(storedBefore);
    int sizeAfter = after == null ? 0 : Sizes.item(after);
    int units = units(Math.max(sizeBefore, sizeAfter));
    byte[] stored = after == null ? null : ItemCodec.encode(after, sizeAfter);
    if (!table.isFollowed()) {
      put(transaction, key, storedBefore, stored);
      return new WriteUnits(units, WriteUnits.NO_INDEXES);
    }
    ItemChange change = new ItemChange(table, key, before, after, storedBefore, stored, cause);
    if (!change.changes()) {
      return new WriteUnits(units, WriteUnits.NO_INDEXES);
    }
    if (after == null) {
      ITEMS.delete(transaction, key.key());
    } else {
      ITEMS.put(transaction, key.key(), stored);
    }
    int[] ofIndexes = indexes(transaction, table, change);
    for (Follower follower : followers) {
      follower.changed(transaction, change);
    }
    return new WriteUnits(units, ofIndexes);
  }

  private static void put(
      Transaction transaction, ItemKey key, byte[] storedBefore, byte[] stored) {
    if (stored == null && storedBefore != null) {
      ITEMS.delete(transaction, key.key());
    } else if (stored != null && !Arrays.equals(stored, storedBefore)) {
      ITEMS.put(transaction, key.key(), stored);
    }
  }

  private static int[] indexes(Transaction transaction, TableDefinition table, ItemChange change) {
    List<IndexDefinition> indexes = table.indexes();
    if (indexes.isEmpty()) {
      return WriteUnits.NO_INDEXES;
    }
    int[] units = new int[indexes.size()];
    for (int i = 0; i < units.length; i++) {
      units[i] = IndexEntries.change(transaction, table, indexes.get(i), change);
    }
    return units;
  }

  /** Deletes all items of a table. */
  public void deleteAll(Transaction transaction, TableDefinition table) {
    ITEMS.deletePrefix(transaction, table.items());
    INDEXES.deletePrefix(transaction, table.items());
  }

  /** The units that writing so many bytes takes. */
  public static int units(int size) {
    return Math.max(1, (size + UNIT - 1) / UNIT);
  }
}
