package io.nephele.services.kinesis;

import io.nephele.api.kinesis.DescribeLimitsInput;
import io.nephele.api.kinesis.DescribeLimitsOutput;
import io.nephele.core.call.Call;
import io.nephele.core.store.Reader;
import io.nephele.core.store.Table;
import java.util.Set;

/** How many shards and on-demand streams an account may have in a region. */
final class Limits {
  static final int SHARDS_OF_STREAM = 10_000;
  static final int CONSUMERS = 20;
  static final int TAGS = 50;

  private static final int ON_DEMAND_STREAMS = 50;
  private static final int MANY_SHARDS = 20_000;
  private static final int FEW_SHARDS = 1000;
  private static final Set<String> LARGE = Set.of("us-east-1", "us-west-2", "eu-west-1");

  private final KinesisWorld kinesis;

  Limits(KinesisWorld kinesis) {
    this.kinesis = kinesis;
  }

  /** What an account has in a region. */
  private record Usage(int shards, int onDemandStreams) {}

  DescribeLimitsOutput describe(DescribeLimitsInput in, Call call) {
    String region = call.region().name();
    Usage usage = kinesis.read(reader -> usage(reader, call.accountId(), region));
    return new DescribeLimitsOutput()
        .shardLimit(shards(region))
        .openShardCount(usage.shards)
        .onDemandStreamCount(usage.onDemandStreams)
        .onDemandStreamCountLimit(ON_DEMAND_STREAMS);
  }

  private static int shards(String region) {
    return LARGE.contains(region) ? MANY_SHARDS : FEW_SHARDS;
  }

  /** The shards of on-demand streams do not count. */
  private Usage usage(Reader reader, String accountId, String region) {
    int shards = 0;
    int onDemand = 0;
    for (Table.Row<Stream> row : kinesis.table().list(reader, accountId, region, null)) {
      Stream stream = row.value();
      if (stream.isOnDemand()) {
        onDemand++;
      } else {
        StreamChange change = stream.change();
        boolean begins = change != null && change.kind() == StreamChange.Kind.CREATE;
        shards += begins ? change.count() : kinesis.table().openShards(reader, stream).size();
      }
    }
    return new Usage(shards, onDemand);
  }

  /** Refuses what would give an account more shards than it may have. */
  void checkShards(Reader reader, String accountId, String region, int more) {
    if (more <= 0) {
      return;
    }
    int current = usage(reader, accountId, region).shards;
    int limit = shards(region);
    if (current + more > limit) {
      throw KinesisErrors.limit(
          "This request would exceed the shard limit for the account "
              + accountId
              + " in "
              + region
              + ". Current shard count for the account: "
              + current
              + ". Limit: "
              + limit
              + ". Number of additional shards that would have resulted from this request: "
              + more
              + ". Refer to the AWS Service Limits page"
              + " (http://docs.aws.amazon.com/general/latest/gr/aws_service_limits.html) for"
              + " current limits and how to request higher limits.");
    }
  }

  /** Refuses a further on-demand stream where an account may have no more. */
  void checkOnDemand(Reader reader, String accountId, String region) {
    if (usage(reader, accountId, region).onDemandStreams >= ON_DEMAND_STREAMS) {
      throw KinesisErrors.limit(
          "This request would exceed the on-demand stream limit for the account "
              + accountId
              + " in "
              + region
              + ". Limit: "
              + ON_DEMAND_STREAMS
              + ".");
    }
  }
}
