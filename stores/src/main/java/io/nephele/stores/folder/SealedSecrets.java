package io.nephele.stores.folder;

import io.nephele.core.secrets.RootKey;
import io.nephele.core.secrets.SealedTables;
import io.nephele.core.store.Batch;
import io.nephele.core.store.Direction;
import io.nephele.core.store.Engine;
import io.nephele.core.store.Key;
import io.nephele.core.store.KeyRange;
import io.nephele.core.store.layers.EngineRows;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Up to format 2 rows with secrets were in the clear; in format 3 they are encrypted under the root
 * key, in all worlds and snapshots. What is left of the clear ones in the files is removed.
 */
final class SealedSecrets implements Migration {
  private static final int BATCH_ROWS = 1000;
  private static final byte[][] NONE = {};

  private final RootKey rootKey;

  SealedSecrets(RootKey rootKey) {
    this.rootKey = rootKey;
  }

  @Override
  public void run(Path folder, Engine engine) {
    boolean any = false;
    for (String table : SealedTables.names()) {
      any |= seal(engine, KeyRange.prefix(Key.of(table)));
    }
    // Above the rows of the first layer: those of forks and snapshots.
    any |= seal(engine, EngineRows.LATER_LAYERS);
    if (any) {
      engine.flush();
      engine.compact();
    }
  }

  /** Whether there was anything to seal. */
  private boolean seal(Engine engine, KeyRange range) {
    boolean any = false;
    List<byte[]> keys = new ArrayList<>();
    List<byte[]> values = new ArrayList<>();
    try (Engine.Snapshot snapshot = engine.snapshot()) {
      Engine.Cursor rows = snapshot.scan(range, Direction.FORWARD);
      while (rows.next()) {
        Key place = EngineRows.inWorld(rows.key());
        byte[] stored = rows.value();
        byte[] sealed = place == null ? stored : SealedTables.seal(rootKey, place, stored);
        if (sealed != stored) {
          any = true;
          keys.add(rows.key());
          values.add(sealed);
        }
        if (keys.size() == BATCH_ROWS) {
          apply(engine, keys, values);
        }
      }
    }
    apply(engine, keys, values);
    return any;
  }

  private static void apply(Engine engine, List<byte[]> keys, List<byte[]> values) {
    if (!keys.isEmpty()) {
      engine.apply(new Batch(List.of(), keys.toArray(NONE), values.toArray(NONE)));
      keys.clear();
      values.clear();
    }
  }
}
