/** Anomaly detectors: what is expected of metrics. */
package io.nephele.services.cloudwatch.anomalies;
