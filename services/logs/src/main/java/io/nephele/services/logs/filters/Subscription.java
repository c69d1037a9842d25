package io.nephele.services.logs.filters;

/**
 * A subscription filter of a group, or one of an account.
 *
 * @param roleArn by which Kinesis and Firehose are called, or null
 * @param distribution Random or ByLogStream
 * @param createdAt in milliseconds since 1970
 * @param transformed whether it is given what transformers made of messages
 */
record Subscription(
    String name,
    String pattern,
    String destinationArn,
    String roleArn,
    String distribution,
    long createdAt,
    boolean transformed) {}
