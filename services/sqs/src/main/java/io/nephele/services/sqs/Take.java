package io.nephele.services.sqs;

/**
 * How messages are to be received.
 *
 * @param now the time, in milliseconds since 1970
 * @param max how many at most
 * @param visibilityMillis how long they are then invisible
 * @param deadLetters where those go that were received too often
 */
record Take(long now, int max, long visibilityMillis, DeadLetters deadLetters) {}
