package io.nephele.services.iam;

import io.nephele.core.store.Key;
import io.nephele.core.store.Reader;
import io.nephele.core.store.Table;
import io.nephele.core.store.Transaction;
import java.util.ArrayList;
import java.util.List;

/** What users have a few of, by account, the user's unique id and an id of its own. */
final class OwnedTable<V extends Record> {
  private final Table<V> table;

  OwnedTable(String name, Class<V> type) {
    this.table = Table.of(name, type);
  }

  V get(Reader reader, String accountId, String userId, String id) {
    return table.get(reader, key(accountId, userId, id));
  }

  void put(Transaction transaction, String accountId, String userId, String id, V value) {
    table.put(transaction, key(accountId, userId, id), value);
  }

  void delete(Transaction transaction, String accountId, String userId, String id) {
    table.delete(transaction, key(accountId, userId, id));
  }

  boolean has(Reader reader, String accountId, String userId) {
    return table.first(reader, Key.of(accountId).with(userId)) != null;
  }

  List<V> ofUser(Reader reader, String accountId, String userId) {
    return values(table.scan(reader, Key.of(accountId).with(userId)));
  }

  List<V> ofAccount(Reader reader, String accountId) {
    return values(table.scan(reader, Key.of(accountId)));
  }

  private static <V> List<V> values(Table.Rows<V> rows) {
    List<V> values = new ArrayList<>();
    for (Table.Row<V> row : rows) {
      values.add(row.value());
    }
    return values;
  }

  private static Key key(String accountId, String userId, String id) {
    return Key.of(accountId).with(userId).with(id);
  }
}
