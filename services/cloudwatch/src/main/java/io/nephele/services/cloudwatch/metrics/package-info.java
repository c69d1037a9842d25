/** Data of metrics: put, listed and read as statistics. */
package io.nephele.services.cloudwatch.metrics;
