package io.nephele.services.dynamodb.backups;

import io.nephele.api.dynamodb.GlobalSecondaryIndex;
import io.nephele.api.dynamodb.LocalSecondaryIndex;
import io.nephele.api.dynamodb.OnDemandThroughput;
import io.nephele.api.dynamodb.ProvisionedThroughput;
import io.nephele.api.dynamodb.SSESpecification;
import io.nephele.api.dynamodb.TableAlreadyExistsException;
import io.nephele.core.World;
import io.nephele.core.call.Call;
import io.nephele.core.store.Key;
import io.nephele.core.store.Reader;
import io.nephele.core.store.Transaction;
import io.nephele.model.AwsException;
import io.nephele.services.dynamodb.items.ItemChange;
import io.nephele.services.dynamodb.items.ItemKeys;
import io.nephele.services.dynamodb.items.ItemStore;
import io.nephele.services.dynamodb.tables.Encryption;
import io.nephele.services.dynamodb.tables.RestoredTables;
import io.nephele.services.dynamodb.tables.TableAddress;
import io.nephele.services.dynamodb.tables.TableCatalog;
import io.nephele.services.dynamodb.tables.TableDefinition;
import io.nephele.services.dynamodb.tables.TableRow;
import io.nephele.services.dynamodb.values.ItemCodec;
import io.nephele.services.dynamodb.values.Value;
import java.util.List;
import java.util.Map;

/** Makes tables of what was kept of others. */
final class Restores {
  private static final int PIECE = 200;

  private final World world;
  private final TableCatalog catalog;
  private final Encryption encryption;
  private final ItemStore items;

  Restores(World world, TableCatalog catalog, Encryption encryption, ItemStore items) {
    this.world = world;
    this.catalog = catalog;
    this.encryption = encryption;
    this.items = items;
  }

  /**
   * What a caller wants other than it was.
   *
   * @param billingMode null for as it was, as everything else
   */
  record Overrides(
      String billingMode,
      List<GlobalSecondaryIndex> globals,
      List<LocalSecondaryIndex> locals,
      ProvisionedThroughput throughput,
      OnDemandThroughput maximum,
      SSESpecification encryption) {}

  /** Items one piece after another. */
  interface Source {
    /**
     * Items after a key.
     *
     * @param after a key relative to the table, or null to begin
     * @return null if there are no more
     */
    Piece next(Reader reader, Key after, int most);
  }

  /**
   * Some items in their stored forms, by their keys relative to the table.
   *
   * @param last where the next piece goes on
   */
  record Piece(Map<Key, byte[]> items, Key last) {}

  /**
   * Makes a table.
   *
   * @param as the table as it was
   * @throws AwsException if it cannot be
   */
  TableDefinition restore(TableRow as, String name, Overrides overrides, Source source, Call call) {
    TableAddress address =
        new TableAddress(call.partition(), call.accountId(), call.region().name(), name);
    Encryption.Chosen key =
        overrides.encryption == null
            ? encryption.again(as.settings().kmsKeyArn(), address, call)
            : encryption.choose(overrides.encryption, address, call);
    TableRow draft =
        RestoredTables.row(
            as,
            address,
            world.ids().uuid().toString(),
            world.clock().millis(),
            overrides.billingMode,
            overrides.globals,
            overrides.locals,
            overrides.throughput,
            overrides.maximum,
            key);
    TableDefinition table =
        world
            .store()
            .write(
                transaction -> {
                  checkFree(transaction, address);
                  return new TableDefinition(
                      draft.withNumber(catalog.nextNumber(transaction, address)));
                });
    copy(source, table);
    return world
        .store()
        .write(
            transaction -> {
              checkFree(transaction, address);
              return catalog.put(transaction, table.row());
            });
  }

  private void checkFree(Reader reader, TableAddress address) {
    if (catalog.find(reader, address) != null) {
      throw new TableAlreadyExistsException("Table already exists: " + address.name());
    }
  }

  private void copy(Source source, TableDefinition table) {
    Key[] last = {null};
    while (true) {
      Piece piece = world.store().read(reader -> source.next(reader, last[0], PIECE));
      if (piece == null) {
        return;
      }
      world
          .store()
          .write(
              transaction -> {
                piece.items.values().forEach(stored -> put(transaction, table, stored));
                return null;
              });
      last[0] = piece.last;
    }
  }

  private void put(Transaction transaction, TableDefinition table, byte[] stored) {
    Map<String, Value> item = ItemCodec.INSTANCE.decode(stored);
    items.write(
        transaction,
        table,
        ItemKeys.ofStored(table, item),
        null,
        null,
        item,
        ItemChange.Cause.CALLER);
  }
}
