package io.nephele.services.dynamodb.backups;

import io.nephele.api.dynamodb.BackupDetails;
import io.nephele.api.dynamodb.BackupNotFoundException;
import io.nephele.api.dynamodb.BackupSummary;
import io.nephele.api.dynamodb.CreateBackupInput;
import io.nephele.api.dynamodb.CreateBackupOutput;
import io.nephele.api.dynamodb.DeleteBackupInput;
import io.nephele.api.dynamodb.DeleteBackupOutput;
import io.nephele.api.dynamodb.DescribeBackupInput;
import io.nephele.api.dynamodb.DescribeBackupOutput;
import io.nephele.api.dynamodb.ListBackupsInput;
import io.nephele.api.dynamodb.ListBackupsOutput;
import io.nephele.api.dynamodb.RestoreSummary;
import io.nephele.api.dynamodb.RestoreTableFromBackupInput;
import io.nephele.api.dynamodb.RestoreTableFromBackupOutput;
import io.nephele.api.dynamodb.TableDescription;
import io.nephele.api.dynamodb.TableNotFoundException;
import io.nephele.core.World;
import io.nephele.core.arn.Arn;
import io.nephele.core.call.Call;
import io.nephele.core.store.Codec;
import io.nephele.core.store.Direction;
import io.nephele.core.store.Key;
import io.nephele.core.store.KeyRange;
import io.nephele.core.store.Reader;
import io.nephele.core.store.Table;
import io.nephele.core.store.Transaction;
import io.nephele.services.dynamodb.items.ItemStore;
import io.nephele.services.dynamodb.tables.DynamoErrors;
import io.nephele.services.dynamodb.tables.Encryption;
import io.nephele.services.dynamodb.tables.TableAddress;
import io.nephele.services.dynamodb.tables.TableCatalog;
import io.nephele.services.dynamodb.tables.TableDefinition;
import io.nephele.services.dynamodb.tables.TableDescriptions;
import io.nephele.services.dynamodb.values.ItemCodec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Backups on demand. They are copied piece by piece, and so not of one moment to the millisecond.
 */
public final class Backups {
  private static final int PIECE = 500;
  private static final int PAGE = 100;

  private final World world;
  private final TableCatalog catalog;
  private final TableDescriptions descriptions;
  private final Restores restores;
  private final Table<BackupRow> rows = Table.of("dynamodb.backups", BackupRow.class);
  private final Table<byte[]> items = Table.of("dynamodb.backupItems", new AsStored());

  private static final class AsStored implements Codec<byte[]> {
    @Override
    public byte[] encode(byte[] value) {
      return value;
    }

    @Override
    public byte[] decode(byte[] stored) {
      return stored;
    }
  }

  /** Backups of that catalog's tables. */
  public Backups(
      World world,
      TableCatalog catalog,
      TableDescriptions descriptions,
      Encryption encryption,
      ItemStore store) {
    this.world = world;
    this.catalog = catalog;
    this.descriptions = descriptions;
    this.restores = new Restores(world, catalog, encryption, store);
  }

  /** Answers CreateBackup. */
  public CreateBackupOutput create(CreateBackupInput in, Call call) {
    TableDefinition table = catalog.find(TableAddress.of(in.tableName(), call));
    if (table == null) {
      throw new TableNotFoundException("Table not found: " + in.tableName());
    }
    long now = world.clock().millis();
    String id = "0" + now + '-' + world.ids().hex(8);
    BackupRow empty = new BackupRow(id, in.backupName(), now, table.row(), 0, 0);
    BackupRow row = copy(empty, table);
    world
        .store()
        .write(
            transaction -> {
              rows.put(transaction, row.key(), row);
              return null;
            });
    return new CreateBackupOutput().backupDetails(details(row, "CREATING"));
  }

  private BackupRow copy(BackupRow row, TableDefinition table) {
    Key last = null;
    long count = 0;
    long bytes = 0;
    while (true) {
      Key after = last;
      Restores.Piece piece =
          world.store().read(reader -> piece(reader, ItemStore.ITEMS, table.items(), after, PIECE));
      if (piece == null) {
        return new BackupRow(row.id(), row.name(), row.createdAt(), row.table(), count, bytes);
      }
      world
          .store()
          .write(
              transaction -> {
                piece
                    .items()
                    .forEach((key, stored) -> items.put(transaction, row.key().with(key), stored));
                return null;
              });
      for (byte[] stored : piece.items().values()) {
        count++;
        bytes += ItemCodec.size(stored);
      }
      last = piece.last();
    }
  }

  /** Rows under a prefix after one of them, by the rest of their keys; null if there are none. */
  private static Restores.Piece piece(
      Reader reader, Table<byte[]> from, Key prefix, Key after, int most) {
    KeyRange range = KeyRange.prefix(prefix);
    Table.Rows<byte[]> found =
        from.scan(
            reader,
            after == null ? range : range.startingAfter(prefix.with(after)),
            Direction.FORWARD);
    Map<Key, byte[]> read = new LinkedHashMap<>();
    Key last = null;
    while (read.size() < most && found.hasNext()) {
      Table.Row<byte[]> row = found.next();
      last = row.key().without(prefix);
      read.put(last, row.value());
    }
    return last == null ? null : new Restores.Piece(read, last);
  }

