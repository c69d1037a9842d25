package io.nephele.services.dynamodb.timetolive;

import io.nephele.core.World;
import io.nephele.core.store.Codec;
import io.nephele.core.store.Direction;
import io.nephele.core.store.Key;
import io.nephele.core.store.KeyRange;
import io.nephele.core.store.KeyReader;
import io.nephele.core.store.Table;
import io.nephele.core.store.Transaction;
import io.nephele.core.time.Timer;
import io.nephele.model.Bytes;
import io.nephele.services.dynamodb.items.ItemChange;
import io.nephele.services.dynamodb.items.ItemKeys;
import io.nephele.services.dynamodb.items.ItemStore;
import io.nephele.services.dynamodb.metrics.TableMetrics;
import io.nephele.services.dynamodb.tables.TableAddress;
import io.nephele.services.dynamodb.tables.TableCatalog;
import io.nephele.services.dynamodb.tables.TableDefinition;
import io.nephele.services.dynamodb.values.ItemCodec;
import io.nephele.services.dynamodb.values.Value;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.Map;

/**
 * When items expire: a row an item in order of time, and a timer a table for the next of them.
 * Items are deleted at the full minute after their time, by the world's clock.
 */
public final class Expiries implements ItemStore.Follower {
  /** The kind of timers that delete what has expired. */
  public static final String TIMERS = "dynamodb.expiries";

  /** The kind of timers that find out when the items of a large table expire. */
  public static final String INDEXING = "dynamodb.expiryIndexing";

  private static final int AT_ONCE = 200;
  private static final long MINUTE = 60;
  private static final long OLDEST_SECONDS = 5L * 365 * 24 * 3600;
  private static final byte[] NOTHING = {};

