package io.nephele.core;

import io.nephele.core.partition.Region;

/**
 * What a world is made with.
 *
 * @param accountId the world's own account, whose root user unknown access keys are
 * @param region the region of calls that name none
 */
public record WorldSettings(String accountId, Region region) {}
