package io.nephele.services.logs.filters;

import java.util.Map;

/**
 * A metric filter.
 *
 * @param value a number, or the selector of one
 * @param defaultValue what is told where nothing matches, or null
 * @param dimensions selectors by the names of dimensions
 * @param unit CloudWatch's
 * @param createdAt in milliseconds since 1970
 * @param transformed whether it looks at what transformers made of messages
 */
record MetricFilterRow(
    String name,
    String pattern,
    String namespace,
    String metric,
    String value,
    Double defaultValue,
    Map<String, String> dimensions,
    String unit,
    long createdAt,
    boolean transformed) {}
