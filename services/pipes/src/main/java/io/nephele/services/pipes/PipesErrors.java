package io.nephele.services.pipes;

import io.nephele.api.pipes.ConflictException;
import io.nephele.api.pipes.NotFoundException;
import io.nephele.api.pipes.ValidationException;
import io.nephele.model.AwsException;

/** Errors in the words of EventBridge Pipes. */
final class PipesErrors {
  private PipesErrors() {}

  static AwsException validation(String message) {
    return new ValidationException(message);
  }

  static AwsException missing(String name) {
    return new NotFoundException("Pipe " + name + " does not exist.");
  }

  static AwsException conflict(String message) {
    return new ConflictException(message);
  }

  static AwsException notImplemented(String what) {
    return AwsException.server("NotImplemented", 501, "Nephele does not implement " + what + ".");
  }
}
