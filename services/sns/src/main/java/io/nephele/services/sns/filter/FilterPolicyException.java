package io.nephele.services.sns.filter;

/** A filter policy that SNS would refuse; the message says why in its words. */
public final class FilterPolicyException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  FilterPolicyException(String message) {
    super(message, null, false, false);
  }
}
