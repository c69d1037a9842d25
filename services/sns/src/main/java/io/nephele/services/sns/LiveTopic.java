package io.nephele.services.sns;

import io.nephele.core.metrics.Metrics;
import java.util.ArrayList;
import java.util.List;

/** A topic as it is at one of its versions, ready to deliver. Made anew when it changes. */
final class LiveTopic {
  private final Topic topic;
  private final TopicAddress address;
  private final List<Target> targets;
  private final TopicMetrics metrics;

  /**
   * @param before what was made of an earlier version, or null
   */
  LiveTopic(Topic topic, List<Subscription> subscriptions, LiveTopic before, Metrics metrics) {
    this.topic = topic;
    this.address = topic.address();
    this.metrics = before == null ? new TopicMetrics(metrics, topic) : before.metrics;
    List<Target> confirmed = new ArrayList<>(subscriptions.size());
    for (Subscription subscription : subscriptions) {
      if (subscription.confirmed()) {
        confirmed.add(Target.of(address, subscription));
      }
    }
    this.targets = List.copyOf(confirmed);
  }

  /** Whether this is what a topic is now. */
  boolean isOf(Topic now) {
    return topic.id() == now.id() && topic.version() == now.version();
  }

  Topic topic() {
    return topic;
  }

  TopicAddress address() {
    return address;
  }

  /** The confirmed subscriptions. */
  List<Target> targets() {
    return targets;
  }

  /** The confirmed subscription of that id, or null. */
  Target target(String id) {
    for (Target target : targets) {
      if (target.subscription().id().equals(id)) {
        return target;
      }
    }
    return null;
  }

  TopicMetrics metrics() {
    return metrics;
  }
}
