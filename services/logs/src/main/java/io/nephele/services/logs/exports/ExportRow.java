package io.nephele.services.logs.exports;

/**
 * An export task.
 *
 * @param streamPrefix what the names of its streams begin with, or null
 * @param from in milliseconds since 1970, inclusive
 * @param to in milliseconds since 1970, exclusive
 * @param completedAt in milliseconds since 1970, or 0
 */
record ExportRow(
    String id,
    String name,
    String groupName,
    String streamPrefix,
    long from,
    long to,
    String bucket,
    String prefix,
    String status,
    String message,
    long createdAt,
    long completedAt) {
  boolean isActive() {
    return status.equals("PENDING") || status.equals("RUNNING");
  }

  ExportRow ended(String newStatus, String why, long at) {
    return new ExportRow(
        id, name, groupName, streamPrefix, from, to, bucket, prefix, newStatus, why, createdAt, at);
  }
}
