package io.nephele.services.dynamodb.tables;

/**
 * Whether the keys of a table or global index are counted. Times are milliseconds since 1970.
 *
 * @param throttledOnly whether only those of throttled calls are
 * @param since when it was enabled, which names its rules
 * @param changedAt when it was last changed
 */
public record InsightSettings(boolean enabled, boolean throttledOnly, long since, long changedAt) {}
