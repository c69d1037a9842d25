package io.nephele.services.dynamodb.timetolive;

import io.nephele.api.dynamodb.DescribeTimeToLiveInput;
import io.nephele.api.dynamodb.DescribeTimeToLiveOutput;
import io.nephele.api.dynamodb.TimeToLiveDescription;
import io.nephele.api.dynamodb.TimeToLiveSpecification;
import io.nephele.api.dynamodb.UpdateTimeToLiveInput;
import io.nephele.api.dynamodb.UpdateTimeToLiveOutput;
import io.nephele.core.World;
import io.nephele.core.call.Call;
import io.nephele.core.store.Transaction;
import io.nephele.model.AwsException;
import io.nephele.services.dynamodb.tables.DynamoErrors;
import io.nephele.services.dynamodb.tables.TableAddress;
import io.nephele.services.dynamodb.tables.TableCatalog;
import io.nephele.services.dynamodb.tables.TableDefinition;
import io.nephele.services.dynamodb.tables.TimeToLive;
import java.util.function.BiConsumer;

/** UpdateTimeToLive and DescribeTimeToLive. */
public final class TimeToLiveSettings {
  private static final long INTERVAL_MILLIS = 3_600_000;
  private static final int MAX_NAME = 255;

  private final World world;
  private final TableCatalog catalog;
  private final Expiries expiries;
  private final BiConsumer<Transaction, TableDefinition> whenChanged;

  /**
   * The settings of that catalog's tables.
   *
   * @param whenChanged is told of a table whose setting changes, in the transaction that does it
   */
  public TimeToLiveSettings(
      World world,
      TableCatalog catalog,
      Expiries expiries,
      BiConsumer<Transaction, TableDefinition> whenChanged) {
    this.world = world;
    this.catalog = catalog;
    this.expiries = expiries;
    this.whenChanged = whenChanged;
  }

  /** Answers UpdateTimeToLive. */
  public UpdateTimeToLiveOutput update(UpdateTimeToLiveInput in, Call call) {
    TimeToLiveSpecification asked = in.timeToLiveSpecification();
    if (asked.attributeName().isEmpty() || asked.attributeName().length() > MAX_NAME) {
      throw DynamoErrors.validation(
          "TimeToLiveSpecification.AttributeName must be between 1 and 255 characters");
    }
    TableAddress address = TableAddress.of(in.tableName(), call);
    world
        .store()
        .write(
            transaction -> {
              TableDefinition table = catalog.require(transaction, address);
              long now = world.clock().millis();
              check(table.row().timeToLive(), asked, now);
              TableDefinition changed =
                  catalog.put(
                      transaction,
                      table
                          .row()
                          .with(new TimeToLive(asked.attributeName(), asked.enabled(), now)));
              expiries.settingChanged(transaction, changed);
              whenChanged.accept(transaction, changed);
              return null;
            });
    return new UpdateTimeToLiveOutput()
        .timeToLiveSpecification(
            new TimeToLiveSpecification()
                .enabled(asked.enabled())
                .attributeName(asked.attributeName()));
  }

  /**
   * Fails if the settings cannot become what is asked for.
   *
   * @throws AwsException in AWS's words
   */
  private static void check(TimeToLive now, TimeToLiveSpecification asked, long millis) {
    boolean enabled = now != null && now.enabled();
    if (enabled && !now.attribute().equals(asked.attributeName())) {
      throw DynamoErrors.validation(
          "TimeToLive is active on a different AttributeName: current AttributeName is "
              + now.attribute());
    }
    if (enabled == asked.enabled()) {
      throw DynamoErrors.validation("TimeToLive is already " + (enabled ? "enabled" : "disabled"));
    }
    if (now != null && millis - now.changedAt() < INTERVAL_MILLIS) {
      throw DynamoErrors.validation(
          "Time to live has been modified multiple times within a fixed interval");
    }
  }

  /** Answers DescribeTimeToLive. */
  public DescribeTimeToLiveOutput describe(DescribeTimeToLiveInput in, Call call) {
    TableDefinition table = catalog.require(in.tableName(), call);
    String attribute = table.expiryAttribute();
    return new DescribeTimeToLiveOutput()
        .timeToLiveDescription(
            new TimeToLiveDescription()
                .timeToLiveStatus(attribute == null ? "DISABLED" : "ENABLED")
                .attributeName(attribute));
  }
}
