package io.nephele.services.logs.filters;

import io.nephele.model.Bytes;

/**
 * Events on their way to a destination.
 *
 * @param accountId the account that owns the group
 * @param partitionKey of records in Kinesis streams
 * @param data gzip of the document
 * @param events how many there are in it
 * @param firstAt since when it is tried, in milliseconds since 1970
 */
record Outgoing(
    String accountId,
    String region,
    String groupName,
    String groupArn,
    String filterName,
    String destinationArn,
    String roleArn,
    String partitionKey,
    Bytes data,
    int events,
    long firstAt) {}
