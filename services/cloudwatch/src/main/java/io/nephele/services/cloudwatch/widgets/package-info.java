/** Images of metrics. */
package io.nephele.services.cloudwatch.widgets;
