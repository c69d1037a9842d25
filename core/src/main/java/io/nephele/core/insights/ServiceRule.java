package io.nephele.core.insights;

import java.util.List;

/**
 * A rule of Contributor Insights by which a service counts.
 *
 * @param keys what its contributors are told apart by
 * @param sum whether values are added up, else events are counted
 */
public record ServiceRule(String name, List<String> keys, boolean sum) {}
