package io.nephele.services.cloudtrail;

/**
 * How a trail's deliveries went. Times are in milliseconds, 0 for never; errors are null if the
 * last one went well.
 */
record DeliveryStatus(
    long deliveredAt,
    long attemptedAt,
    String error,
    long notifiedAt,
    String notificationError,
    long loggedAt,
    String logsError,
    long digestAt,
    String digestError) {
  static final DeliveryStatus NONE = new DeliveryStatus(0, 0, null, 0, null, 0, null, 0, null);

  DeliveryStatus delivery(long at, String failure) {
    return new DeliveryStatus(
        failure == null ? at : deliveredAt,
        at,
        failure,
        notifiedAt,
        notificationError,
        loggedAt,
        logsError,
        digestAt,
        digestError);
  }

  DeliveryStatus notification(long at, String failure) {
    return new DeliveryStatus(
        deliveredAt,
        attemptedAt,
        error,
        failure == null ? at : notifiedAt,
        failure,
        loggedAt,
        logsError,
        digestAt,
        digestError);
  }

  DeliveryStatus logs(long at, String failure) {
    return new DeliveryStatus(
        deliveredAt,
        attemptedAt,
        error,
        notifiedAt,
        notificationError,
        failure == null ? at : loggedAt,
        failure,
        digestAt,
        digestError);
  }

  DeliveryStatus digest(long at, String failure) {
    return new DeliveryStatus(
        deliveredAt,
        attemptedAt,
        error,
        notifiedAt,
        notificationError,
        loggedAt,
        logsError,
        failure == null ? at : digestAt,
        failure);
  }
}
