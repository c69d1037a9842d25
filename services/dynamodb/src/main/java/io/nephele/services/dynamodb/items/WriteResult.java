package io.nephele.services.dynamodb.items;

import io.nephele.services.dynamodb.values.Value;
import java.util.Map;

/**
 * What came of a write.
 *
 * @param done whether its condition held; else nothing was changed
 * @param before the item before, or null if there was none
 * @param after the item afterwards, or null if there is none
 * @param units what it takes
 */
public record WriteResult(
    boolean done, Map<String, Value> before, Map<String, Value> after, WriteUnits units) {}
