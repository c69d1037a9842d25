package io.nephele.services.s3.events;

import io.nephele.api.s3.FilterRule;
import io.nephele.api.s3.LambdaFunctionConfiguration;
import io.nephele.api.s3.NotificationConfiguration;
import io.nephele.api.s3.NotificationConfigurationFilter;
import io.nephele.api.s3.QueueConfiguration;
import io.nephele.api.s3.TopicConfiguration;
import java.util.ArrayList;
import java.util.List;

/**
 * Where some events of a bucket go to.
 *
 * @param id of the configuration
 * @param events their names with {@code s3:}, which may end with an asterisk
 */
record Target(Kind kind, String id, String arn, List<String> events, String prefix, String suffix) {

  /** The kinds of destinations. */
  enum Kind {
    /** A queue of SQS. */
    QUEUE("Queue"),
    /** A topic of SNS. */
    TOPIC("Topic"),
    /** A function of Lambda. */
    FUNCTION("CloudFunction");

    private final String element;

    Kind(String element) {
      this.element = element;
    }

    /** The element of the configuration that has the ARN. */
    String element() {
      return element;
    }
  }

  /** The destinations of a configuration but EventBridge, which takes everything. */
  static List<Target> of(NotificationConfiguration configuration) {
    List<Target> targets = new ArrayList<>();
    if (configuration.topicConfigurations() != null) {
      for (TopicConfiguration each : configuration.topicConfigurations()) {
        targets.add(of(Kind.TOPIC, each.id(), each.topicArn(), each.events(), each.filter()));
      }
    }
    if (configuration.queueConfigurations() != null) {
      for (QueueConfiguration each : configuration.queueConfigurations()) {
        targets.add(of(Kind.QUEUE, each.id(), each.queueArn(), each.events(), each.filter()));
      }
    }
    if (configuration.lambdaFunctionConfigurations() != null) {
      for (LambdaFunctionConfiguration each : configuration.lambdaFunctionConfigurations()) {
        targets.add(
            of(Kind.FUNCTION, each.id(), each.lambdaFunctionArn(), each.events(), each.filter()));
      }
    }
    return targets;
  }

  private static Target of(
      Kind kind,
      String id,
      String arn,
      List<String> events,
      NotificationConfigurationFilter filter) {
    String prefix = "";
    String suffix = "";
    if (filter != null && filter.key() != null && filter.key().filterRules() != null) {
      for (FilterRule rule : filter.key().filterRules()) {
        String value = rule.value() == null ? "" : rule.value();
        if ("prefix".equalsIgnoreCase(rule.name())) {
          prefix = value;
        } else if ("suffix".equalsIgnoreCase(rule.name())) {
          suffix = value;
        }
      }
    }
    return new Target(kind, id, arn, events, prefix, suffix);
  }

  /**
   * Whether it wants to know of an event.
   *
   * @param event its name with {@code s3:}
   */
  boolean wants(String event, String key) {
    return key.startsWith(prefix) && key.endsWith(suffix) && names(event);
  }

  private boolean names(String event) {
    for (String each : events) {
      if (covers(each, event)) {
        return true;
      }
    }
    return false;
  }

  /** Whether a name of events, which may end with an asterisk, means one or all of the other. */
  private static boolean covers(String pattern, String event) {
    return pattern.endsWith("*")
        ? event.startsWith(pattern.substring(0, pattern.length() - 1))
        : pattern.equals(event);
  }

  /** Whether there is an event that both want, whatever its key. */
  boolean sharesEvent(Target other) {
    for (String mine : events) {
      for (String theirs : other.events) {
        if (covers(mine, theirs) || covers(theirs, mine)) {
          return true;
        }
      }
    }
    return false;
  }

  /** Whether there is a key that both want. */
  boolean sharesKeys(Target other) {
    return (prefix.startsWith(other.prefix) || other.prefix.startsWith(prefix))
        && (suffix.endsWith(other.suffix) || other.suffix.endsWith(suffix));
  }

  /** Whether it wants all keys. */
  boolean isUnfiltered() {
    return prefix.isEmpty() && suffix.isEmpty();
  }
}
