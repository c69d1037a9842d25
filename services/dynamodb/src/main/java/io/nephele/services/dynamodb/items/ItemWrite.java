package io.nephele.services.dynamodb.items;

import io.nephele.services.dynamodb.expressions.Condition;
import io.nephele.services.dynamodb.expressions.Update;
import io.nephele.services.dynamodb.values.Value;
import java.util.Map;

/**
 * What a caller wants done to an item, before it is known what its table is.
 *
 * @param kind what it is
 * @param given the item that is put or inserted, else the key
 * @param condition what has to hold of the item as it is, or null
 * @param update what an update does, or null
 * @param showsItem whether a caller whose condition fails is shown the item
 */
public record ItemWrite(
    Kind kind, Map<String, Value> given, Condition condition, Update update, boolean showsItem) {
  /** The kinds of writes. */
  public enum Kind {
    /** An item in place of the one there was. */
    PUT,
    /** A new item, which must not be there yet. */
    INSERT,
    /** A change of the item there is, or a new one. */
    UPDATE,
    /** No item any more. */
    DELETE,
    /** Nothing but the condition. */
    CHECK
  }
}
