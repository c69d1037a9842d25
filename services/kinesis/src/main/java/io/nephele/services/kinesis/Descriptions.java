package io.nephele.services.kinesis;

import io.nephele.api.kinesis.DescribeStreamInput;
import io.nephele.api.kinesis.DescribeStreamOutput;
import io.nephele.api.kinesis.DescribeStreamSummaryInput;
import io.nephele.api.kinesis.DescribeStreamSummaryOutput;
import io.nephele.api.kinesis.HashKeyRange;
import io.nephele.api.kinesis.ListShardsInput;
import io.nephele.api.kinesis.ListShardsOutput;
import io.nephele.api.kinesis.SequenceNumberRange;
import io.nephele.api.kinesis.ShardFilter;
import io.nephele.api.kinesis.StreamDescription;
import io.nephele.api.kinesis.StreamDescriptionSummary;
import io.nephele.api.kinesis.StreamModeDetails;
import io.nephele.api.kinesis.WarmThroughputObject;
import io.nephele.core.call.Call;
import io.nephele.core.store.Reader;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Tells how streams are and which shards they have. */
final class Descriptions {
  private static final int DESCRIBED_SHARDS = 100;
  private static final int LISTED_SHARDS = 1000;

  /** Name, last shard, the filter's type, shard and time, account. */
  private static final int TOKEN_PARTS = 6;

  private final KinesisWorld kinesis;
  private final ConsumerTable consumers;

  Descriptions(KinesisWorld kinesis, ConsumerTable consumers) {
    this.kinesis = kinesis;
    this.consumers = consumers;
  }

  DescribeStreamOutput describe(DescribeStreamInput in, Call call) {
    int limit = in.limit() == null ? DESCRIBED_SHARDS : in.limit();
    long after = in.exclusiveStartShardId() == null ? -1 : number(in.exclusiveStartShardId());
    return kinesis.read(
        reader -> {
          StreamAddress address =
              kinesis.address(reader, in.streamName(), in.streamARN(), in.streamId(), call);
          Stream stream = kinesis.table().require(reader, address);
          List<Shard> shards = present(reader, stream);
          shards.removeIf(shard -> shard.number() <= after);
          boolean more = shards.size() > limit;
          return new DescribeStreamOutput()
              .streamDescription(
                  new StreamDescription()
                      .streamName(stream.name())
                      .streamARN(stream.arn())
                      .streamStatus(stream.status())
                      .streamModeDetails(new StreamModeDetails().streamMode(stream.mode()))
                      .shards(told(more ? shards.subList(0, limit) : shards))
                      .hasMoreShards(more)
                      .retentionPeriodHours(stream.retentionHours())
                      .streamCreationTimestamp(Instant.ofEpochMilli(stream.createdAt()))
                      .enhancedMonitoring(Monitoring.describe(stream))
                      .encryptionType(stream.encryption())
                      .keyId(stream.keyId()));
        });
  }

  DescribeStreamSummaryOutput summarize(DescribeStreamSummaryInput in, Call call) {
    return kinesis.read(
        reader -> {
          StreamAddress address =
              kinesis.address(reader, in.streamName(), in.streamARN(), in.streamId(), call);
          Stream stream = kinesis.table().require(reader, address);
          return new DescribeStreamSummaryOutput()
              .streamDescriptionSummary(
                  new StreamDescriptionSummary()
                      .streamName(stream.name())
                      .streamARN(stream.arn())
                      .streamId(stream.id())
                      .streamStatus(stream.status())
                      .streamModeDetails(new StreamModeDetails().streamMode(stream.mode()))
                      .retentionPeriodHours(stream.retentionHours())
                      .streamCreationTimestamp(Instant.ofEpochMilli(stream.createdAt()))
                      .enhancedMonitoring(Monitoring.describe(stream))
                      .encryptionType(stream.encryption())
                      .keyId(stream.keyId())
                      .openShardCount(kinesis.table().openShards(reader, stream).size())
                      .consumerCount(consumers.count(reader, stream))
                      .warmThroughput(warm(stream))
                      .maxRecordSizeInKiB(stream.maxRecordKib()));
        });
  }

  /** What is said of the warm throughput of an on-demand stream that has one; else null. */
  static WarmThroughputObject warm(Stream stream) {
    return !stream.isOnDemand() || stream.warmMibps() == 0
        ? null
        : new WarmThroughputObject()
            .targetMiBps(stream.warmMibps())
            .currentMiBps(stream.warmMibps());
  }

  ListShardsOutput list(ListShardsInput in, Call call) {
    int limit = in.maxResults() == null ? LISTED_SHARDS : in.maxResults();
    if (in.nextToken() != null) {
      if (in.streamName() != null || in.streamARN() != null || in.streamId() != null) {
        throw KinesisErrors.invalid("NextToken and StreamName cannot be provided together.");
      }
      List<String> parts = PageTokens.read(in.nextToken(), kinesis.now());
      String time = parts.size() == TOKEN_PARTS ? parts.get(4) : null;
      if (time == null || (!time.isEmpty() && !HashKey.isDigits(time, 15))) {
        throw KinesisErrors.invalid("Invalid NextToken.");
      }
      ShardFilter filter =
          parts.get(2).isEmpty()
              ? null
              : new ShardFilter()
                  .type(parts.get(2))
                  .shardId(parts.get(3).isEmpty() ? null : parts.get(3))
                  .timestamp(time.isEmpty() ? null : Instant.ofEpochMilli(Long.parseLong(time)));
      StreamAddress address = new StreamAddress(parts.get(5), call.region().name(), parts.get(0));
      return list(address, Shard.number(parts.get(1)), filter, null, limit);
    }
    StreamAddress address =
        kinesis.read(
            reader ->
                kinesis.address(reader, in.streamName(), in.streamARN(), in.streamId(), call));
    long after = in.exclusiveStartShardId() == null ? -1 : number(in.exclusiveStartShardId());
    return list(address, after, in.shardFilter(), in.streamCreationTimestamp(), limit);
  }

