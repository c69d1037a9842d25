package io.nephele.core.errors;

import io.nephele.model.AwsException;
import io.nephele.model.Shape;
import io.nephele.model.Struct;

/** An error of a shape that is known only when the program runs. */
final class ModelledError extends AwsException {
  private static final long serialVersionUID = 1L;

  ModelledError(Shape shape, String message) {
    super(new Struct(shape), message);
  }
}
