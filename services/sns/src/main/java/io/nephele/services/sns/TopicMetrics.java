package io.nephele.services.sns;

import io.nephele.core.metrics.MetricKey;
import io.nephele.core.metrics.Metrics;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The CloudWatch metrics of one topic. Not to be used inside a transaction. */
final class TopicMetrics {
  static final String DELIVERED = "NumberOfNotificationsDelivered";
  static final String FAILED = "NumberOfNotificationsFailed";
  static final String FILTERED_OUT = "NumberOfNotificationsFilteredOut";
  static final String REDRIVEN = "NumberOfNotificationsRedrivenToDlq";
  static final String NOT_REDRIVEN = "NumberOfNotificationsFailedToRedriveToDlq";

  private final Metrics metrics;
  private final Topic topic;
  private final MetricKey published;
  private final MetricKey size;
  private final Map<String, MetricKey> counts = new ConcurrentHashMap<>();

  TopicMetrics(Metrics metrics, Topic topic) {
    this.metrics = metrics;
    this.topic = topic;
    this.published = key("NumberOfMessagesPublished", "Count");
    this.size = key("PublishSize", "Bytes");
  }

  private MetricKey key(String name, String unit) {
    return new MetricKey(
        topic.accountId(),
        topic.region(),
        "AWS/SNS",
        name,
        Map.of("TopicName", topic.name()),
        unit);
  }

  /** A message of so many bytes was published. */
  void published(int bytes) {
    metrics.record(published, 1);
    metrics.record(size, bytes);
  }

  /** One more of what a metric counts. */
  void count(String metric) {
    metrics.record(counts.computeIfAbsent(metric, name -> key(name, "Count")), 1);
  }

  /** A subscription did not want a message, for a reason that has a metric of its own. */
  void filteredOut(String reason) {
    count(FILTERED_OUT);
    count(FILTERED_OUT + "-" + reason);
  }
}
