package io.nephele.services.dynamodb.query;

import io.nephele.services.dynamodb.values.Value;
import java.util.List;
import java.util.Map;

/**
 * A page of items.
 *
 * @param items what was wanted of the items that were wanted; empty if only their number was
 * @param count how many were wanted
 * @param scanned how many were looked at
 * @param last the key of the last item that was looked at, if there may be further ones; else null
 * @param bytes the size of all that were looked at
 * @param fetchedUnits the read units, of consistent reads, of what was fetched from the table
 *     beside an index
 */
public record Page(
    List<Map<String, Value>> items,
    int count,
    int scanned,
    Map<String, Value> last,
    long bytes,
    double fetchedUnits) {}
