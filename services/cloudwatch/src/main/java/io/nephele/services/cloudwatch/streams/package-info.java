/** Metric streams, which hand metrics to Firehose as they come. */
package io.nephele.services.cloudwatch.streams;
