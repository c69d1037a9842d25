package io.nephele.services.dynamodb.scaling;

import io.nephele.api.dynamodb.AutoScalingPolicyDescription;
import io.nephele.api.dynamodb.AutoScalingPolicyUpdate;
import io.nephele.api.dynamodb.AutoScalingSettingsDescription;
import io.nephele.api.dynamodb.AutoScalingSettingsUpdate;
import io.nephele.api.dynamodb.AutoScalingTargetTrackingScalingPolicyConfigurationDescription;
import io.nephele.api.dynamodb.AutoScalingTargetTrackingScalingPolicyConfigurationUpdate;
import io.nephele.core.World;
import io.nephele.core.store.Key;
import io.nephele.core.store.Reader;
import io.nephele.core.store.Table;
import io.nephele.core.store.Transaction;
import io.nephele.model.AwsException;
import io.nephele.model.Bytes;
import io.nephele.services.dynamodb.tables.DynamoErrors;
import io.nephele.services.dynamodb.tables.TableDefinition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** How the capacities of tables and their global indexes scale. */
public final class ScalingSettings {
  static final String TIMERS = "dynamodb.scaling";
  private static final Table<ScalingRow> ROWS = Table.of("dynamodb.scaling", ScalingRow.class);
  private static final long MINUTE_MILLIS = 60_000;
  private static final double LEAST_TARGET = 20;
  private static final double MOST_TARGET = 90;

  private final World world;

  /** The settings of a world's tables. */
  public ScalingSettings(World world) {
    this.world = world;
  }

  private static Key key(TableDefinition table, String index, boolean write) {
    return table.items().with(index == null ? "" : index).with(write ? "write" : "read");
  }

  /**
   * Sets how a capacity scales.
   *
   * @param index the index, or null for the table itself
   * @throws AwsException if it cannot scale so
   */
  public void put(
      Transaction transaction,
      TableDefinition table,
      String index,
      boolean write,
      AutoScalingSettingsUpdate update) {
    Key key = key(table, index, write);
    ScalingRow changed = changed(ROWS.get(transaction, key), index, write, update);
    if (!changed.disabled() && table.row().billing().onDemand()) {
      throw DynamoErrors.validation(
          "Auto scaling cannot be set for table "
              + table.name()
              + " in Region "
              + table.row().region()
              + " as its BillingMode is PAY_PER_REQUEST");
    }
    ROWS.put(transaction, key, changed);
    schedule(transaction, table);
  }

  private static ScalingRow changed(
      ScalingRow last, String index, boolean write, AutoScalingSettingsUpdate update) {
    boolean disabled = Boolean.TRUE.equals(update.autoScalingDisabled());
    boolean other =
        update.minimumUnits() != null
            || update.maximumUnits() != null
            || update.scalingPolicyUpdate() != null;
    if (disabled && other) {
      throw DynamoErrors.validation(
          "Auto scaling settings cannot be specified when AutoScalingDisabled is true");
    }
    if (disabled) {
      return new ScalingRow(
          index == null ? "" : index, write, 0, 0, true, null, null, 0, false, 0, 0, 0, 0);
    }
    boolean known = last != null && !last.disabled();
    if (!known && (update.minimumUnits() == null || update.maximumUnits() == null)) {
      throw DynamoErrors.validation(
          "MinimumUnits and MaximumUnits must be specified to enable auto scaling");
    }
    long minimum = update.minimumUnits() == null ? last.minimum() : update.minimumUnits();
    long maximum = update.maximumUnits() == null ? last.maximum() : update.maximumUnits();
    if (minimum > maximum) {
      throw DynamoErrors.validation(
          "MinimumUnits " + minimum + " cannot be more than MaximumUnits " + maximum);
    }
    AutoScalingPolicyUpdate policy = update.scalingPolicyUpdate();
    if (!known && policy == null) {
      throw DynamoErrors.validation("ScalingPolicyUpdate must be specified to enable auto scaling");
    }
    ScalingRow base =
        known ? last : new ScalingRow("", write, 0, 0, false, null, null, 0, false, 0, 0, 0, 0);
    return with(base, index, minimum, maximum, update.autoScalingRoleArn(), policy);
  }

