package io.nephele.services.sqs;

/**
 * A task that moves messages from a dead-letter queue; stored under the queue's address and the
 * time and number of its start.
 *
 * @param id tells it from other tasks
 * @param source the ARN of the dead-letter queue
 * @param destination the ARN of the queue that gets the messages, or null for the queues that they
 *     came from
 * @param status one of the constants
 * @param perSecond how many messages a second at most, or null
 * @param moved how many have been moved
 * @param toMove how many there were at the start
 * @param failure why it failed, or null
 * @param startedAt in milliseconds since 1970
 */
record MoveTask(
    String id,
    String source,
    String destination,
    String status,
    Integer perSecond,
    long moved,
    long toMove,
    String failure,
    long startedAt) {
  static final String RUNNING = "RUNNING";
  static final String COMPLETED = "COMPLETED";
  static final String CANCELLED = "CANCELLED";
  static final String FAILED = "FAILED";

  boolean isRunning() {
    return status.equals(RUNNING);
  }

  MoveTask moved(long further) {
    return new MoveTask(
        id, source, destination, status, perSecond, moved + further, toMove, failure, startedAt);
  }

  MoveTask ended(String newStatus, String reason) {
    return new MoveTask(
        id, source, destination, newStatus, perSecond, moved, toMove, reason, startedAt);
  }
}
