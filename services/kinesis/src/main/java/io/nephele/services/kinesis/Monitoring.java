package io.nephele.services.kinesis;

import io.nephele.api.kinesis.DisableEnhancedMonitoringInput;
import io.nephele.api.kinesis.EnableEnhancedMonitoringInput;
import io.nephele.api.kinesis.EnhancedMetrics;
import io.nephele.api.kinesis.EnhancedMonitoringOutput;
import io.nephele.core.call.Call;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** Turns the shard-level metrics of streams on and off. */
final class Monitoring {
  static final String INCOMING_BYTES = "IncomingBytes";
  static final String INCOMING_RECORDS = "IncomingRecords";
  static final String OUTGOING_BYTES = "OutgoingBytes";
  static final String OUTGOING_RECORDS = "OutgoingRecords";
  static final String WRITES_EXCEEDED = "WriteProvisionedThroughputExceeded";
  static final String READS_EXCEEDED = "ReadProvisionedThroughputExceeded";
  static final String ITERATOR_AGE = "IteratorAgeMilliseconds";

  private static final String ALL = "ALL";
  private static final List<String> EACH =
      List.of(
          INCOMING_BYTES,
          INCOMING_RECORDS,
          OUTGOING_BYTES,
          OUTGOING_RECORDS,
          WRITES_EXCEEDED,
          READS_EXCEEDED,
          ITERATOR_AGE);

  private final KinesisWorld kinesis;

  Monitoring(KinesisWorld kinesis) {
    this.kinesis = kinesis;
  }

  EnhancedMonitoringOutput enable(EnableEnhancedMonitoringInput in, Call call) {
    List<String> asked = each(in.shardLevelMetrics());
    return change(
        in.streamName(),
        in.streamARN(),
        in.streamId(),
        call,
        before -> EACH.stream().filter(m -> before.contains(m) || asked.contains(m)).toList());
  }

  EnhancedMonitoringOutput disable(DisableEnhancedMonitoringInput in, Call call) {
    List<String> asked = each(in.shardLevelMetrics());
    return change(
        in.streamName(),
        in.streamARN(),
        in.streamId(),
        call,
        before -> before.stream().filter(m -> !asked.contains(m)).toList());
  }

  /** What a stream's description says. */
  static List<EnhancedMetrics> describe(Stream stream) {
    return List.of(new EnhancedMetrics().shardLevelMetrics(new ArrayList<>(stream.shardMetrics())));
  }

  private static List<String> each(List<String> named) {
    return named.contains(ALL) ? EACH : named;
  }

  private EnhancedMonitoringOutput change(
      String name, String arn, String id, Call call, UnaryOperator<List<String>> change) {
    return kinesis.write(
        name,
        arn,
        id,
        call,
        (transaction, stream) -> {
          if (!stream.status().equals(Stream.ACTIVE)) {
            throw KinesisErrors.notActive(stream);
          }
          List<String> before = stream.shardMetrics();
          List<String> after = change.apply(before);
          kinesis.table().put(transaction, stream.edit().shardMetrics(after).done());
          return new EnhancedMonitoringOutput()
              .streamName(stream.name())
              .streamARN(stream.arn())
              .currentShardLevelMetrics(before)
              .desiredShardLevelMetrics(after);
        });
  }
}
