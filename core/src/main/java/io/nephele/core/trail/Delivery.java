package io.nephele.core.trail;

/**
 * An event that a trail has still to deliver.
 *
 * @param region the region that the event belongs to
 * @param time when the call arrived, in milliseconds of the world's clock
 * @param json the event in CloudTrail's format
 */
public record Delivery(String region, long time, String json) {}
