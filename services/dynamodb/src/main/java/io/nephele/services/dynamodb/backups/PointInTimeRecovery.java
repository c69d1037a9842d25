package io.nephele.services.dynamodb.backups;

import io.nephele.api.dynamodb.ContinuousBackupsDescription;
import io.nephele.api.dynamodb.DescribeContinuousBackupsInput;
import io.nephele.api.dynamodb.DescribeContinuousBackupsOutput;
import io.nephele.api.dynamodb.InvalidRestoreTimeException;
import io.nephele.api.dynamodb.PointInTimeRecoveryDescription;
import io.nephele.api.dynamodb.RestoreSummary;
import io.nephele.api.dynamodb.RestoreTableToPointInTimeInput;
import io.nephele.api.dynamodb.RestoreTableToPointInTimeOutput;
import io.nephele.api.dynamodb.TableNotFoundException;
import io.nephele.api.dynamodb.UpdateContinuousBackupsInput;
import io.nephele.api.dynamodb.UpdateContinuousBackupsOutput;
import io.nephele.core.World;
import io.nephele.core.call.Call;
import io.nephele.core.store.Direction;
import io.nephele.core.store.Key;
import io.nephele.core.store.KeyRange;
import io.nephele.core.store.Reader;
import io.nephele.core.store.Table;
import io.nephele.services.dynamodb.items.ItemStore;
import io.nephele.services.dynamodb.tables.DynamoErrors;
import io.nephele.services.dynamodb.tables.Encryption;
import io.nephele.services.dynamodb.tables.Recovery;
import io.nephele.services.dynamodb.tables.TableAddress;
import io.nephele.services.dynamodb.tables.TableCatalog;
import io.nephele.services.dynamodb.tables.TableDefinition;
import io.nephele.services.dynamodb.tables.TableDescriptions;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** Recovery of tables to any moment of the last days. */
public final class PointInTimeRecovery {
  private static final int MOST_DAYS = 35;

  private final World world;
  private final TableCatalog catalog;
  private final TableDescriptions descriptions;
  private final Restores restores;
  private final History history;

  /** Recovery of that catalog's tables. */
  public PointInTimeRecovery(
      World world,
      TableCatalog catalog,
      TableDescriptions descriptions,
      Encryption encryption,
      ItemStore store,
      History history) {
    this.world = world;
    this.catalog = catalog;
    this.descriptions = descriptions;
    this.restores = new Restores(world, catalog, encryption, store);
    this.history = history;
  }

  /** Answers UpdateContinuousBackups. */
  public UpdateContinuousBackupsOutput update(UpdateContinuousBackupsInput in, Call call) {
    TableAddress address = TableAddress.of(in.tableName(), call);
    boolean enabled = in.pointInTimeRecoverySpecification().pointInTimeRecoveryEnabled();
    Integer days = in.pointInTimeRecoverySpecification().recoveryPeriodInDays();
    if (days != null && !enabled) {
      throw DynamoErrors.invalidParameter(
          "RecoveryPeriodInDays can only be specified when PointInTimeRecoveryEnabled is true");
    }
    TableDefinition updated =
        world
            .store()
            .write(
                transaction -> {
                  TableDefinition table = catalog.find(transaction, address);
                  if (table == null) {
                    throw notFound(address);
                  }
                  Recovery was = table.row().recovery();
                  int kept = days != null ? days : was.isOn() ? was.days() : MOST_DAYS;
                  long since = was.isOn() ? was.since() : world.clock().millis();
                  TableDefinition after =
                      catalog.put(
                          transaction,
                          table.row().with(enabled ? new Recovery(since, kept) : Recovery.OFF));
                  if (enabled && !was.isOn()) {
                    history.begin(transaction, after);
                  } else if (!enabled) {
                    history.end(transaction, after);
                  }
                  return after;
                });
    return new UpdateContinuousBackupsOutput().continuousBackupsDescription(description(updated));
  }

  /** Answers DescribeContinuousBackups. */
  public DescribeContinuousBackupsOutput describe(DescribeContinuousBackupsInput in, Call call) {
    TableAddress address = TableAddress.of(in.tableName(), call);
    TableDefinition table = catalog.find(address);
    if (table == null) {
      throw notFound(address);
    }
    return new DescribeContinuousBackupsOutput().continuousBackupsDescription(description(table));
  }

