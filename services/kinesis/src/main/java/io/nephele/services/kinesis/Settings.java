package io.nephele.services.kinesis;

import io.nephele.api.kinesis.DecreaseStreamRetentionPeriodInput;
import io.nephele.api.kinesis.IncreaseStreamRetentionPeriodInput;
import io.nephele.api.kinesis.UpdateMaxRecordSizeInput;
import io.nephele.api.kinesis.UpdateStreamModeInput;
import io.nephele.api.kinesis.UpdateStreamWarmThroughputInput;
import io.nephele.api.kinesis.UpdateStreamWarmThroughputOutput;
import io.nephele.core.call.Call;
import io.nephele.core.store.Transaction;
import io.nephele.model.Unit;
import java.util.List;

/** Changes how streams are: how long they keep records, how large those are, who scales them. */
final class Settings {
  private static final int LEAST_HOURS = 24;
  private static final int MOST_HOURS = 8760;
  private static final int MODE_UPDATES_A_DAY = 2;

  private final KinesisWorld kinesis;
  private final Changes changes;
  private final Limits limits;
  private final AccountSettings accounts;

  Settings(KinesisWorld kinesis, Changes changes, Limits limits, AccountSettings accounts) {
    this.kinesis = kinesis;
    this.changes = changes;
    this.limits = limits;
    this.accounts = accounts;
  }

  Unit increaseRetention(IncreaseStreamRetentionPeriodInput in, Call call) {
    int hours = in.retentionPeriodHours();
    if (hours > MOST_HOURS) {
      throw KinesisErrors.invalid(
          "Maximum allowed retention period is "
              + MOST_HOURS
              + " hours. Requested retention period ("
              + hours
              + " hours) is too long.");
    }
    kinesis.write(
        in.streamName(),
        in.streamARN(),
        in.streamId(),
        call,
        (transaction, stream) -> {
          requireActive(stream);
          if (hours < stream.retentionHours()) {
            throw KinesisErrors.invalid(
                "Requested retention period ("
                    + hours
                    + " hours) for stream "
                    + stream.name()
                    + " can not be shorter than existing retention period ("
                    + stream.retentionHours()
                    + " hours). Use DecreaseRetentionPeriod API.");
          }
          forgetOld(transaction, stream);
          return put(transaction, stream.edit().retentionHours(hours).done());
        });
    return KinesisWorld.done(call);
  }

  Unit decreaseRetention(DecreaseStreamRetentionPeriodInput in, Call call) {
    int hours = in.retentionPeriodHours();
    if (hours < LEAST_HOURS) {
      throw KinesisErrors.invalid(
          "Minimum allowed retention period is "
              + LEAST_HOURS
              + " hours. Requested retention period ("
              + hours
              + " hours) is too short.");
    }
    kinesis.write(
        in.streamName(),
        in.streamARN(),
        in.streamId(),
        call,
        (transaction, stream) -> {
          requireActive(stream);
          if (hours > stream.retentionHours()) {
            throw KinesisErrors.invalid(
                "Requested retention period ("
                    + hours
                    + " hours) for stream "
                    + stream.name()
                    + " can not be longer than existing retention period ("
                    + stream.retentionHours()
                    + " hours). Use IncreaseRetentionPeriod API.");
          }
          Stream shorter = put(transaction, stream.edit().retentionHours(hours).done());
          forgetOld(transaction, shorter);
          return shorter;
        });
    return KinesisWorld.done(call);
  }

  /** What is past its retention must not come back when that is made longer. */
  private void forgetOld(Transaction transaction, Stream stream) {
    long before = Shard.firstPosition(Math.max(0, stream.horizon(kinesis.now())));
    for (Shard shard : kinesis.table().shards(transaction, stream)) {
      kinesis.table().removeRecords(transaction, stream, shard.number(), before);
    }
  }

