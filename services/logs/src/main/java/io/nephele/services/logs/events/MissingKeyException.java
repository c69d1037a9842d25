package io.nephele.services.logs.events;

/** Says that what was read needs a data key that KMS has to decrypt first. */
final class MissingKeyException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final long number;

  MissingKeyException(long number) {
    super("data key " + number, null, false, false);
    this.number = number;
  }

  /** Which one. */
  long number() {
    return number;
  }
}
