package io.nephele.services.dynamodb.backups;

import io.nephele.core.store.Key;
import io.nephele.services.dynamodb.tables.TableRow;

/**
 * What is stored of a backup, under the account, region, table's name and id.
 *
 * @param id the last part of its ARN
 * @param createdAt in milliseconds since 1970
 * @param table the table as it was
 */
record BackupRow(
    String id, String name, long createdAt, TableRow table, long itemCount, long bytes) {
  String arn() {
    return "arn:"
        + table.partition()
        + ":dynamodb:"
        + table.region()
        + ':'
        + table.accountId()
        + ":table/"
        + table.name()
        + "/backup/"
        + id;
  }

  /** The key of this row. */
  Key key() {
    return Key.of(table.accountId()).with(table.region()).with(table.name()).with(id);
  }
}