  private static final Table<byte[]> EXPIRIES =
      Table.of(
          "dynamodb.expiries",
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
  private final TableMetrics metrics;
  private ItemStore items;

  /** The expiries of that catalog's tables. */
  public Expiries(World world, TableCatalog catalog, TableMetrics metrics) {
    this.world = world;
    this.catalog = catalog;
    this.metrics = metrics;
  }

  /** Has items deleted from that store when they expire. */
  public void bind(ItemStore store) {
    items = store;
    world.timers().on(TIMERS, this::sweep);
    world.timers().onWork(INDEXING, this::index);
  }

  @Override
  public void changed(Transaction transaction, ItemChange change) {
    String attribute = change.table().expiryAttribute();
    if (attribute == null) {
      return;
    }
    Long before = seconds(change.before(), attribute);
    Long after = seconds(change.after(), attribute);
    if (before == null ? after == null : before.equals(after)) {
      return;
    }
    if (before != null) {
      EXPIRIES.delete(transaction, row(change.table(), before, change.key().key()));
    }
    if (after != null) {
      put(transaction, change.table(), after, change.key().key());
    }
  }

  private void put(Transaction transaction, TableDefinition table, long seconds, Key item) {
    EXPIRIES.put(transaction, row(table, seconds, item), NOTHING);
    Instant due = due(seconds);
    Instant next = world.timers().due(transaction, TIMERS, table.items());
    if (next == null || due.isBefore(next)) {
      schedule(transaction, table, due);
    }
  }

  private void schedule(Transaction transaction, TableDefinition table, Instant due) {
    world.timers().schedule(transaction, TIMERS, table.items(), due, Bytes.utf8(table.arn()));
  }

  private Instant due(long seconds) {
    long from = Math.max(seconds, world.clock().millis() / 1000);
    return Instant.ofEpochSecond((from / MINUTE + 1) * MINUTE);
  }

  private static Key row(TableDefinition table, long seconds, Key item) {
    return table.items().with(seconds).with(item.without(table.items()));
  }

  /** When an item expires, in seconds since 1970; null if it never does. */
  private Long seconds(Map<String, Value> item, String attribute) {
    if (item == null || !(item.get(attribute) instanceof Value.N number)) {
      return null;
    }
    BigDecimal seconds = number.decimal();
    // What is beyond any clock cannot be a long either.
    if (seconds.signum() < 0 || seconds.precision() - seconds.scale() > 11) {
      return null;
    }
    return seconds.setScale(0, RoundingMode.FLOOR).longValueExact();
  }

  /** Finds out when the items of a table expire. */
  void begin(Transaction transaction, TableDefinition table) {
    if (index(transaction, table, null) != null) {
      world
          .timers()
          .schedule(
              transaction, INDEXING, table.items(), world.clock().now(), Bytes.utf8(table.arn()));
    }
  }

  /** Begins or ends, as the table's setting now says. */
  public void settingChanged(Transaction transaction, TableDefinition table) {
    end(transaction, table);
    if (table.expiryAttribute() != null) {
      begin(transaction, table);
    }
  }

  /** Forgets when the items of a table expire. */
  public void end(Transaction transaction, TableDefinition table) {
    EXPIRIES.deletePrefix(transaction, table.items());
    world.timers().cancel(transaction, TIMERS, table.items());
    world.timers().cancel(transaction, INDEXING, table.items());
  }

  /** Goes on after the first items; returns the last key, or null if there are no more. */
  private Key index(Transaction transaction, TableDefinition table, Key after) {
    KeyRange range = KeyRange.prefix(table.items());
    Table.Rows<byte[]> rows =
        ItemStore.ITEMS.scan(
            transaction, after == null ? range : range.startingAfter(after), Direction.FORWARD);
    Key last = null;
    for (int i = 0; i < AT_ONCE; i++) {
      if (!rows.hasNext()) {
        return null;
      }
      Table.Row<byte[]> row = rows.next();
      last = row.key();
      Value value = ItemCodec.attribute(row.value(), table.expiryAttribute());
      if (value != null) {
        Map<String, Value> item = Map.of(table.expiryAttribute(), value);
        Long seconds = seconds(item, table.expiryAttribute());
        if (seconds != null) {
          put(transaction, table, seconds, last);
        }
      }
    }
    return last;
  }

  private void index(Timer timer) {
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
                    if (table == null
                        || table.expiryAttribute() == null
                        || !table.items().equals(timer.id())) {
                      return false;
                    }
                    Key reached = index(transaction, table, last[0]);
                    transaction.afterCommit(() -> last[0] = reached);
                    return reached != null;
                  });
    }
  }

  private void sweep(Transaction transaction, Timer timer) {
    TableDefinition table = catalog.find(transaction, TableAddress.ofArn(timer.payload().utf8()));
    if (table == null || !table.items().equals(timer.id())) {
      return;
    }
    long now = world.clock().millis() / 1000;
    int deleted = 0;
    int[] expired = {0};
    transaction.afterCommit(
        () -> {
          if (expired[0] > 0) {
            metrics.expired(table, expired[0]);
          }
        });
    for (Table.Row<byte[]> row : EXPIRIES.scan(transaction, table.items())) {
      KeyReader parts = row.key().without(table.items()).reader();
      long seconds = parts.nextLong();
      if (seconds >= now) {
        schedule(transaction, table, due(seconds));
        return;
      }
      if (deleted == AT_ONCE) {
        schedule(transaction, table, world.clock().now());
        return;
      }
      Key item = table.items().with(parts.rest());
      if (now - seconds <= OLDEST_SECONDS) {
        expired[0] += expire(transaction, table, item) ? 1 : 0;
      }
      EXPIRIES.delete(transaction, row.key());
      deleted++;
    }
  }

  private boolean expire(Transaction transaction, TableDefinition table, Key key) {
    byte[] stored = items.get(transaction, key);
    if (stored == null) {
      return false;
    }
    Map<String, Value> item = ItemCodec.INSTANCE.decode(stored);
    items.write(
        transaction,
        table,
        ItemKeys.ofStored(table, item),
        stored,
        item,
        null,
        ItemChange.Cause.EXPIRY);
    return true;
  }
}
