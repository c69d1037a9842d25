/** Metric math: expressions over time series, searches for metrics, and queries in SQL. */
package io.nephele.services.cloudwatch.math;
