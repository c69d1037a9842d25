package io.nephele.services.kinesis;

import io.nephele.api.kinesis.MergeShardsInput;
import io.nephele.api.kinesis.SplitShardInput;
import io.nephele.api.kinesis.UpdateShardCountInput;
import io.nephele.api.kinesis.UpdateShardCountOutput;
import io.nephele.core.call.Call;
import io.nephele.core.store.Reader;
import io.nephele.model.Unit;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/** Splits and merges shards of provisioned streams, as users ask for it. */
final class ShardOperations {
  private static final long DAY_MILLIS = 86_400_000;
  private static final int COUNT_UPDATES_A_DAY = 10;

  private final KinesisWorld kinesis;
  private final Changes changes;
  private final Limits limits;

  ShardOperations(KinesisWorld kinesis, Changes changes, Limits limits) {
    this.kinesis = kinesis;
    this.changes = changes;
    this.limits = limits;
  }

  Unit split(SplitShardInput in, Call call) {
    kinesis.write(
        in.streamName(),
        in.streamARN(),
        in.streamId(),
        call,
        (transaction, stream) -> {
          checkResharding(stream);
          Shard shard = open(transaction, stream, in.shardToSplit());
          HashKey at = HashKey.parse(in.newStartingHashKey());
          checkInside(stream, shard, at, in.newStartingHashKey());
          limits.checkShards(transaction, stream.accountId(), stream.region(), 1);
          return changes.begin(transaction, stream, StreamChange.split(shard.number(), at));
        });
    return KinesisWorld.done(call);
  }

  private static void checkInside(Stream stream, Shard shard, HashKey at, String text) {
    BigInteger key = at == null ? new BigInteger(text) : at.toNumber();
    BigInteger start = shard.start().toNumber();
    BigInteger end = shard.end().toNumber();
    if (key.compareTo(start.add(BigInteger.ONE)) <= 0 || key.compareTo(end) >= 0) {
      throw KinesisErrors.invalid(
          "NewStartingHashKey "
              + text
              + " used in SplitShard() on shard "
              + shard.id()
              + " in stream "
              + stream.name()
              + " under account "
              + stream.accountId()
              + " is not both greater than one plus the shard's StartingHashKey "
              + start
              + " and less than the shard's EndingHashKey "
              + end
              + ".");
    }
  }

  Unit merge(MergeShardsInput in, Call call) {
    kinesis.write(
        in.streamName(),
        in.streamARN(),
        in.streamId(),
        call,
        (transaction, stream) -> {
          checkResharding(stream);
          Shard shard = open(transaction, stream, in.shardToMerge());
          Shard adjacent = open(transaction, stream, in.adjacentShardToMerge());
          if (!areAdjacent(shard, adjacent) && !areAdjacent(adjacent, shard)) {
            throw KinesisErrors.invalid(
                "Shards "
                    + shard.id()
                    + " and "
                    + adjacent.id()
                    + " in stream "
                    + stream.name()
                    + " under account "
                    + stream.accountId()
                    + " are not an adjacent pair of shards eligible for merging");
          }
          return changes.begin(
              transaction, stream, StreamChange.merge(shard.number(), adjacent.number()));
        });
    return KinesisWorld.done(call);
  }

  private static boolean areAdjacent(Shard low, Shard high) {
    return !low.end().equals(HashKey.HIGHEST) && low.end().after().equals(high.start());
  }

  /** A shard that can be split or merged; an error to the caller if it cannot. */
  private Shard open(Reader reader, Stream stream, String id) {
    Shard shard = kinesis.table().shard(reader, stream, Shard.number(id));
    if (shard == null) {
      throw KinesisErrors.shardNotFound(stream, id);
    }
    if (!shard.isOpen()) {
      throw KinesisErrors.invalid(
          "Shard "
              + id
              + " in stream "
              + stream.name()
              + " under account "
              + stream.accountId()
              + " has already been merged or split, and thus is not eligible for merging or"
              + " splitting.");
    }
    return shard;
  }

  private static void checkResharding(Stream stream) {
    if (stream.isOnDemand()) {
      throw KinesisErrors.validation(
          "Request is invalid. Stream "
              + stream.name()
              + " under account "
              + stream.accountId()
              + " is in On-Demand mode.");
    }
    if (!stream.status().equals(Stream.ACTIVE)) {
      throw KinesisErrors.notActive(stream);
    }
  }

  UpdateShardCountOutput count(UpdateShardCountInput in, Call call) {
    int target = in.targetShardCount();
    return kinesis.write(
        in.streamName(),
        in.streamARN(),
        in.streamId(),
        call,
        (transaction, stream) -> {
          checkResharding(stream);
          int current = kinesis.table().openShards(transaction, stream).size();
          checkTarget(current, target);
          List<Long> updates = lately(stream.countUpdates(), kinesis.now());
          if (updates.size() >= COUNT_UPDATES_A_DAY) {
            throw KinesisErrors.limit(
                "UpdateShardCount can be called at most "
                    + COUNT_UPDATES_A_DAY
                    + " times in a rolling 24-hour period for stream "
                    + stream.name()
                    + " under account "
                    + stream.accountId()
                    + ".");
          }
          limits.checkShards(transaction, stream.accountId(), stream.region(), target - current);
          updates.add(kinesis.now());
          changes.begin(
              transaction, stream.edit().countUpdates(updates).done(), StreamChange.count(target));
          return new UpdateShardCountOutput()
              .streamName(stream.name())
              .streamARN(stream.arn())
              .currentShardCount(current)
              .targetShardCount(target);
        });
  }

  private static void checkTarget(int current, int target) {
    String counts = ". Current open shard count: " + current + " Target shard count: " + target;
    if (target > 2 * current) {
      throw KinesisErrors.invalid(
          "UpdateShardCount cannot scale up over double your current open shard count" + counts);
    }
    if (2 * target < current) {
      throw KinesisErrors.invalid(
          "UpdateShardCount cannot scale down below half your current open shard count" + counts);
    }
    if (target > Limits.SHARDS_OF_STREAM) {
      throw KinesisErrors.invalid(
          "UpdateShardCount cannot scale up over " + Limits.SHARDS_OF_STREAM + " shards" + counts);
    }
  }

  /** Those of the times that are less than a day ago. */
  static List<Long> lately(List<Long> times, long now) {
    List<Long> lately = new ArrayList<>(times);
    lately.removeIf(time -> now - time >= DAY_MILLIS);
    return lately;
  }
}