  private static RuntimeException notFound(TableAddress address) {
    return new TableNotFoundException("Table not found: " + address.name());
  }

  private ContinuousBackupsDescription description(TableDefinition table) {
    Recovery recovery = table.row().recovery();
    PointInTimeRecoveryDescription description =
        new PointInTimeRecoveryDescription()
            .pointInTimeRecoveryStatus(recovery.isOn() ? "ENABLED" : "DISABLED");
    if (recovery.isOn()) {
      description
          .recoveryPeriodInDays(recovery.days())
          .earliestRestorableDateTime(Instant.ofEpochMilli(Moments.earliest(recovery, world)))
          .latestRestorableDateTime(world.clock().now());
    }
    return new ContinuousBackupsDescription()
        .continuousBackupsStatus("ENABLED")
        .pointInTimeRecoveryDescription(description);
  }

  /** Answers RestoreTableToPointInTime. */
  public RestoreTableToPointInTimeOutput restore(RestoreTableToPointInTimeInput in, Call call) {
    String source = in.sourceTableArn() == null ? in.sourceTableName() : in.sourceTableArn();
    if (source == null || in.sourceTableArn() != null && in.sourceTableName() != null) {
      throw DynamoErrors.invalidParameter(
          "Exactly one of SourceTableArn and SourceTableName must be specified");
    }
    boolean latest = Boolean.TRUE.equals(in.useLatestRestorableTime());
    if (latest == (in.restoreDateTime() != null)) {
      throw DynamoErrors.invalidParameter(
          "Exactly one of RestoreDateTime and UseLatestRestorableTime must be specified");
    }
    TableAddress address = TableAddress.of(source, call);
    TableDefinition table = catalog.find(address);
    if (table == null) {
      throw notFound(address);
    }
    Moments.check(table);
    long now = world.clock().millis();
    long at = latest ? now : in.restoreDateTime().toEpochMilli();
    // Times of requests are whole seconds, in which the first moments may have come before.
    if (at < Moments.earliest(table.row().recovery(), world) - 999 || at > now) {
      throw new InvalidRestoreTimeException(
          "The specified restore time is not between EarliestRestorableDateTime and"
              + " LatestRestorableDateTime");
    }
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
            table.row(),
            in.targetTableName(),
            overrides,
            (reader, after, most) -> piece(reader, table, at, after, most),
            call);
    return new RestoreTableToPointInTimeOutput()
        .tableDescription(
            descriptions
                .of(restored, TableDescriptions.CREATING)
                .restoreSummary(
                    new RestoreSummary()
                        .sourceTableArn(table.arn())
                        .restoreDateTime(Instant.ofEpochMilli(at))
                        .restoreInProgress(true)));
  }

  /**
   * Items as they were, in the order of their keys: those that are there and those that were
   * changed, merged. Null if there are no more.
   */
  static Restores.Piece piece(Reader reader, TableDefinition table, long at, Key after, int most) {
    Key place = table.items();
    KeyRange range = KeyRange.prefix(place);
    Table.Rows<byte[]> rows =
        ItemStore.ITEMS.scan(
            reader,
            after == null ? range : range.startingAfter(place.with(after)),
            Direction.FORWARD);
    Table.Row<byte[]> there = rows.hasNext() ? rows.next() : null;
    Key changed = History.nextChanged(reader, table, after == null ? null : place.with(after));
    Map<Key, byte[]> items = new LinkedHashMap<>();
    Key last = null;
    for (int i = 0; i < most && (there != null || changed != null); i++) {
      boolean isThere = there != null && (changed == null || there.key().compareTo(changed) <= 0);
      Key item = isThere ? there.key() : changed;
      byte[] was = History.at(reader, table, item, isThere ? there.value() : null, at);
      last = item.without(place);
      if (was != null) {
        items.put(last, was);
      }
      if (changed != null && changed.equals(item)) {
        changed = History.nextChanged(reader, table, changed);
      }
      if (isThere) {
        there = rows.hasNext() ? rows.next() : null;
      }
    }
    return last == null ? null : new Restores.Piece(items, last);
  }
}
