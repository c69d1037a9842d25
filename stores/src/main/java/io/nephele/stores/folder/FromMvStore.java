package io.nephele.stores.folder;

import io.nephele.core.store.Batch;
import io.nephele.core.store.Engine;
import io.nephele.core.store.KeyRange;
import io.nephele.core.store.StoreException;
import io.nephele.core.store.StoreInUseException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.h2.mvstore.Cursor;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;
import org.h2.mvstore.type.ByteArrayDataType;

/**
 * Format 1 was a file of MVStore, {@code world.mv}; format 2 is RocksDB. All rows are copied as
 * they are. The file is kept under another name, since what was written with earlier builds may be
 * all that somebody has.
 */
final class FromMvStore implements Migration {
  private static final String FILE = "world.mv";
  private static final String MAP = "entries";
  private static final int BATCH_BYTES = 1 << 20;
  private static final byte[][] NONE = {};

  @Override
  public void run(Path folder, Engine engine) {
    Path file = folder.resolve(FILE);
    if (!Files.exists(file)) {
      return;
    }
    // What an earlier attempt has copied, which may have been interrupted.
    engine.apply(new Batch(List.of(KeyRange.ALL), NONE, NONE));
    try (MVStore store = open(file)) {
      copy(store, engine);
    } catch (MVStoreException e) {
      throw e.getErrorCode() == DataUtils.ERROR_FILE_LOCKED
          ? new StoreInUseException(file, e)
          : new StoreException(file + " cannot be read: " + e.getMessage(), e);
    }
    engine.flush();
    try {
      Files.move(file, folder.resolve(FILE + ".migrated"));
    } catch (IOException e) {
      throw new StoreException(file + " was copied, but cannot be renamed", e);
    }
  }

  private static MVStore open(Path file) {
    try {
      return new MVStore.Builder().fileName(file.toAbsolutePath().toString()).readOnly().open();
    } catch (IllegalArgumentException e) {
      throw new StoreException(file + " cannot be read: " + e.getMessage(), e);
    }
  }

  private static void copy(MVStore store, Engine engine) {
    if (!store.hasMap(MAP)) {
      return;
    }
    MVMap<byte[], byte[]> map =
        store.openMap(
            MAP,
            new MVMap.Builder<byte[], byte[]>()
                .keyType(ByteArrayDataType.INSTANCE)
                .valueType(ByteArrayDataType.INSTANCE));
    List<byte[]> keys = new ArrayList<>();
    List<byte[]> values = new ArrayList<>();
    long bytes = 0;
    byte[] last = null;
    for (Cursor<byte[], byte[]> cursor = map.cursor(null); cursor.hasNext(); ) {
      byte[] key = cursor.next();
      byte[] value = cursor.getValue();
      if (last != null && Arrays.compareUnsigned(last, key) >= 0) {
        throw new StoreException("The file is damaged: its keys are not in order", null);
      }
      last = key;
      keys.add(key);
      values.add(value);
      bytes += key.length + value.length;
      if (bytes > BATCH_BYTES) {
        apply(engine, keys, values);
        bytes = 0;
      }
    }
    apply(engine, keys, values);
  }

  private static void apply(Engine engine, List<byte[]> keys, List<byte[]> values) {
    if (!keys.isEmpty()) {
      engine.apply(new Batch(List.of(), keys.toArray(NONE), values.toArray(NONE)));
      keys.clear();
      values.clear();
    }
  }
}
