package io.nephele.services.scheduler;

import io.nephele.api.scheduler.ConflictException;
import io.nephele.api.scheduler.ResourceNotFoundException;
import io.nephele.api.scheduler.ValidationException;
import io.nephele.model.AwsException;

/** Errors in the scheduler's words. */
final class SchedulerErrors {
  private SchedulerErrors() {}

  static AwsException validation(String message) {
    return new ValidationException(message);
  }

  static AwsException noGroup(String name) {
    return new ResourceNotFoundException("Schedule group " + name + " does not exist.");
  }

  static AwsException noSchedule(String name) {
    return new ResourceNotFoundException("Schedule " + name + " does not exist.");
  }

  static AwsException conflict(String message) {
    return new ConflictException(message);
  }

  static AwsException notImplemented(String what) {
    return AwsException.server("NotImplemented", 501, "Nephele does not implement " + what + ".");
  }
}