  Unit maxRecordSize(UpdateMaxRecordSizeInput in, Call call) {
    kinesis.write(
        null,
        in.streamARN(),
        in.streamId(),
        call,
        (transaction, stream) -> {
          requireActive(stream);
          return changes.begin(
              transaction,
              stream.edit().maxRecordKib(in.maxRecordSizeInKiB()).done(),
              StreamChange.settings());
        });
    return KinesisWorld.done(call);
  }

  Unit mode(UpdateStreamModeInput in, Call call) {
    boolean onDemand = Stream.ON_DEMAND.equals(in.streamModeDetails().streamMode());
    Integer warm = in.warmThroughputMiBps();
    if (warm != null && !onDemand) {
      throw KinesisErrors.validation(
          "WarmThroughputMiBps can only be provided for a stream in ON_DEMAND mode.");
    }
    kinesis.write(
        null,
        in.streamARN(),
        in.streamId(),
        call,
        (transaction, stream) -> {
          requireActive(stream);
          if (stream.isOnDemand() == onDemand) {
            throw KinesisErrors.invalid(
                "Stream "
                    + stream.name()
                    + " under account "
                    + stream.accountId()
                    + " is already in "
                    + stream.mode()
                    + " mode.");
          }
          List<Long> updates = ShardOperations.lately(stream.modeUpdates(), kinesis.now());
          if (updates.size() >= MODE_UPDATES_A_DAY) {
            throw KinesisErrors.limit(
                "The mode of a stream can be switched at most "
                    + MODE_UPDATES_A_DAY
                    + " times within 24 hours. Stream "
                    + stream.name()
                    + " under account "
                    + stream.accountId()
                    + ".");
          }
          updates.add(kinesis.now());
          int open = kinesis.table().openShards(transaction, stream).size();
          int shards = open;
          if (onDemand) {
            limits.checkOnDemand(transaction, stream.accountId(), stream.region());
            accounts.checkWarm(transaction, call, warm);
            shards = Math.max(Math.max(open, Streams.ON_DEMAND_SHARDS), warm == null ? 0 : warm);
          } else {
            limits.checkShards(transaction, stream.accountId(), stream.region(), open);
          }
          Stream changed =
              stream
                  .edit()
                  .mode(onDemand ? Stream.ON_DEMAND : Stream.PROVISIONED)
                  .warmMibps(warm == null ? 0 : warm)
                  .modeUpdates(updates)
                  .done();
          return changes.begin(transaction, changed, scaling(open, shards));
        });
    return KinesisWorld.done(call);
  }

  UpdateStreamWarmThroughputOutput warmThroughput(UpdateStreamWarmThroughputInput in, Call call) {
    int warm = in.warmThroughputMiBps();
    return kinesis.write(
        in.streamName(),
        in.streamARN(),
        in.streamId(),
        call,
        (transaction, stream) -> {
          requireActive(stream);
          if (!stream.isOnDemand()) {
            throw KinesisErrors.validation(
                "Request is invalid. Stream "
                    + stream.name()
                    + " under account "
                    + stream.accountId()
                    + " is in Provisioned mode.");
          }
          accounts.checkWarm(transaction, call, warm);
          int open = kinesis.table().openShards(transaction, stream).size();
          Stream changed = stream.edit().warmMibps(warm).done();
          changes.begin(transaction, changed, scaling(open, Math.max(open, warm)));
          return new UpdateStreamWarmThroughputOutput()
              .streamName(stream.name())
              .streamARN(stream.arn())
              .warmThroughput(Descriptions.warm(changed));
        });
  }

  private static StreamChange scaling(int open, int shards) {
    return shards == open ? StreamChange.settings() : StreamChange.count(shards);
  }

  private Stream put(Transaction transaction, Stream stream) {
    kinesis.table().put(transaction, stream);
    return stream;
  }

  private static void requireActive(Stream stream) {
    if (!stream.status().equals(Stream.ACTIVE)) {
      throw KinesisErrors.notActive(stream);
    }
  }
}
