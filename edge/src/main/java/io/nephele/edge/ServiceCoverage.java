package io.nephele.edge;

import java.util.List;

/**
 * Which operations of a service are there.
 *
 * @param service the service's name, as the AWS CLI has it
 * @param implemented the names of the operations that are implemented, in order
 * @param missing the names of the other operations, in order
 */
public record ServiceCoverage(String service, List<String> implemented, List<String> missing) {}
