package io.nephele.services.dynamodb.streams;

/**
 * A part of a stream: the records of some hours. Stored under the stream and its number. Times are
 * milliseconds since 1970.
 *
 * @param id as AWS forms them
 * @param parent the id of the one before, or null
 * @param first the number of its first record
 * @param last the number of its last record; that of the first less one if it has none
 * @param closedAt since when there come no further records, or 0
 */
record ShardRow(String id, String parent, long openedAt, long first, long last, long closedAt) {
  boolean isOpen() {
    return closedAt == 0;
  }

  ShardRow closed(long at, long lastRecord) {
    return new ShardRow(id, parent, openedAt, first, lastRecord, at);
  }
}
