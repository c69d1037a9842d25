package io.nephele.services.sqs;

import java.util.Map;

/**
 * What is stored of a queue, under its account, region and name. Times are milliseconds since 1970.
 *
 * @param id tells it from queues that had its name before; unique in its account
 * @param changedAt when an attribute was last set
 * @param purgedAt when it was last purged, or 0
 * @param redrive its redrive policy, or null
 * @param attributes what was set of other attributes, by name; what was not has its default
 * @param tags its tags
 */
record QueueRow(
    long id,
    String accountId,
    String region,
    String name,
    long createdAt,
    long changedAt,
    long purgedAt,
    RedrivePolicy redrive,
    Map<String, String> attributes,
    Map<String, String> tags) {}
