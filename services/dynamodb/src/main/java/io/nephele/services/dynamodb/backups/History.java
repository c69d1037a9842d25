package io.nephele.services.dynamodb.backups;

import io.nephele.core.World;
import io.nephele.core.store.Codec;
import io.nephele.core.store.Direction;
import io.nephele.core.store.Key;
import io.nephele.core.store.KeyRange;
import io.nephele.core.store.Reader;
import io.nephele.core.store.Table;
import io.nephele.core.store.Transaction;
import io.nephele.core.time.Timer;
import io.nephele.model.Bytes;
import io.nephele.services.dynamodb.items.ItemChange;
import io.nephele.services.dynamodb.items.ItemStore;
import io.nephele.services.dynamodb.tables.TableAddress;
import io.nephele.services.dynamodb.tables.TableCatalog;
import io.nephele.services.dynamodb.tables.TableDefinition;
import java.time.Duration;
import java.time.Instant;

/**
 * What items were before their changes, of tables that can be restored to any moment: the key of
 * the item, the time of the change to the millisecond, and the item before it.
 */
public final class History implements ItemStore.Follower {
  /** The kind of timers that forget what is too old. */
  public static final String TIMERS = "dynamodb.historyTrims";

  private static final int AT_ONCE = 500;
  private static final Duration TRIMMED_EVERY = Duration.ofDays(1);

  /** Nothing stands for an item that was not there. */
  private static final byte[] ABSENT = {};

  private static final Table<byte[]> CHANGES =
      Table.of(
          "dynamodb.history",
          new Codec<byte[]>() {
            @Override
            public byte[] encode(byte[] value) {
              return value;
            }

            @Override
            public byte[] decode(byte[] stored) {
              return stored;
            }
          });

  private final World world;
  private final TableCatalog catalog;

  /** The history of that catalog's tables. */
  public History(World world, TableCatalog catalog) {
    this.world = world;
    this.catalog = catalog;
    world.timers().onWork(TIMERS, this::trim);
  }

  @Override
  public void changed(Transaction transaction, ItemChange change) {
    TableDefinition table = change.table();
    if (!table.row().recovery().isOn()) {
      return;
    }
    Key key = ofItem(table, change.key().key()).with(world.clock().millis());
    // Of several changes in a millisecond only what was before the first is ever restored.
    if (!CHANGES.contains(transaction, key)) {
      CHANGES.put(transaction, key, change.storedBefore() == null ? ABSENT : change.storedBefore());
    }
  }

  private static Key ofItem(TableDefinition table, Key item) {
    return table.items().with(Bytes.of(item.without(table.items()).encoded()));
  }

  /** Begins to forget daily what is too old. */
  void begin(Transaction transaction, TableDefinition table) {
    Instant due = world.clock().now().plus(TRIMMED_EVERY);
    world.timers().schedule(transaction, TIMERS, table.items(), due, Bytes.utf8(table.arn()));
  }

  /** Forgets all of a table. */
  public void end(Transaction transaction, TableDefinition table) {
    CHANGES.deletePrefix(transaction, table.items());
    world.timers().cancel(transaction, TIMERS, table.items());
  }

  /**
   * The stored form of an item as it was at a moment.
   *
   * @param now the stored form of the item as it is, or null
   * @return null if it was not there
   */
  static byte[] at(Reader reader, TableDefinition table, Key item, byte[] now, long millis) {
    Key prefix = ofItem(table, item);
    Table.Rows<byte[]> later =
        CHANGES.scan(
            reader, KeyRange.prefix(prefix).startingAt(prefix.with(millis + 1)), Direction.FORWARD);
    if (!later.hasNext()) {
      return now;
    }
    byte[] before = later.next().value();
    return before.length == 0 ? null : before;
  }

  /** The keys of items that were changed, after one (null to begin), each once. */
  static Key nextChanged(Reader reader, TableDefinition table, Key after) {
    KeyRange range = KeyRange.prefix(table.items());
    Table.Rows<byte[]> rows =
        CHANGES.scan(
            reader,
            after == null ? range : range.startingAfter(ofItem(table, after)),
            Direction.FORWARD);
    if (!rows.hasNext()) {
      return null;
    }
    Bytes item = rows.next().key().without(table.items()).reader().nextBytes();
    return table.items().with(Key.encoded(item.toArray()));
  }

  private void trim(Timer timer) {
    TableDefinition table = catalog.find(TableAddress.ofArn(timer.payload().utf8()));
    if (table == null || !table.items().equals(timer.id()) || !table.row().recovery().isOn()) {
      return;
    }
    long oldest =
        world.clock().millis() - Duration.ofDays(table.row().recovery().days()).toMillis();
    Key[] last = {null};
    boolean more = true;
    while (more) {
      more =
          world
              .store()
              .write(
                  transaction -> {
                    Key reached = trim(transaction, table, last[0], oldest);
                    transaction.afterCommit(() -> last[0] = reached);
                    return reached != null;
                  });
    }
    world
        .store()
        .write(
            transaction -> {
              TableDefinition current = catalog.find(transaction, table.address());
              if (current != null && current.row().recovery().isOn()) {
                begin(transaction, current);
              }
              return null;
            });
  }

  private static Key trim(Transaction transaction, TableDefinition table, Key after, long oldest) {
    KeyRange range = KeyRange.prefix(table.items());
    Table.Rows<byte[]> rows =
        CHANGES.scan(
            transaction, after == null ? range : range.startingAfter(after), Direction.FORWARD);
    Key last = null;
    for (int i = 0; i < AT_ONCE; i++) {
      if (!rows.hasNext()) {
        return null;
      }
      last = rows.next().key();
      io.nephele.core.store.KeyReader parts = last.without(table.items()).reader();
      parts.nextBytes();
      if (parts.nextLong() < oldest) {
        CHANGES.delete(transaction, last);
      }
    }
    return last;
  }
}
