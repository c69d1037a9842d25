package io.nephele.services.logs.state;

/**
 * How much a stream holds of a day.
 *
 * @param bytes of messages, and 26 for each event
 */
public record Usage(long events, long bytes) {}
