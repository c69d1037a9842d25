/** Dashboards, which are kept as they are given. */
package io.nephele.services.cloudwatch.dashboards;
