package io.nephele.services.pipes;

import java.time.Instant;
import java.util.Map;

/**
 * Something that a pipe took from its source.
 *
 * @param id by which it is acknowledged: a receipt handle or a sequence number
 * @param names by which a target may say that it failed
 * @param event as enrichments and targets get it
 * @param seen as filters and templates see it, in which JSON in texts is JSON
 * @param arrivedAt when it came, or null
 */
record Item(
    String id,
    java.util.Set<String> names,
    Map<String, Object> event,
    Map<String, Object> seen,
    Instant arrivedAt) {}
