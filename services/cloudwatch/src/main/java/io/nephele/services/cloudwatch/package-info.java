/** Amazon CloudWatch: metrics, alarms and dashboards. */
package io.nephele.services.cloudwatch;
