package io.nephele.services.sqs;

import io.nephele.core.metrics.MetricKey;
import io.nephele.core.metrics.Metrics;
import java.util.Map;

/** The CloudWatch metrics of one queue. Not to be used inside a transaction. */
final class QueueMetrics {
  private static final String NAMESPACE = "AWS/SQS";

  private final Metrics metrics;
  private final MetricKey sent;
  private final MetricKey sentSize;
  private final MetricKey received;
  private final MetricKey emptyReceives;
  private final MetricKey deleted;
  private final MetricKey visible;
  private final MetricKey notVisible;
  private final MetricKey delayed;
  private final MetricKey oldestAge;

  QueueMetrics(Metrics metrics, QueueAddress address) {
    this.metrics = metrics;
    this.sent = key(address, "NumberOfMessagesSent", "Count");
    this.sentSize = key(address, "SentMessageSize", "Bytes");
    this.received = key(address, "NumberOfMessagesReceived", "Count");
    this.emptyReceives = key(address, "NumberOfEmptyReceives", "Count");
    this.deleted = key(address, "NumberOfMessagesDeleted", "Count");
    this.visible = key(address, "ApproximateNumberOfMessagesVisible", "Count");
    this.notVisible = key(address, "ApproximateNumberOfMessagesNotVisible", "Count");
    this.delayed = key(address, "ApproximateNumberOfMessagesDelayed", "Count");
    this.oldestAge = key(address, "ApproximateAgeOfOldestMessage", "Seconds");
  }

  private static MetricKey key(QueueAddress address, String name, String unit) {
    return new MetricKey(
        address.accountId(),
        address.region().name(),
        NAMESPACE,
        name,
        Map.of("QueueName", address.name()),
        unit);
  }

  /** A message of so many bytes was sent. */
  void sent(int bytes) {
    metrics.record(sent, 1);
    metrics.record(sentSize, bytes);
  }

  /** A receive yielded so many messages. */
  void received(int messages) {
    metrics.record(messages == 0 ? emptyReceives : received, messages == 0 ? 1 : messages);
  }

  /** So many messages were deleted by their receivers. */
  void deleted(int messages) {
    metrics.record(deleted, messages);
  }

  /**
   * Tells how the queue is, once a minute.
   *
   * @param oldestSeconds the age of its oldest message
   */
  void gauge(Counts counts, long oldestSeconds) {
    metrics.record(visible, counts.visible());
    metrics.record(notVisible, counts.inFlight());
    metrics.record(delayed, counts.delayed());
    metrics.record(oldestAge, oldestSeconds);
  }
}
