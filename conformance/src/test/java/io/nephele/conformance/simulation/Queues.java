package io.nephele.conformance.simulation;

import io.nephele.conformance.simulation.Plan.QueuePlan;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The queues of a run. */
final class Queues {
  static final String STANDARD = "orders";
  static final String STANDARD_DEAD = "orders-dead";
  static final String FIFO = "events.fifo";
  static final String FIFO_DEAD = "events-dead.fifo";

  /** Those that messages are sent to come first. */
  static final List<String> ALL = List.of(STANDARD, FIFO, STANDARD_DEAD, FIFO_DEAD);

  private final Plan plan;

  Queues(Plan plan) {
    this.plan = plan;
  }

  static boolean isFifo(String queue) {
    return queue.endsWith(".fifo");
  }

  static boolean isDeadLetter(String queue) {
    return queue.contains("-dead");
  }

  static String deadLetter(String queue) {
    return isFifo(queue) ? FIFO_DEAD : STANDARD_DEAD;
  }

  /** Whether messages can come from the one to the other. */
  static boolean related(String a, String b) {
    return isFifo(a) == isFifo(b);
  }

  QueuePlan of(String queue) {
    return isFifo(queue) ? plan.fifo() : plan.standard();
  }

  boolean hasRedrive(String queue) {
    return of(queue).maxReceives() > 0;
  }

  Map<String, String> attributes(String queue) {
    QueuePlan of = of(queue);
    Map<String, String> attributes = new LinkedHashMap<>();
    attributes.put("VisibilityTimeout", String.valueOf(of.visibility()));
    attributes.put("MessageRetentionPeriod", String.valueOf(of.retention()));
    if (isFifo(queue)) {
      attributes.put("FifoQueue", "true");
    }
    if (!isDeadLetter(queue)) {
      attributes.put("DelaySeconds", String.valueOf(of.delay()));
      if (hasRedrive(queue)) {
        attributes.put(
            "RedrivePolicy",
            "{\"deadLetterTargetArn\":\"%s\",\"maxReceiveCount\":%d}"
                .formatted(Client.arn(deadLetter(queue)), of.maxReceives()));
      }
    }
    return attributes;
  }
}
