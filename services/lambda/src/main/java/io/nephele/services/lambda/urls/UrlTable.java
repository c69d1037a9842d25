package io.nephele.services.lambda.urls;

import io.nephele.core.store.Key;
import io.nephele.core.store.Reader;
import io.nephele.core.store.Table;
import io.nephele.core.store.Transaction;
import io.nephele.services.lambda.state.FunctionRef;
import java.util.ArrayList;
import java.util.List;

/** Function URLs, by function and by the ids in their hosts. Holds no state. */
public final class UrlTable {
  private final Table<UrlRow> rows = Table.of("lambda.urls", UrlRow.class);
  private final Table<Place> byId = Table.of("lambda.urlIds", Place.class);

  /** What is stored of an id. */
  record Place(String accountId, String region, String name, String qualifier) {}

  Table<UrlRow> rows() {
    return rows;
  }

  /** Who may call the URL of a function or alias, or null where there is none. */
  public String authType(Reader reader, FunctionRef ref) {
    UrlRow row = find(reader, ref);
    return row == null ? null : row.authType();
  }

  UrlRow find(Reader reader, FunctionRef ref) {
    return rows.get(reader, place(ref));
  }

  /** The URL with an id in a region, or null. */
  UrlRow find(Reader reader, String region, String id) {
    Place place = byId.get(reader, Key.of(region).with(id));
    return place == null
        ? null
        : find(
            reader,
            FunctionRef.of(place.accountId, place.region, place.name).with(place.qualifier));
  }

  void put(Transaction transaction, UrlRow row) {
    rows.put(transaction, place(row.ref()), row);
    byId.put(
        transaction,
        Key.of(row.region()).with(row.id()),
        new Place(row.accountId(), row.region(), row.name(), row.qualifier()));
  }

  /** Removes the URLs of a function, or that of an alias. */
  public void delete(Transaction transaction, FunctionRef ref) {
    List<UrlRow> all = new ArrayList<>();
    Key leading = ref.qualifier() == null ? ref.place() : place(ref);
    for (Table.Row<UrlRow> row : rows.scan(transaction, leading)) {
      all.add(row.value());
    }
    all.forEach(row -> remove(transaction, row));
  }

  void remove(Transaction transaction, UrlRow row) {
    rows.delete(transaction, place(row.ref()));
    byId.delete(transaction, Key.of(row.region()).with(row.id()));
  }

  private static Key place(FunctionRef ref) {
    return ref.place().with(ref.qualifier() == null ? "" : ref.qualifier());
  }
}
