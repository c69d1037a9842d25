package io.nephele.services.dynamodb.backups;

import io.nephele.api.dynamodb.PointInTimeRecoveryUnavailableException;
import io.nephele.core.World;
import io.nephele.core.store.Key;
import io.nephele.core.store.Reader;
import io.nephele.services.dynamodb.items.ItemStore;
import io.nephele.services.dynamodb.tables.Recovery;
import io.nephele.services.dynamodb.tables.TableDefinition;
import io.nephele.services.dynamodb.values.ItemCodec;
import io.nephele.services.dynamodb.values.Value;
import java.time.Duration;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** Reads tables that can be restored as they were at a moment. */
public final class Moments {
  private static final int PIECE = 500;

  private Moments() {}

  /**
   * Fails if a table cannot be restored.
   *
   * @throws PointInTimeRecoveryUnavailableException as AWS says it
   */
  public static void check(TableDefinition table) {
    if (!table.row().recovery().isOn()) {
      throw new PointInTimeRecoveryUnavailableException(
          "Point in time recovery is not enabled for table '" + table.name() + "'");
    }
  }

  /** The earliest moment that a table can be restored to, in milliseconds since 1970. */
  public static long earliest(Recovery recovery, World world) {
    long kept = world.clock().millis() - Duration.ofDays(recovery.days()).toMillis();
    return Math.max(recovery.since(), kept);
  }

  /** Gives all items of a table as they were at a moment. */
  public static void items(
      World world, TableDefinition table, long at, Consumer<byte[]> storedItems) {
    Key last = null;
    while (true) {
      Key after = last;
      Restores.Piece piece =
          world.store().read(reader -> PointInTimeRecovery.piece(reader, table, at, after, PIECE));
      if (piece == null) {
        return;
      }
      piece.items().values().forEach(storedItems);
      last = piece.last();
    }
  }

  /** Gives what items were at two moments, of those that are different; null for none. */
  public static void changes(
      World world,
      TableDefinition table,
      long from,
      long to,
      BiConsumer<Map<String, Value>, Map<String, Value>> beforeAndAfter) {
    Key last = null;
    while (true) {
      Key after = last;
      Key next = world.store().read(reader -> History.nextChanged(reader, table, after));
      if (next == null) {
        return;
      }
      last = next;
      byte[][] images =
          world
              .store()
              .read(
                  reader ->
                      new byte[][] {at(reader, table, next, from), at(reader, table, next, to)});
      Map<String, Value> before = decode(images[0]);
      Map<String, Value> then = decode(images[1]);
      if (before == null ? then != null : !before.equals(then)) {
        beforeAndAfter.accept(before, then);
      }
    }
  }

  private static byte[] at(Reader reader, TableDefinition table, Key item, long millis) {
    return History.at(reader, table, item, ItemStore.ITEMS.get(reader, item), millis);
  }

  private static Map<String, Value> decode(byte[] stored) {
    return stored == null ? null : ItemCodec.INSTANCE.decode(stored);
  }
}
