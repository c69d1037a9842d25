package io.nephele.services.lambda.polling;

import io.nephele.api.lambda.EventSourceMappingConfiguration;
import io.nephele.api.lambda.ProvisionedPollerConfig;
import io.nephele.api.lambda.ScalingConfig;
import java.time.Duration;
import java.time.Instant;

/**
 * How many batches of a queue may run at a time. There are a few at first; while all of them run
 * there become more, and fewer again while they do not, by the world's clock.
 */
final class QueueScaling {
  private static final int FIRST = 5;
  private static final int MOST = 1250;
  private static final double MORE_EACH_SECOND = 300 / 60.0;
  private static final double MORE_EACH_SECOND_IF_PROVISIONED = 1000 / 60.0;
  private static final int OF_A_POLLER = 10;
  private static final int OF_A_PROCESSOR = 8;

  private final int machine;
  private int least;
  private int most;
  private double rate;
  private double allowed;
  private Instant since;

  /**
   * Nothing runs yet.
   *
   * @param processors how many the machine has, which bounds what nobody asked for
   */
  QueueScaling(int processors, Instant now) {
    this.machine = Math.max(OF_A_POLLER, processors * OF_A_PROCESSOR);
    this.since = now;
  }

  /** Takes what a mapping says. */
  void take(EventSourceMappingConfiguration mapping) {
    ProvisionedPollerConfig provisioned = mapping.provisionedPollerConfig();
    if (provisioned != null) {
      least = provisioned.minimumPollers() * OF_A_POLLER;
      most = provisioned.maximumPollers() * OF_A_POLLER;
      rate = MORE_EACH_SECOND_IF_PROVISIONED;
    } else {
      ScalingConfig scaling = mapping.scalingConfig();
      most = scaling == null ? Math.min(MOST, machine) : scaling.maximumConcurrency();
      least = Math.min(FIRST, most);
      rate = MORE_EACH_SECOND;
    }
    allowed = Math.clamp(allowed, least, most);
  }

  /** How many may run now, while so many do. */
  int allowed(int running, Instant now) {
    double seconds = Math.max(0, Duration.between(since, now).toMillis()) / 1000.0;
    since = now;
    double change = seconds * rate;
    allowed =
        running >= (int) allowed
            ? Math.min(most, allowed + change)
            : Math.max(Math.max(least, running), allowed - change);
    return (int) allowed;
  }

  /** Whether time alone lets more run. */
  boolean mayGrow() {
    return (int) allowed < most;
  }
}
