package io.nephele.services.logs.filters;

import java.util.Map;

/**
 * A destination, by which groups of other accounts reach a stream.
 *
 * @param accessPolicy who may subscribe to it, or null
 * @param createdAt in milliseconds since 1970
 */
record DestinationRow(
    String accountId,
    String name,
    String arn,
    String targetArn,
    String roleArn,
    String accessPolicy,
    long createdAt,
    Map<String, String> tags) {}
