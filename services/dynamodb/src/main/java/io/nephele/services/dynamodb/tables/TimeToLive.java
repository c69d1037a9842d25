package io.nephele.services.dynamodb.tables;

/**
 * Which attribute says when items expire.
 *
 * @param attribute its name
 * @param enabled whether items expire by it
 * @param changedAt when this was said, in milliseconds since 1970
 */
public record TimeToLive(String attribute, boolean enabled, long changedAt) {}
