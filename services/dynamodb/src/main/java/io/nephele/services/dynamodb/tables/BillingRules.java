package io.nephele.services.dynamodb.tables;

import io.nephele.api.dynamodb.CreateTableInput;
import io.nephele.api.dynamodb.OnDemandThroughput;
import io.nephele.api.dynamodb.ProvisionedThroughput;
import io.nephele.api.dynamodb.WarmThroughput;

/** What throughput tables and indexes may be given. */
final class BillingRules {
  /** The default quota of a table's read and of its write capacity units. */
  static final long TABLE_UNITS = 40_000;

  /** The default quota of an account's read and of its write capacity units in a region. */
  static final long ACCOUNT_UNITS = 80_000;

  /** What a new table in on-demand mode is warm for. */
  static final long WARM_READ = 12_000;

  static final long WARM_WRITE = 4_000;

  private static final long LARGEST = 1_000_000_000_000L;

  private BillingRules() {}

  /** What a new table is given. */
  static Billing ofTable(CreateTableInput in) {
    boolean onDemand = "PAY_PER_REQUEST".equals(in.billingMode());
    Throughput throughput = throughput(onDemand, in.provisionedThroughput());
    return complete(onDemand, throughput, in.onDemandThroughput(), in.warmThroughput(), "table");
  }

  /** What a new global index is given. */
  static Billing ofIndex(
      String name,
      boolean onDemand,
      ProvisionedThroughput provisioned,
      OnDemandThroughput maximum,
      WarmThroughput warm) {
    if (onDemand && provisioned != null) {
      throw DynamoErrors.invalidParameter(
          "ProvisionedThroughput should not be specified for index: "
              + name
              + " when BillingMode is PAY_PER_REQUEST");
    }
    if (!onDemand && provisioned == null) {
      throw DynamoErrors.invalidParameter(
          "ProvisionedThroughput is not specified for index: " + name);
    }
    Throughput throughput = onDemand ? Throughput.NONE : checked(provisioned);
    return complete(onDemand, throughput, maximum, warm, "index");
  }

  private static Billing complete(
      boolean onDemand,
      Throughput throughput,
      OnDemandThroughput maximum,
      WarmThroughput warm,
      String what) {
    if (!onDemand && maximum != null) {
      throw DynamoErrors.invalidParameter(
          "OnDemandThroughput can only be specified for a "
              + what
              + " when BillingMode is PAY_PER_REQUEST");
    }
    Billing billing = new Billing(onDemand, 0, throughput, null, null, null, null);
    if (maximum != null) {
      billing =
          billing.withMaximum(
              limit(maximum.maxReadRequestUnits(), "MaxReadRequestUnits"),
              limit(maximum.maxWriteRequestUnits(), "MaxWriteRequestUnits"));
    }
    return warm == null ? billing : warmed(billing, warm);
  }

  /** With warm throughput as asked for, which can only be more than there is. */
  static Billing warmed(Billing billing, WarmThroughput warm) {
    long read = warmRead(billing);
    long write = warmWrite(billing);
    Long askedRead = warm.readUnitsPerSecond();
    Long askedWrite = warm.writeUnitsPerSecond();
    if (askedRead == null && askedWrite == null) {
      throw DynamoErrors.invalidParameter(
          "At least one of ReadUnitsPerSecond and WriteUnitsPerSecond must be specified in"
              + " WarmThroughput");
    }
    if (askedRead != null && askedRead < read) {
      throw DynamoErrors.invalidParameter(
          "Requested ReadUnitsPerSecond for WarmThroughput for table is lower than current"
              + " WarmThroughput, decreasing WarmThroughput is not supported");
    }
    if (askedWrite != null && askedWrite < write) {
      throw DynamoErrors.invalidParameter(
          "Requested WriteUnitsPerSecond for WarmThroughput for table is lower than current"
              + " WarmThroughput, decreasing WarmThroughput is not supported");
    }
    return billing.withWarm(
        askedRead == null ? billing.warmRead() : askedRead,
        askedWrite == null ? billing.warmWrite() : askedWrite);
  }

  /** The read units a second that something is warm for. */
  static long warmRead(Billing billing) {
    long least = billing.onDemand() ? WARM_READ : billing.throughput().read();
    return billing.warmRead() == null ? least : Math.max(least, billing.warmRead());
  }

  /** The write units a second that something is warm for. */
  static long warmWrite(Billing billing) {
    long least = billing.onDemand() ? WARM_WRITE : billing.throughput().write();
    return billing.warmWrite() == null ? least : Math.max(least, billing.warmWrite());
  }

  /** A limit of on-demand mode; -1 takes it away. */
  static Long limit(Long units, String name) {
    if (units == null || units == -1) {
      return null;
    }
    if (units < 1) {
      throw DynamoErrors.invalidParameter(
          name + " must be greater than or equal to 1, or -1 to remove the limit");
    }
    return units;
  }

  private static Throughput throughput(boolean onDemand, ProvisionedThroughput provisioned) {
    if (onDemand && provisioned != null) {
      throw DynamoErrors.invalidParameter(
          "Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is"
              + " PAY_PER_REQUEST");
    }
    if (!onDemand && provisioned == null) {
      throw DynamoErrors.invalidParameter(
          "ReadCapacityUnits and WriteCapacityUnits must both be specified when BillingMode is"
              + " PROVISIONED");
    }
    return onDemand ? Throughput.NONE : checked(provisioned);
  }

  /** Throughput as a request has it. */
  static Throughput checked(ProvisionedThroughput provisioned) {
    long read = provisioned.readCapacityUnits();
    long write = provisioned.writeCapacityUnits();
    if (read > LARGEST) {
      throw DynamoErrors.validation(
          "Given value " + read + " for ReadCapacityUnits is out of bounds");
    }
    if (write > LARGEST) {
      throw DynamoErrors.validation(
          "Given value " + write + " for WriteCapacityUnits is out of bounds");
    }
    return Throughput.of(read, write);
  }

  /** Fails if a table would have more than the default quota allows. */
  static void checkMaximum(Billing billing) {
    checkMaximum("ReadCapacityUnits", billing.throughput().read());
    checkMaximum("WriteCapacityUnits", billing.throughput().write());
  }

  private static void checkMaximum(String name, long units) {
    if (units > TABLE_UNITS) {
      throw new io.nephele.api.dynamodb.LimitExceededException(
          "The requested throughput of "
              + units
              + " "
              + name
              + " exceeds the maximum allowed for a table, which is "
              + TABLE_UNITS);
    }
  }
}
