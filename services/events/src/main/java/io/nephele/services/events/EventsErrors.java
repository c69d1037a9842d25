package io.nephele.services.events;

import io.nephele.api.events.InvalidEventPatternException;
import io.nephele.api.events.LimitExceededException;
import io.nephele.api.events.ResourceAlreadyExistsException;
import io.nephele.api.events.ResourceNotFoundException;
import io.nephele.model.AwsException;

/** Errors in EventBridge's words. */
final class EventsErrors {
  private EventsErrors() {}

  static AwsException validation(String message) {
    return AwsException.client("ValidationException", 400, message);
  }

  static AwsException noBus(String name) {
    return new ResourceNotFoundException("Event bus " + name + " does not exist.");
  }

  static AwsException noRule(String name, String bus) {
    return new ResourceNotFoundException(
        "Rule " + name + " does not exist on EventBus " + bus + ".");
  }

  static AwsException missing(String what, String name) {
    return new ResourceNotFoundException(what + " " + name + " does not exist.");
  }

  static AwsException exists(String what, String name) {
    return new ResourceAlreadyExistsException(what + " " + name + " already exists.");
  }

  static AwsException tooMany() {
    return new LimitExceededException("The requested resource exceeds the maximum number allowed.");
  }

  static AwsException badPattern(String reason) {
    return new InvalidEventPatternException("Event pattern is not valid. Reason: " + reason);
  }

  static AwsException notImplemented(String what) {
    return AwsException.server("NotImplemented", 501, "Nephele does not implement " + what + ".");
  }
}
