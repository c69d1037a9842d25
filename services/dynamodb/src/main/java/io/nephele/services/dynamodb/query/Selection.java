package io.nephele.services.dynamodb.query;

import io.nephele.core.store.KeyRange;
import io.nephele.services.dynamodb.tables.IndexDefinition;
import io.nephele.services.dynamodb.tables.TableDefinition;
import io.nephele.services.dynamodb.values.Value;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * Which items are read, and what is wanted of them.
 *
 * @param index the index that is read, or null for the table itself
 * @param range where in it
 * @param forward whether in ascending order
 * @param limit how many items are looked at, at the most
 * @param fetches whether attributes that the index does not hold are fetched from the table
 * @param filter which items are wanted, or null for all
 * @param projection what is wanted of an item, or null for all of it
 * @param countOnly whether only their number is wanted
 */
public record Selection(
    TableDefinition table,
    IndexDefinition index,
    KeyRange range,
    boolean forward,
    int limit,
    boolean fetches,
    Predicate<Map<String, Value>> filter,
    UnaryOperator<Map<String, Value>> projection,
    boolean countOnly) {}
