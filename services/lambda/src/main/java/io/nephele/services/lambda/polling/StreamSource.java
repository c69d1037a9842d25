package io.nephele.services.lambda.polling;

import io.nephele.core.sources.StreamPosition;
import io.nephele.core.sources.StreamReader;
import io.nephele.core.sources.StreamRecord;
import io.nephele.core.targets.Targets;
import io.nephele.services.lambda.mappings.Checkpoint;
import io.nephele.services.lambda.mappings.MappingRow;
import io.nephele.services.lambda.mappings.SourceKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The streams of mappings, read as their functions' roles. */
final class StreamSource {
  /** How long nobody reads when there was nothing. */
  static final Duration PAUSE = Duration.ofMillis(250);

  private final Sources sources;
  private final Targets targets;

  StreamSource(Sources sources) {
    this.sources = sources;
    this.targets = new Targets(sources.lambda().world());
  }

  /** What was read, and what reads on: null at the end of a closed shard. */
  record Page(List<StreamItem> items, String next) {}

  private StreamReader reader(MappingRow row) {
    return StreamReader.of(row.source(), targets);
  }

  /** The shards of a mapping's stream. */
  List<StreamReader.Shard> shards(MappingRow row) {
    return reader(row).shards(row.source(), sources.caller(row));
  }

  /**
   * What reads on after a checkpoint.
   *
   * @param first whether the shard is begun now
   */
  String iterator(MappingRow row, String shard, Checkpoint checkpoint, boolean first) {
    return reader(row)
        .iterator(row.source(), shard, position(row, checkpoint, first), sources.caller(row));
  }

  private static StreamPosition position(MappingRow row, Checkpoint checkpoint, boolean first) {
    return new StreamPosition(
        checkpoint.after(),
        checkpoint.position(),
        row.configuration().startingPositionTimestamp(),
        checkpoint.begunAt(),
        first);
  }

  /** Reads records. */
  Page read(MappingRow row, String shard, String iterator, Checkpoint checkpoint, int most) {
    StreamPosition position = position(row, checkpoint, false);
    StreamReader.Page read =
        reader(row).read(row.source(), shard, iterator, position, most, sources.caller(row));
    boolean ofTable = SourceKind.of(row.source()) == SourceKind.DYNAMODB;
    String role = ofTable ? null : sources.role(row);
    List<StreamItem> items = new ArrayList<>(read.records().size());
    for (StreamRecord record : read.records()) {
      items.add(ofTable ? StreamItem.ofTable(record) : StreamItem.ofDataStream(record, role));
    }
    return new Page(items, read.next());
  }

  /** How a failure's document names a batch. */
  static String batchInfo(MappingRow row) {
    return SourceKind.of(row.source()) == SourceKind.DYNAMODB
        ? "DDBStreamBatchInfo"
        : "KinesisBatchInfo";
  }
}
