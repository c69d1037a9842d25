package io.nephele.services.dynamodb.indexes;

import io.nephele.core.World;
import io.nephele.core.store.Direction;
import io.nephele.core.store.Key;
import io.nephele.core.store.KeyRange;
import io.nephele.core.store.Table;
import io.nephele.core.store.Transaction;
import io.nephele.core.time.Timer;
import io.nephele.model.Bytes;
import io.nephele.services.dynamodb.items.IndexEntries;
import io.nephele.services.dynamodb.items.ItemKeys;
import io.nephele.services.dynamodb.items.ItemStore;
import io.nephele.services.dynamodb.tables.IndexDefinition;
import io.nephele.services.dynamodb.tables.IndexRow;
import io.nephele.services.dynamodb.tables.TableAddress;
import io.nephele.services.dynamodb.tables.TableCatalog;
import io.nephele.services.dynamodb.tables.TableDefinition;
import io.nephele.services.dynamodb.values.ItemCodec;
import io.nephele.services.dynamodb.values.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Adds the items that a table has to an index that it gets: of a small table at once, in the
 * transaction that creates the index, of a large one piece by piece. Changes meanwhile reach the
 * index as they reach every other, so that it does not matter which comes first.
 */
public final class Backfill {
  /** The kind of timers that go on with it. */
  public static final String TIMERS = "dynamodb.backfill";

  private static final int AT_ONCE = 500;
  private static final int PIECE = 200;

  private final World world;
  private final TableCatalog catalog;

  /** Fills indexes of that catalog's tables. */
  public Backfill(World world, TableCatalog catalog) {
    this.world = world;
    this.catalog = catalog;
    world.timers().onWork(TIMERS, this::work);
  }

  /** Fills the new indexes of a table, or has it done; returns the table as it is then. */
  public void begin(Transaction transaction, TableDefinition table) {
    for (IndexDefinition index : table.indexes()) {
      if (index.row().backfilling()) {
        Key last = fill(transaction, table, index, null, AT_ONCE);
        if (last == null) {
          filled(transaction, table, index);
        } else {
          world
              .timers()
              .schedule(
                  transaction,
                  TIMERS,
                  index.entries(),
                  world.clock().now(),
                  Bytes.utf8(table.arn()));
        }
      }
    }
  }

  private void work(Timer timer) {
    TableAddress address = TableAddress.ofArn(timer.payload().utf8());
    Key[] last = {null};
    boolean more = true;
    while (more) {
      more =
          world
              .store()
              .write(
                  transaction -> {
                    TableDefinition table = catalog.find(transaction, address);
                    IndexDefinition index = table == null ? null : find(table, timer.id());
                    if (index == null) {
                      return false;
                    }
                    Key reached = fill(transaction, table, index, last[0], PIECE);
                    if (reached == null) {
                      filled(transaction, table, index);
                      return false;
                    }
                    transaction.afterCommit(() -> last[0] = reached);
                    return true;
                  });
    }
  }

  private static IndexDefinition find(TableDefinition table, Key entries) {
    for (IndexDefinition index : table.indexes()) {
      if (index.entries().equals(entries) && index.row().backfilling()) {
        return index;
      }
    }
    return null;
  }

  /** Adds that many items after a key; returns the last one's, or null if there are no more. */
  private static Key fill(
      Transaction transaction, TableDefinition table, IndexDefinition index, Key after, int most) {
    KeyRange range = KeyRange.prefix(table.items());
    Table.Rows<byte[]> rows =
        ItemStore.ITEMS.scan(
            transaction, after == null ? range : range.startingAfter(after), Direction.FORWARD);
    Key last = null;
    for (int i = 0; i < most; i++) {
      if (!rows.hasNext()) {
        return null;
      }
      Table.Row<byte[]> row = rows.next();
      last = row.key();
      Map<String, Value> item = ItemCodec.INSTANCE.decode(row.value());
      IndexEntries.Entry entry = IndexEntries.of(index, ItemKeys.ofStored(table, item), item);
      if (entry != null) {
        IndexEntries.put(transaction, entry);
      }
    }
    return last;
  }

  private void filled(Transaction transaction, TableDefinition table, IndexDefinition index) {
    List<IndexRow> indexes = new ArrayList<>();
    for (IndexRow row : table.row().indexes()) {
      indexes.add(row.number() == index.row().number() ? row.filled() : row);
    }
    catalog.put(
        transaction,
        table
            .row()
            .withIndexes(table.row().attributes(), List.copyOf(indexes), table.row().nextIndex()));
  }

  /** Empties an index that is deleted. */
  public void drop(Transaction transaction, TableDefinition table, IndexDefinition index) {
    ItemStore.INDEXES.deletePrefix(transaction, index.entries());
    world.timers().cancel(transaction, TIMERS, index.entries());
  }
}
