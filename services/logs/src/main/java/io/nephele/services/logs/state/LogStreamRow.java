package io.nephele.services.logs.state;

/**
 * A log stream.
 *
 * @param id by which its events are stored
 * @param createdAt in milliseconds since 1970
 */
public record LogStreamRow(String name, long id, long createdAt) {}