  /** Answers DescribeBackup. */
  public DescribeBackupOutput describe(DescribeBackupInput in, Call call) {
    BackupRow row = world.store().read(reader -> require(reader, in.backupArn()));
    return new DescribeBackupOutput()
        .backupDescription(BackupDescriptions.of(row, details(row, "AVAILABLE")));
  }

  /** Answers DeleteBackup. */
  public DeleteBackupOutput delete(DeleteBackupInput in, Call call) {
    BackupRow row =
        world
            .store()
            .write(
                transaction -> {
                  BackupRow found = require(transaction, in.backupArn());
                  delete(transaction, found);
                  return found;
                });
    return new DeleteBackupOutput()
        .backupDescription(BackupDescriptions.of(row, details(row, "DELETED")));
  }

  private void delete(Transaction transaction, BackupRow row) {
    rows.delete(transaction, row.key());
    items.deletePrefix(transaction, row.key());
  }

  /** Answers ListBackups. */
  public ListBackupsOutput list(ListBackupsInput in, Call call) {
    int limit = in.limit() == null ? PAGE : in.limit();
    if (in.backupType() != null
        && !in.backupType().equals("ALL")
        && !in.backupType().equals("USER")) {
      return new ListBackupsOutput().backupSummaries(List.of());
    }
    Key place = Key.of(call.accountId()).with(call.region().name());
    Key under = in.tableName() == null ? place : TableAddress.of(in.tableName(), call).key();
    Key after = in.exclusiveStartBackupArn() == null ? null : key(in.exclusiveStartBackupArn());
    List<BackupRow> found = new ArrayList<>();
    world
        .store()
        .read(
            reader -> {
              found.clear();
              KeyRange range = KeyRange.prefix(under);
              for (Table.Row<BackupRow> row :
                  rows.scan(
                      reader,
                      after == null ? range : range.startingAfter(after),
                      Direction.FORWARD)) {
                if (found.size() > limit) {
                  break;
                }
                if (isWithin(row.value(), in)) {
                  found.add(row.value());
                }
              }
              return null;
            });
    boolean more = found.size() > limit;
    List<BackupSummary> summaries = new ArrayList<>();
    for (BackupRow row : more ? found.subList(0, limit) : found) {
      summaries.add(summary(row));
    }
    return new ListBackupsOutput()
        .backupSummaries(summaries)
        .lastEvaluatedBackupArn(more ? summaries.getLast().backupArn() : null);
  }

  private static boolean isWithin(BackupRow row, ListBackupsInput in) {
    Instant at = Instant.ofEpochMilli(row.createdAt());
    return (in.timeRangeLowerBound() == null || !at.isBefore(in.timeRangeLowerBound()))
        && (in.timeRangeUpperBound() == null || at.isBefore(in.timeRangeUpperBound()));
  }

  /** Answers RestoreTableFromBackup. */
  public RestoreTableFromBackupOutput restore(RestoreTableFromBackupInput in, Call call) {
    BackupRow row = world.store().read(reader -> require(reader, in.backupArn()));
    Restores.Overrides overrides =
        new Restores.Overrides(
            in.billingModeOverride(),
            in.globalSecondaryIndexOverride(),
            in.localSecondaryIndexOverride(),
            in.provisionedThroughputOverride(),
            in.onDemandThroughputOverride(),
            in.sseSpecificationOverride());
    TableDefinition restored =
        restores.restore(
            row.table(),
            in.targetTableName(),
            overrides,
            (reader, after, most) -> piece(reader, items, row.key(), after, most),
            call);
    TableDescription description = descriptions.of(restored, TableDescriptions.CREATING);
    return new RestoreTableFromBackupOutput()
        .tableDescription(
            description.restoreSummary(
                new RestoreSummary()
                    .sourceBackupArn(row.arn())
                    .sourceTableArn(new TableDefinition(row.table()).arn())
                    .restoreDateTime(Instant.ofEpochMilli(row.createdAt()))
                    .restoreInProgress(true)));
  }

  private BackupRow require(Reader reader, String arn) {
    BackupRow row = rows.get(reader, key(arn));
    if (row == null) {
      throw new BackupNotFoundException("Backup not found: " + arn);
    }
    return row;
  }

  private static Key key(String text) {
    Arn arn = Arn.parse(text);
    String[] parts = arn == null ? new String[0] : arn.resource().split("/", -1);
    if (parts.length != 4 || !parts[0].equals("table") || !parts[2].equals("backup")) {
      throw DynamoErrors.validation("Invalid BackupArn: " + text);
    }
    return Key.of(arn.account()).with(arn.region()).with(parts[1]).with(parts[3]);
  }

  private static BackupDetails details(BackupRow row, String status) {
    return new BackupDetails()
        .backupArn(row.arn())
        .backupName(row.name())
        .backupSizeBytes(row.bytes())
        .backupStatus(status)
        .backupType("USER")
        .backupCreationDateTime(Instant.ofEpochMilli(row.createdAt()));
  }

  private static BackupSummary summary(BackupRow row) {
    return new BackupSummary()
        .tableName(row.table().name())
        .tableId(row.table().id())
        .tableArn(new TableDefinition(row.table()).arn())
        .backupArn(row.arn())
        .backupName(row.name())
        .backupCreationDateTime(Instant.ofEpochMilli(row.createdAt()))
        .backupStatus("AVAILABLE")
        .backupType("USER")
        .backupSizeBytes(row.bytes());
  }
}
