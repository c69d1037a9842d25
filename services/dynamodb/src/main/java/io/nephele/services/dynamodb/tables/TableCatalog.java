package io.nephele.services.dynamodb.tables;

import io.nephele.core.World;
import io.nephele.core.call.Call;
import io.nephele.core.store.Codec;
import io.nephele.core.store.Direction;
import io.nephele.core.store.Key;
import io.nephele.core.store.KeyRange;
import io.nephele.core.store.Reader;
import io.nephele.core.store.RecordCodec;
import io.nephele.core.store.Table;
import io.nephele.core.store.Transaction;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The tables that there are. */
public final class TableCatalog {
  private static final int MOST_KNOWN = 4096;

  private final World world;
  private final TableKeys keys;
  private final Table<byte[]> rows = Table.of("dynamodb.tables", new AsStored());
  private final Table<Numbers> numbers = Table.of("dynamodb.numbers", Numbers.class);
  private final Map<Key, Known> known = new ConcurrentHashMap<>();

  /** What of an account and region was given to tables: the last number. */
  record Numbers(long last) {}

  /** The form is looked into when the first table is there. */
  private static final class Rows {
    static final Codec<TableRow> CODEC = RecordCodec.of(TableRow.class);
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

  /** A table as it was decoded from those bytes. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Known(byte[] stored, TableDefinition table) {}

  /** The tables of a world. */
  public TableCatalog(World world) {
    this.world = world;
    this.keys = new TableKeys(world);
  }

  /** The table at that address, or null. */
  public TableDefinition find(Reader reader, TableAddress address) {
    return find(reader, address.key());
  }

  /** The table whose address has that key, or null. */
  public TableDefinition find(Reader reader, Key key) {
    byte[] stored = rows.get(reader, key);
    return stored == null ? null : decoded(key, stored);
  }

  /** The table at that address as it is now, or null. */
  public TableDefinition find(TableAddress address) {
    return world.store().read(reader -> find(reader, address));
  }

  /**
   * The table that a request for items names. Not inside a transaction.
   *
   * @throws io.nephele.model.AwsException if it is not there, or its key cannot be used
   */
  public TableDefinition forItems(String nameOrArn, Call call) {
    TableDefinition table = find(TableAddress.of(nameOrArn, call));
    if (table == null) {
      throw DynamoErrors.resourceNotFound();
    }
    keys.require(table, call);
    return table;
  }

  /**
   * Lets a caller have items that were read, which he gets only if he may use the table's key. Not
   * inside a transaction.
   *
   * @throws io.nephele.model.AwsException if he may not, or nobody can
   */
  public void requireKey(TableDefinition table, Call call) {
    keys.require(table, call);
  }

  /** The same before writes, of all tables that are there. */
  public void requireKeys(Collection<TableAddress> addresses, Call call) {
    for (TableAddress address : addresses) {
      TableDefinition table = find(address);
      if (table != null) {
        keys.require(table, call);
      }
    }
  }

  /**
   * The table that a request for tables names.
   *
   * @throws io.nephele.model.AwsException if it is not there
   */
  public TableDefinition require(String nameOrArn, Call call) {
    TableAddress address = TableAddress.of(nameOrArn, call);
    return require(find(address), address);
  }

  /** The same in a transaction. */
  public TableDefinition require(Reader reader, TableAddress address) {
    return require(find(reader, address), address);
  }

  /**
   * The table that a part of a transaction on items names.
   *
   * @throws io.nephele.model.AwsException if it is not there, or has no transactions
   */
  public TableDefinition forTransaction(Reader reader, TableAddress address) {
    TableDefinition table = find(reader, address);
    if (table == null) {
      throw DynamoErrors.resourceNotFound();
    }
    if (table.row().settings().ofReplica().strong()) {
      throw DynamoErrors.validation(
          "Transactional operations are not supported on tables with multi-Region strong"
              + " consistency");
    }
    return table;
  }

  private static TableDefinition require(TableDefinition table, TableAddress address) {
    if (table == null) {
      throw DynamoErrors.tableNotFound(address.name());
    }
    return table;
  }

  /**
   * What a table that was found before is in this state.
   *
   * @throws io.nephele.model.AwsException if it is not there any more
   */
  public TableDefinition current(Reader reader, TableDefinition table) {
    TableDefinition current = find(reader, table.address().key());
    if (current == null || current.row().number() != table.row().number()) {
      throw DynamoErrors.resourceNotFound();
    }
    return current;
  }

  /** Stores a table in place of the one there was. */
  public TableDefinition put(Transaction transaction, TableRow row) {
    TableDefinition table = new TableDefinition(row);
    rows.put(transaction, table.address().key(), Rows.CODEC.encode(row));
    return table;
  }

  /** Removes a table. */
  public void delete(Transaction transaction, TableAddress address) {
    Key key = address.key();
    rows.delete(transaction, key);
    transaction.afterCommit(() -> known.remove(key));
  }

  /** A number that no table of the account and region ever had. */
  public long nextNumber(Transaction transaction, TableAddress address) {
    Key key = Key.of(address.accountId()).with(address.region());
    Numbers last = numbers.get(transaction, key);
    long next = last == null ? 1 : last.last + 1;
    numbers.put(transaction, key, new Numbers(next));
    return next;
  }

  /** The tables of an account and region whose names come after that one, or all if it is null. */
  public Iterable<TableDefinition> list(
      Reader reader, String accountId, String region, String after) {
    Key place = Key.of(accountId).with(region);
    KeyRange range = KeyRange.prefix(place);
    Table.Rows<byte[]> found =
        rows.scan(
            reader,
            after == null ? range : range.startingAfter(place.with(after)),
            Direction.FORWARD);
    return () ->
        new java.util.Iterator<>() {
          @Override
          public boolean hasNext() {
            return found.hasNext();
          }

          @Override
          public TableDefinition next() {
            Table.Row<byte[]> row = found.next();
            return decoded(row.key(), row.value());
          }
        };
  }

  private TableDefinition decoded(Key key, byte[] stored) {
    Known last = known.get(key);
    if (last != null && (last.stored == stored || Arrays.equals(last.stored, stored))) {
      return last.table;
    }
    TableDefinition table = new TableDefinition(Rows.CODEC.decode(stored));
    if (known.size() >= MOST_KNOWN) {
      known.clear();
    }
    known.put(key, new Known(stored, table));
    return table;
  }
}
