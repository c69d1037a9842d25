package io.nephele.services.s3.replication;

import io.nephele.core.metrics.MetricKey;
import io.nephele.services.s3.S3World;
import java.util.Map;

/** Tells CloudWatch how replication goes, by rules that ask for metrics. */
final class ReplicationMetrics {
  private static final double SECOND = 1000;

  private final S3World s3;

  ReplicationMetrics(S3World s3) {
    this.s3 = s3;
  }

  /** A version has its replica, so long after it came. */
  void completed(Source source, ReplicationRules.Rule rule) {
    long took = Math.max(0, s3.now() - source.object().modifiedAt());
    record(source, rule, "ReplicationLatency", "Seconds", took / SECOND);
    record(source, rule, "OperationsFailedReplication", "Count", 0);
  }

  /** A version does not get its replica. */
  void failed(Source source, ReplicationRules.Rule rule) {
    record(source, rule, "OperationsFailedReplication", "Count", 1);
  }

  private void record(
      Source source, ReplicationRules.Rule rule, String name, String unit, double value) {
    if (!rule.metrics()) {
      return;
    }
    Map<String, String> dimensions =
        Map.of(
            "SourceBucket", source.bucket().name(),
            "DestinationBucket", rule.bucket(),
            "RuleId", rule.id() == null ? "" : rule.id());
    s3.world()
        .metrics()
        .record(
            new MetricKey(
                source.bucket().accountId(),
                source.bucket().region(),
                "AWS/S3",
                name,
                dimensions,
                unit),
            value);
  }
}
