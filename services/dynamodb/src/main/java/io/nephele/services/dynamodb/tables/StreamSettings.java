package io.nephele.services.dynamodb.tables;

/**
 * The stream of a table's changes that is or was last enabled.
 *
 * @param enabled whether changes are written to it
 * @param viewType what its records show
 * @param label tells the table's streams apart: the time of its creation
 */
public record StreamSettings(boolean enabled, String viewType, String label) {}
