package io.nephele.services.s3.listing;

import io.nephele.core.store.Key;
import io.nephele.core.store.KeyRange;
import io.nephele.core.store.Table;
import io.nephele.services.s3.objects.ListedObject;
import io.nephele.services.s3.objects.ObjectTable;
import java.util.function.Function;

/** Goes through rows in order of their keys, and can leap over all keys with a prefix. */
final class KeyCursor {
  private final Function<KeyRange, Table.Rows<ListedObject>> opening;
  private KeyRange rest;
  private Table.Rows<ListedObject> rows;
  private Table.Row<ListedObject> row;
  private String key;

  /** Stands before the first row of the range. */
  KeyCursor(Function<KeyRange, Table.Rows<ListedObject>> opening, KeyRange range) {
    this.opening = opening;
    this.rest = range;
  }

  /** The key of the next row, or null at the end. */
  String key() {
    if (key == null && !rest.isEmpty()) {
      if (rows == null) {
        rows = opening.apply(rest);
      }
      if (rows.hasNext()) {
        row = rows.next();
        key = ObjectTable.keyOf(row.key());
      } else {
        rest = new KeyRange(rest.from(), rest.from());
      }
    }
    return key;
  }

  /** The row whose key was told, which is thereby passed. */
  ListedObject take() {
    key = null;
    return row.value();
  }

  /** Leaps, by one step of the store, to the first key that does not begin with the prefix. */
  void leap(Key bucket, String prefix) {
    if (key() != null && key.startsWith(prefix)) {
      key = null;
      rows = null;
      rest = new KeyRange(KeyRange.textPrefix(bucket, prefix).to(), rest.to());
    }
  }
}
