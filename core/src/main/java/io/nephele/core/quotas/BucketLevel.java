package io.nephele.core.quotas;

/**
 * A bucket that was taken from lately.
 *
 * @param quota the quota's name, or the id of an override
 * @param tokens what is in it
 */
public record BucketLevel(
    String service, String quota, String account, String region, BucketSize size, long tokens) {}