  private static ScalingRow with(
      ScalingRow last,
      String index,
      long minimum,
      long maximum,
      String role,
      AutoScalingPolicyUpdate policy) {
    AutoScalingTargetTrackingScalingPolicyConfigurationUpdate tracking =
        policy == null ? null : policy.targetTrackingScalingPolicyConfiguration();
    double target = tracking == null ? last.target() : tracking.targetValue();
    if (target < LEAST_TARGET || target > MOST_TARGET) {
      throw DynamoErrors.validation("TargetValue must be between 20 and 90: " + target);
    }
    return new ScalingRow(
        index == null ? "" : index,
        last.write(),
        minimum,
        maximum,
        false,
        role == null ? last.role() : role,
        policy == null ? last.policy() : name(policy, last.write()),
        target,
        tracking == null ? last.scaleInDisabled() : Boolean.TRUE.equals(tracking.disableScaleIn()),
        tracking == null ? last.scaleInCooldown() : seconds(tracking.scaleInCooldown()),
        tracking == null ? last.scaleOutCooldown() : seconds(tracking.scaleOutCooldown()),
        last.scaledInAt(),
        last.scaledOutAt());
  }

  private static String name(AutoScalingPolicyUpdate policy, boolean write) {
    if (policy.policyName() != null) {
      return policy.policyName();
    }
    return write
        ? "DynamoDBWriteCapacityUtilization:table"
        : "DynamoDBReadCapacityUtilization:table";
  }

  private static int seconds(Integer given) {
    return given == null ? 0 : given;
  }

  /** The settings of a capacity as the API shows them; null if there never were any. */
  public AutoScalingSettingsDescription describe(
      Reader reader, TableDefinition table, String index, boolean write) {
    ScalingRow row = ROWS.get(reader, key(table, index, write));
    if (row == null) {
      return null;
    }
    if (row.disabled()) {
      return new AutoScalingSettingsDescription().autoScalingDisabled(true);
    }
    AutoScalingTargetTrackingScalingPolicyConfigurationDescription tracking =
        new AutoScalingTargetTrackingScalingPolicyConfigurationDescription()
            .targetValue(row.target())
            .disableScaleIn(row.scaleInDisabled())
            .scaleInCooldown(row.scaleInCooldown())
            .scaleOutCooldown(row.scaleOutCooldown());
    return new AutoScalingSettingsDescription()
        .minimumUnits(row.minimum())
        .maximumUnits(row.maximum())
        .autoScalingDisabled(false)
        .autoScalingRoleArn(row.role())
        .scalingPolicies(
            List.of(
                new AutoScalingPolicyDescription()
                    .policyName(row.policy())
                    .targetTrackingScalingPolicyConfiguration(tracking)));
  }

  /** What of a table scales. */
  List<ScalingRow> enabled(Reader reader, TableDefinition table) {
    List<ScalingRow> enabled = new ArrayList<>();
    for (Table.Row<ScalingRow> row : ROWS.scan(reader, table.items())) {
      if (!row.value().disabled()) {
        enabled.add(row.value());
      }
    }
    return enabled;
  }

  /** Keeps that a capacity was changed. */
  void scaled(Transaction transaction, TableDefinition table, ScalingRow row) {
    String index = row.index().isEmpty() ? null : row.index();
    ROWS.put(transaction, key(table, index, row.write()), row);
  }

  /** Has a table looked at when the next minute begins. */
  void schedule(Transaction transaction, TableDefinition table) {
    long next = (Math.floorDiv(world.clock().millis(), MINUTE_MILLIS) + 1) * MINUTE_MILLIS;
    world
        .timers()
        .schedule(
            transaction, TIMERS, table.address().key(), Instant.ofEpochMilli(next), Bytes.EMPTY);
  }

  /** Forgets the settings of a table that is deleted. */
  public void end(Transaction transaction, TableDefinition table) {
    ROWS.deletePrefix(transaction, table.items());
    world.timers().cancel(transaction, TIMERS, table.address().key());
  }
}
