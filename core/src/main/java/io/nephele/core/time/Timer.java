package io.nephele.core.time;

import io.nephele.core.store.Key;
import io.nephele.model.Bytes;
import java.time.Instant;

/**
 * A durable timer that has fallen due.
 *
 * @param kind whose handler it is for
 * @param id which one of its kind
 * @param due when it was to fire, however late or often it has been tried
 * @param payload what was given when it was scheduled
 * @param failures how often its handler has failed
 */
public record Timer(String kind, Key id, Instant due, Bytes payload, int failures) {}
