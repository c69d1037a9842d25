package io.nephele.core.worlds;

import io.nephele.core.secrets.RootKey;
import io.nephele.core.secrets.SealedTables;
import io.nephele.core.store.Key;
import io.nephele.core.store.Store;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes rows into a store in transactions of bounded size. Secrets that an early build exported in
 * the clear are sealed.
 */
final class RowImport implements ArchiveReader.Rows {
  private static final int MAX_ROWS = 10_000;
  private static final long MAX_BYTES = 4 << 20;

  private final Store store;
  private final RootKey rootKey;
  private final List<Key> keys = new ArrayList<>(MAX_ROWS);
  private final List<byte[]> values = new ArrayList<>(MAX_ROWS);
  private long bytes;

  RowImport(Store store, RootKey rootKey) {
    this.store = store;
    this.rootKey = rootKey;
  }

  @Override
  public void take(Key key, byte[] value) {
    keys.add(key);
    values.add(SealedTables.seal(rootKey, key, value));
    bytes += key.encoded().length + value.length;
    if (keys.size() == MAX_ROWS || bytes >= MAX_BYTES) {
      flush();
    }
  }

  /** Writes what has not been written yet. */
  void flush() {
    if (keys.isEmpty()) {
      return;
    }
    store.write(
        transaction -> {
          for (int i = 0; i < keys.size(); i++) {
            transaction.put(keys.get(i), values.get(i));
          }
          return null;
        });
    keys.clear();
    values.clear();
    bytes = 0;
  }
}
