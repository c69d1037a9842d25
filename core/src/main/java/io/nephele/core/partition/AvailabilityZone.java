package io.nephele.core.partition;

/**
 * An availability zone as every account sees it here: AWS shuffles the letters between accounts,
 * Nephele does not.
 *
 * @param name for example {@code eu-west-1a}
 * @param id for example {@code euw1-az1}
 */
public record AvailabilityZone(String name, String id) {}
