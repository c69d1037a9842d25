package io.nephele.core.sources;

import io.nephele.core.arn.Arn;
import io.nephele.core.targets.Targets;
import java.util.List;

/** Reads the shards of streams of a kind. */
public interface StreamReader {
  /** A shard, and those that must be read before it. */
  record Shard(String id, List<String> parents) {}

  /** What was read, and what reads on: null at the end of a closed shard. */
  record Page(List<StreamRecord> records, String next) {}

  /** The reader of the streams of an ARN: of a table, or of Kinesis. */
  static StreamReader of(Arn stream, Targets targets) {
    return stream.service().equals("dynamodb")
        ? new TableStreamReader(targets)
        : new DataStreamReader(targets);
  }

  /** The shards of a stream. */
  List<Shard> shards(Arn stream, Targets.Caller caller);

  /** What reads a shard on from a position. */
  String iterator(Arn stream, String shard, StreamPosition position, Targets.Caller caller);

  /**
   * Reads records.
   *
   * @param position from which the iterator was made
   */
  Page read(
      Arn stream,
      String shard,
      String iterator,
      StreamPosition position,
      int most,
      Targets.Caller caller);
}