  private ListShardsOutput list(
      StreamAddress address, long after, ShardFilter filter, Instant createdAt, int limit) {
    return kinesis.read(
        reader -> {
          Stream stream = kinesis.table().require(reader, address);
          if (createdAt != null && createdAt.getEpochSecond() != stream.createdAt() / 1000) {
            throw KinesisErrors.streamNotFound(address);
          }
          if (!stream.isUsable()) {
            throw KinesisErrors.inUse(
                "Stream "
                    + stream.name()
                    + " under account "
                    + stream.accountId()
                    + " is in state "
                    + stream.status()
                    + ", must be ACTIVE or UPDATING.");
          }
          List<Shard> shards = present(reader, stream);
          Predicate<Shard> wanted = filter(stream, filter);
          shards.removeIf(shard -> shard.number() <= after || !wanted.test(shard));
          boolean more = shards.size() > limit;
          List<Shard> page = more ? shards.subList(0, limit) : shards;
          return new ListShardsOutput()
              .shards(told(page))
              .nextToken(more ? token(stream, page.getLast(), filter) : null);
        });
  }

  /** The stream whose shards a token goes on with, or null if it is none of ours. */
  static StreamAddress ofToken(String token, Call call) {
    List<String> parts = PageTokens.parts(token);
    return parts == null || parts.size() != TOKEN_PARTS + 2
        ? null
        : new StreamAddress(parts.get(TOKEN_PARTS + 1), call.region().name(), parts.get(2));
  }

  private String token(Stream stream, Shard last, ShardFilter filter) {
    boolean filtered = filter != null;
    return PageTokens.write(
        kinesis.now(),
        stream.name(),
        last.id(),
        filtered ? filter.type() : "",
        filtered && filter.shardId() != null ? filter.shardId() : "",
        filtered && filter.timestamp() != null
            ? Long.toString(filter.timestamp().toEpochMilli())
            : "",
        stream.accountId());
  }

  private Predicate<Shard> filter(Stream stream, ShardFilter filter) {
    if (filter == null) {
      return shard -> true;
    }
    String type = filter.type();
    boolean byId = type.equals("AFTER_SHARD_ID");
    boolean byTime = type.endsWith("_TIMESTAMP");
    if (byId != (filter.shardId() != null) || byTime != (filter.timestamp() != null)) {
      throw KinesisErrors.invalid(
          "ShardFilter of type "
              + type
              + " must "
              + (byId ? "have a ShardId" : byTime ? "have a Timestamp" : "have nothing else")
              + ".");
    }
    long horizon = Math.max(stream.horizon(kinesis.now()), stream.createdAt());
    return switch (type) {
      case "AFTER_SHARD_ID" -> {
        long number = number(filter.shardId());
        yield shard -> shard.number() > number;
      }
      case "AT_LATEST" -> Shard::isOpen;
      case "AT_TRIM_HORIZON" -> at(horizon);
      case "AT_TIMESTAMP" -> at(Math.max(horizon, filter.timestamp().toEpochMilli()));
      case "FROM_TIMESTAMP" -> from(filter.timestamp().toEpochMilli());
      default -> shard -> true;
    };
  }

  private static Predicate<Shard> at(long millis) {
    return shard -> shard.createdAt() <= millis && shard.isOpenAfter(millis);
  }

  private static Predicate<Shard> from(long millis) {
    return shard -> shard.isOpen() || shard.closedAt() >= millis;
  }

  /** The shards that may have records, open or not. */
  private List<Shard> present(Reader reader, Stream stream) {
    List<Shard> shards = kinesis.table().shards(reader, stream);
    long horizon = stream.horizon(kinesis.now());
    shards.removeIf(shard -> !shard.isOpenAfter(horizon));
    return shards;
  }

  private static long number(String shardId) {
    long number = Shard.number(shardId);
    if (number < 0) {
      throw KinesisErrors.invalid("Invalid ShardId: " + shardId);
    }
    return number;
  }

  private static List<io.nephele.api.kinesis.Shard> told(List<Shard> shards) {
    List<io.nephele.api.kinesis.Shard> told = new ArrayList<>(shards.size());
    for (Shard shard : shards) {
      told.add(
          new io.nephele.api.kinesis.Shard()
              .shardId(shard.id())
              .parentShardId(shard.parent() < 0 ? null : Shard.id(shard.parent()))
              .adjacentParentShardId(
                  shard.adjacentParent() < 0 ? null : Shard.id(shard.adjacentParent()))
              .hashKeyRange(
                  new HashKeyRange()
                      .startingHashKey(shard.start().toString())
                      .endingHashKey(shard.end().toString()))
              .sequenceNumberRange(
                  new SequenceNumberRange()
                      .startingSequenceNumber(SequenceNumber.of(shard, shard.first()))
                      .endingSequenceNumber(
                          shard.isOpen() ? null : SequenceNumber.of(shard, shard.last()))));
    }
    return told;
  }
}
