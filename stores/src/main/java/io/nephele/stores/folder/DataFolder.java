package io.nephele.stores.folder;

import io.nephele.core.secrets.RootKey;
import io.nephele.core.store.Engine;
import io.nephele.core.store.OptimisticStore;
import io.nephele.core.store.Store;
import io.nephele.core.store.StoreException;
import io.nephele.core.store.StoreInUseException;
import io.nephele.stores.Durability;
import io.nephele.stores.rocks.RocksEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A folder that keeps a world: the store is in {@code rocks}, the number of the format of all of it
 * in {@code format}. A folder of an older format is brought up to date when it is opened, one of a
 * newer format is left as it is. While it is open, no other process can open it.
 */
public final class DataFolder {
  private static final String STORE = "rocks";

  private final List<Migration> migrations;

  /**
   * Folders whose format is one more than there are migrations.
   *
   * @param migrations the first leads from format 1 to 2, and so on
   */
  DataFolder(List<Migration> migrations) {
    this.migrations = migrations;
  }

  /**
   * The store in a folder, which is made if there is none.
   *
   * @throws StoreInUseException if it is open elsewhere
   * @throws UnknownFormatException if a newer program wrote it
   * @throws StoreException if it cannot be read or written
   */
  public static Store open(Path folder, Durability durability) {
    return open(folder, durability, RootKey.in(folder));
  }

  /** As the other, where secrets are encrypted under that key. */
  public static Store open(Path folder, Durability durability, RootKey rootKey) {
    List<Migration> migrations = List.of(new FromMvStore(), new SealedSecrets(rootKey));
    return new OptimisticStore(new DataFolder(migrations).openEngine(folder, durability));
  }

  Engine openEngine(Path folder, Durability durability) {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new StoreException("The folder " + folder + " cannot be made", e);
    }
    FormatFile format = new FormatFile(folder);
    check(folder, format.read());
    Engine engine = openStore(folder, durability);
    try {
      migrate(folder, format, engine);
      return engine;
    } catch (RuntimeException | Error e) {
      engine.close();
      throw e;
    }
  }

  private static Engine openStore(Path folder, Durability durability) {
    try {
      return RocksEngine.open(folder.resolve(STORE), durability);
    } catch (StoreInUseException e) {
      throw new StoreInUseException(folder, e);
    }
  }

  private int current() {
    return migrations.size() + 1;
  }

  private void check(Path folder, int format) {
    if (format > current()) {
      throw new UnknownFormatException(
          folder
              + " has format "
              + format
              + ", which a newer Nephele wrote; this one reads formats up to "
              + current());
    }
  }

  /** With the store open, so that nobody else migrates it as well. */
  private void migrate(Path folder, FormatFile format, Engine engine) {
    int number = format.read();
    check(folder, number);
    while (number < current()) {
      migrations.get(number - 1).run(folder, engine);
      engine.flush();
      number++;
      format.write(number);
    }
  }
}
