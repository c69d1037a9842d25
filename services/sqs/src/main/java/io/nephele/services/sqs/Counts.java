package io.nephele.services.sqs;

/**
 * How many messages a queue has.
 *
 * @param visible those that can be received, or could if none of their group were in flight
 * @param inFlight those that were received and not deleted, and whose visibility timeout has not
 *     ended
 * @param delayed those that cannot be received yet
 */
record Counts(long visible, long inFlight, long delayed) {}
