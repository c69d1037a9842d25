package io.nephele.services.logs.insights;

import java.util.List;

/**
 * A query that was started.
 *
 * @param groupArns the groups that it looks into
 * @param from in milliseconds since 1970, inclusive, as {@code to}
 * @param error why it failed, or null
 * @param finishedAt in milliseconds since 1970, or 0
 */
record QueryRow(
    String id,
    String text,
    List<String> groupArns,
    long from,
    long to,
    int limit,
    String status,
    long createdAt,
    long finishedAt,
    long matched,
    long scanned,
    long bytes,
    String error,
    String userArn) {
  QueryRow withStatus(String newStatus, long at, long[] statistics, String why) {
    return new QueryRow(
        id,
        text,
        groupArns,
        from,
        to,
        limit,
        newStatus,
        createdAt,
        at,
        statistics[0],
        statistics[1],
        statistics[2],
        why,
        userArn);
  }

  boolean isRunning() {
    return status.equals("Scheduled") || status.equals("Running");
  }
}
