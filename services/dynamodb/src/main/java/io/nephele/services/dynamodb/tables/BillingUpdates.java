package io.nephele.services.dynamodb.tables;

import io.nephele.api.dynamodb.GlobalSecondaryIndexUpdate;
import io.nephele.api.dynamodb.LimitExceededException;
import io.nephele.api.dynamodb.ProvisionedThroughput;
import io.nephele.api.dynamodb.UpdateTableInput;
import java.util.ArrayList;
import java.util.List;

/** What UpdateTable does about the throughput and billing of a table. */
final class BillingUpdates {
  private static final long HOUR_MILLIS = 3_600_000;
  private static final long DAY_MILLIS = 24 * HOUR_MILLIS;

  /** Decreases that a day begins with; later there is one more for every hour without one. */
  private static final int DECREASES = 4;

  private static final int MOST_DECREASES = 27;

  private BillingUpdates() {}

  static TableRow apply(TableRow row, UpdateTableInput in, long now) {
    Billing billing = row.billing();
    boolean toOnDemand = "PAY_PER_REQUEST".equals(in.billingMode());
    boolean toProvisioned = "PROVISIONED".equals(in.billingMode());
    TableRow changed = row;
    if (toOnDemand && !billing.onDemand()) {
      changed = onDemand(row, in, now);
    } else if (toProvisioned && billing.onDemand()) {
      changed = provisioned(row, in);
    } else if (in.provisionedThroughput() != null) {
      if (billing.onDemand()) {
        throw DynamoErrors.invalidParameter(
            "Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is"
                + " PAY_PER_REQUEST");
      }
      Throughput throughput =
          changed(
              billing.throughput(),
              in.provisionedThroughput(),
              now,
              "The provisioned throughput for the table will not change.");
      changed = row.with(billing.with(throughput));
    }
    changed = maximum(changed, in);
    BillingRules.checkMaximum(changed.billing());
    return in.warmThroughput() == null
        ? changed
        : changed.with(BillingRules.warmed(changed.billing(), in.warmThroughput()));
  }

  private static TableRow maximum(TableRow row, UpdateTableInput in) {
    if (in.onDemandThroughput() == null) {
      return row;
    }
    if (!row.billing().onDemand()) {
      throw DynamoErrors.invalidParameter(
          "OnDemandThroughput can only be specified for a table when BillingMode is"
              + " PAY_PER_REQUEST");
    }
    Long read = in.onDemandThroughput().maxReadRequestUnits();
    Long write = in.onDemandThroughput().maxWriteRequestUnits();
    return row.with(
        row.billing()
            .withMaximum(
                read == null
                    ? row.billing().maxRead()
                    : BillingRules.limit(read, "MaxReadRequestUnits"),
                write == null
                    ? row.billing().maxWrite()
                    : BillingRules.limit(write, "MaxWriteRequestUnits")));
  }

  private static TableRow onDemand(TableRow row, UpdateTableInput in, long now) {
    if (in.provisionedThroughput() != null) {
      throw DynamoErrors.invalidParameter(
          "Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is"
              + " PAY_PER_REQUEST");
    }
    List<IndexRow> indexes = new ArrayList<>();
    for (IndexRow index : row.indexes()) {
      indexes.add(index.global() ? index.with(index.billing().since(now)) : index);
    }
    return row.with(row.billing().since(now))
        .withIndexes(row.attributes(), indexes, row.nextIndex());
  }

  private static TableRow provisioned(TableRow row, UpdateTableInput in) {
    if (in.provisionedThroughput() == null) {
      throw DynamoErrors.invalidParameter(
          "ReadCapacityUnits and WriteCapacityUnits must both be specified when BillingMode is"
              + " PROVISIONED");
    }
    List<IndexRow> indexes = new ArrayList<>();
    for (IndexRow index : row.indexes()) {
      indexes.add(index.global() ? provisioned(index, in) : index);
    }
    Billing last = row.billing();
    Billing billing =
        new Billing(
            false,
            last.onDemandSince(),
            BillingRules.checked(in.provisionedThroughput()),
            null,
            null,
            last.warmRead(),
            last.warmWrite());
    return row.with(billing).withIndexes(row.attributes(), indexes, row.nextIndex());
  }

  private static IndexRow provisioned(IndexRow index, UpdateTableInput in) {
    ProvisionedThroughput given = null;
    if (in.globalSecondaryIndexUpdates() != null) {
      for (GlobalSecondaryIndexUpdate update : in.globalSecondaryIndexUpdates()) {
        if (update.update() != null && update.update().indexName().equals(index.name())) {
          given = update.update().provisionedThroughput();
        }
      }
    }
    if (given == null) {
      throw DynamoErrors.invalidParameter(
          "ProvisionedThroughput must be specified for index: " + index.name());
    }
    Billing last = index.billing();
    return index.with(
        new Billing(
            false,
            last.onDemandSince(),
            BillingRules.checked(given),
            null,
            null,
            last.warmRead(),
            last.warmWrite()));
  }

  /**
   * Other throughput than there was.
   *
   * @param unchanged what is said if it is not other
   */
  static Throughput changed(
      Throughput last, ProvisionedThroughput given, long now, String unchanged) {
    Throughput next = BillingRules.checked(given);
    if (next.read() == last.read() && next.write() == last.write()) {
      throw DynamoErrors.validation(
          unchanged
              + " The requested value equals the current value. Current ReadCapacityUnits"
              + " provisioned for the table: "
              + last.read()
              + ". Requested ReadCapacityUnits: "
              + next.read()
              + ". Current WriteCapacityUnits provisioned for the table: "
              + last.write()
              + ". Requested WriteCapacityUnits: "
              + next.write()
              + ". Refer to the Amazon DynamoDB Developer Guide for current limits and how to"
              + " request higher limits.");
    }
    boolean more = next.read() > last.read() || next.write() > last.write();
    boolean less = next.read() < last.read() || next.write() < last.write();
    int decreases = today(last, now);
    if (less) {
      checkDecrease(last, decreases, now);
      decreases++;
    }
    return new Throughput(
        next.read(),
        next.write(),
        more ? now : last.increasedAt(),
        less ? now : last.decreasedAt(),
        decreases);
  }

  private static int today(Throughput last, long now) {
    return now / DAY_MILLIS == last.decreasedAt() / DAY_MILLIS ? last.decreases() : 0;
  }

  private static void checkDecrease(Throughput last, int decreases, long now) {
    boolean hourOver = now - last.decreasedAt() >= HOUR_MILLIS;
    if (decreases >= MOST_DECREASES || decreases >= DECREASES && !hourOver) {
      throw new LimitExceededException(
          "Subscriber limit exceeded: Provisioned throughput decreases are limited within a given"
              + " UTC day. After the first 4 decreases, each subsequent decrease in the same UTC"
              + " day can be performed at most once every 3600 seconds. Number of decreases today: "
              + decreases
              + ". Last decrease at "
              + java.time.Instant.ofEpochMilli(last.decreasedAt())
              + ". Next decrease can be made at "
              + java.time.Instant.ofEpochMilli(last.decreasedAt() + HOUR_MILLIS));
    }
  }
}
