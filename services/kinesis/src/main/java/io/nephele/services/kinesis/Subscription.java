package io.nephele.services.kinesis;

/**
 * A subscription of a consumer to a shard, as it is stored.
 *
 * @param id tells it from others
 * @param begunAt in milliseconds
 */
record Subscription(String id, long begunAt) {}
