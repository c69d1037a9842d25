package io.nephele.services.lambda.async;

/**
 * What is to be delivered once.
 *
 * @param targetArn the destination
 * @param role the role that may
 * @param document the record of the invocation; null for a dead letter, which is the event itself
 * @param success whether it tells of a success
 * @param errorCode of a dead letter: an HTTP status
 * @param errorMessage of a dead letter
 * @param executedArn the version that ran
 */
public record Delivery(
    String targetArn,
    String role,
    String document,
    boolean success,
    int errorCode,
    String errorMessage,
    String executedArn) {
  /** Whether it is a dead letter. */
  boolean isDeadLetter() {
    return document == null;
  }
}
