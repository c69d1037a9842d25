package io.nephele.services.events;

import io.nephele.api.events.Target;
import io.nephele.core.call.Origin;
import io.nephele.core.identity.Principal;
import io.nephele.core.targets.Targets;
import io.nephele.model.AwsException;
import java.util.Map;
import java.util.TreeMap;

/** Keeps events that targets never took in the queues that are named for them. */
final class DeadLetters {
  private final EventsWorld events;

  DeadLetters(EventsWorld events) {
    this.events = events;
  }

  /** Sends an event to its dead-letter queue; false if that does not take it either. */
  boolean keep(Delivery delivery, Target target, AwsException error) {
    Map<String, String> attributes = new TreeMap<>();
    attributes.put("RULE_ARN", delivery.rule().arn());
    attributes.put("TARGET_ARN", target.arn());
    attributes.put("ERROR_CODE", code(error));
    attributes.put("ERROR_MESSAGE", error.getMessage() == null ? error.code() : error.getMessage());
    attributes.put("RETRY_ATTEMPTS", String.valueOf(delivery.attempts()));
    attributes.put(
        "EXHAUSTED_RETRY_CONDITION",
        delivery.attempts() == 0 ? "NonRetryableError" : "MaximumRetryAttempts");
    try {
      events
          .targets()
          .queue(
              target.deadLetterConfig().arn(),
              delivery.event().json(),
              new Targets.MessageOptions(null, null, attributes),
              new Targets.Caller(
                  Principal.service(EventsWorld.PRINCIPAL, delivery.rule().accountId()),
                  Origin.service(EventsWorld.PRINCIPAL, delivery.rule().arn())));
      return true;
    } catch (AwsException e) {
      return false;
    }
  }

  /** The error as EventBridge names it. */
  private static String code(AwsException error) {
    if (error.code().contains("AccessDenied") || error.code().contains("NotAuthorized")) {
      return "NO_PERMISSIONS";
    }
    if (error.status() == 404
        || error.code().contains("NotFound")
        || error.code().contains("DoesNotExist")
        || error.code().contains("NonExistent")) {
      return "NO_RESOURCE";
    }
    if (error.code().contains("Throttl") || error.status() == 429) {
      return "THROTTLING";
    }
    return error.clientFault() ? "SDK_CLIENT_ERROR" : "INTERNAL_ERROR";
  }
}
