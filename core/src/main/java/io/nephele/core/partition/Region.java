package io.nephele.core.partition;

import java.util.List;

/**
 * A region of AWS.
 *
 * @param name for example {@code eu-west-1}
 * @param partition the partition that it belongs to
 * @param zones its availability zones
 * @param optIn whether accounts have to enable it before they use it
 */
public record Region(
    String name, Partition partition, List<AvailabilityZone> zones, boolean optIn) {}
