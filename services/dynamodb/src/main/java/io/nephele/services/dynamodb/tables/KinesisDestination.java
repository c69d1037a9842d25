package io.nephele.services.dynamodb.tables;

/**
 * A Kinesis data stream to which a table's changes go, or went.
 *
 * @param active whether they still go there
 * @param precision MILLISECOND or MICROSECOND: of the times that records carry
 */
public record KinesisDestination(String streamArn, boolean active, String precision) {}
