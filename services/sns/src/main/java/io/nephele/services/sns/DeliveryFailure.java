package io.nephele.services.sns;

import io.nephele.model.AwsException;

/** An endpoint did not take a message. */
final class DeliveryFailure extends Exception {
  private static final long serialVersionUID = 1L;

  private final boolean passing;
  private final String code;
  private final int status;

  /**
   * @param passing whether it may take the message later
   * @param code for the dead-letter queue
   * @param status the HTTP status, or 0 if there was no answer
   */
  DeliveryFailure(boolean passing, String code, int status, String message) {
    super(message, null, false, false);
    this.passing = passing;
    this.code = code;
    this.status = status;
  }

  /**
   * What a service answered. What is the fault of whoever set the subscription up stays so, what is
   * the service's passes.
   */
  static DeliveryFailure of(AwsException e) {
    boolean passes =
        !e.clientFault() && !e.code().equals("NotImplemented")
            || e.code().contains("Throttl")
            || e.code().equals("TooManyRequestsException");
    return new DeliveryFailure(passes, e.code(), e.status(), e.getMessage());
  }

  boolean passing() {
    return passing;
  }

  String code() {
    return code;
  }

  int status() {
    return status;
  }
}
