package io.nephele.services.logs.transformers;

/** Says that an event is not what a processor needs. */
final class UntransformableException extends RuntimeException {
  private static final long serialVersionUID = 1;

  UntransformableException(String message) {
    super(message, null, false, false);
  }
}
