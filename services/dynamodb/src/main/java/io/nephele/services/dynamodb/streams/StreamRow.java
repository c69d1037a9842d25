package io.nephele.services.dynamodb.streams;

import io.nephele.core.store.Key;
import java.util.Map;

/**
 * What is stored of a stream, under the account, region, table's name and label. Times are
 * milliseconds since 1970.
 *
 * @param tableNumber the number of the table that it is or was of
 * @param types the types of the key's attributes, by name
 * @param range the sort key's attribute, or null
 * @param closedAt when it was disabled, or 0
 */
record StreamRow(
    String partition,
    String accountId,
    String region,
    String table,
    String label,
    long tableNumber,
    String viewType,
    Map<String, String> types,
    String hash,
    String range,
    long createdAt,
    long closedAt) {
  /** Once it is disabled. */
  StreamRow closed(long at) {
    return new StreamRow(
        partition,
        accountId,
        region,
        table,
        label,
        tableNumber,
        viewType,
        types,
        hash,
        range,
        createdAt,
        at);
  }

  /** Whether changes are written to it. */
  boolean isOpen() {
    return closedAt == 0;
  }

  String arn() {
    return "arn:"
        + partition
        + ":dynamodb:"
        + region
        + ':'
        + accountId
        + ":table/"
        + table
        + "/stream/"
        + label;
  }

  /** The key of this row. */
  Key key() {
    return Key.of(accountId).with(region).with(table).with(label);
  }

  /** What the keys of its shards and records begin with. */
  Key prefix() {
    return prefix(Key.of(accountId).with(region).with(tableNumber), label);
  }

  /** The same, of a stream of that table. */
  static Key prefix(Key tableItems, String label) {
    return tableItems.with(label);
  }
}
