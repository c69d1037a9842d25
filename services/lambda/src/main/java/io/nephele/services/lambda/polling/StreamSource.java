package io.nephele.services.lambda.polling;

import io.nephele.services.lambda.mappings.Checkpoint;
import io.nephele.services.lambda.mappings.MappingRow;
import java.time.Duration;
import java.util.List;

/** How streams of a kind are read. */
interface StreamSource {
  /** A shard, and those that must be read before it. */
  record ShardInfo(String id, List<String> parents) {}

  /** What was read, and what reads on: null at the end of a closed shard. */
  record Page(List<StreamItem> items, String next) {}

  /** The shards of a mapping's stream. */
  List<ShardInfo> shards(MappingRow row);

  /** What reads on after a checkpoint. */
  String iterator(MappingRow row, String shardId, Checkpoint checkpoint, boolean first);

  /** Reads records. */
  Page read(MappingRow row, String shardId, String iterator, int most);

  /** How long nobody reads when there was nothing. */
  Duration pause();

  /** How a failure's document names the batch. */
  String batchInfo();
}
