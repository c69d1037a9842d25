package io.nephele.identity.directory;

import io.nephele.core.secrets.RootKey;
import io.nephele.core.store.Direction;
import io.nephele.core.store.Key;
import io.nephele.core.store.KeyRange;
import io.nephele.core.store.Reader;
import io.nephele.core.store.Table;
import io.nephele.core.store.Transaction;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** All of one kind that the accounts hold, by account and name. */
public final class Entities<V extends Record> {
  private final Table<V> table;

  Entities(String table, Class<V> type) {
    this.table = Table.ofOftenRead(table, type);
  }

  /** Those that hold secrets. */
  Entities(String table, Class<V> type, RootKey rootKey) {
    this.table = Table.sealed(table, type, rootKey);
  }

  /** The one of that name, in whatever case, or null. */
  public V get(Reader reader, String accountId, String name) {
    return table.get(reader, Directory.key(accountId, name));
  }

  /** Stores one in place of the one there was. */
  public void put(Transaction transaction, String accountId, String name, V value) {
    table.put(transaction, Directory.key(accountId, name), value);
  }

  /** Removes one; one that is not there stays so. */
  public void delete(Transaction transaction, String accountId, String name) {
    table.delete(transaction, Directory.key(accountId, name));
  }

  /** All of an account, in the order of their names. */
  public List<V> all(Reader reader, String accountId) {
    List<V> all = new ArrayList<>();
    for (Table.Row<V> row : table.scan(reader, Key.of(accountId))) {
      all.add(row.value());
    }
    return all;
  }

  /**
   * Those of an account that come after a name, in the order of their names, fetched as they are
   * asked for.
   *
   * @param name in whatever case; of something that need not be there; null for all
   */
  public Iterator<V> after(Reader reader, String accountId, String name) {
    KeyRange range = KeyRange.prefix(Key.of(accountId));
    if (name != null) {
      range = range.startingAfter(Directory.key(accountId, name));
    }
    Table.Rows<V> rows = table.scan(reader, range, Direction.FORWARD);
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return rows.hasNext();
      }

      @Override
      public V next() {
        return rows.next().value();
      }
    };
  }

  /** The rows of an account, in the order of their names, fetched as they are asked for. */
  public Table.Rows<V> rows(Reader reader, String accountId) {
    return table.scan(reader, Key.of(accountId));
  }
}
