package io.nephele.services.cloudwatch.streams;

import io.nephele.core.metrics.MetricKey;
import io.nephele.core.metrics.Samples;
import java.util.Map;

/**
 * What is known of a metric in a minute, or a second.
 *
 * @param begin in seconds since 1970
 * @param seconds how many there are of
 * @param further values of the statistics that are wanted beside the usual ones, by name
 */
record StreamedData(
    MetricKey metric, long begin, int seconds, Samples samples, Map<String, Double> further) {}
